
package org.latentj.command.zarr;

import ij.ImagePlus;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.latentj.batch.SeedRule;
import org.latentj.batch.journal.Shard;
import org.latentj.command.input.CommandCall;
import org.latentj.imageplus.OpenImage;
import org.latentj.imageplus.file.ZarrPicture;
import org.latentj.omezarr.OmeFile;
import org.latentj.omezarr.OmeImage;
import org.latentj.omezarr.Place;
import org.latentj.omezarr.run.OmeChoice;
import org.latentj.omezarr.run.OmeStack;
import org.latentj.omezarr.run.OmeTask;
import org.latentj.omezarr.run.Part;
import org.latentj.operation.Operations;
import org.latentj.operation.conditioning.ControlRequest;
import org.latentj.operation.conditioning.Controls;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.UsedZarr;
import org.latentj.record.GeneratedImage;
import org.latentj.stack.PositionText;
import org.latentj.stack.RangeText;
import org.latentj.zarr.store.FolderStore;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/**
 * Makes a plane of an OME-Zarr again: by a batch of that plane alone, from the
 * OME-Zarr that it was made of, which must be open. NB: no path comes from the
 * record, which may be anybody's.
 */
public final class ZarrRepeat {

	private static final String BATCH = "Batch...";

	private static final String IMAGE = "image";

	private static final String CHANNELS = "channels";

	private static final String SEED = "seed";

	/** One noise for all planes. */
	private static final String SHARED = "shared";

	private final Provenance record;

	private final UsedZarr used;

	private final ImagePlus result;

	/**
	 * @param record {@linkplain #isOf of a plane}
	 * @param result the image that has it, at the plane
	 */
	public ZarrRepeat(final Provenance record, final ImagePlus result) {
		this.record = record;
		this.used = UsedZarr.of(record).orElseThrow();
		this.result = result;
	}

	/** Whether a record is one of an image in an OME-Zarr. */
	public static boolean isOf(final Provenance record) {
		return record.call().filter(c -> c.command().equals(BATCH) && Operations.ALL
			.find(c.inputs().getOrDefault("operation", "")).isPresent())
			.isPresent() && UsedZarr.of(record).isPresent();
	}

	/**
	 * The plane, or those that were made as one picture.
	 *
	 * @param batch the command that made it
	 * @param given its inputs, with the models that are the same files
	 * @throws IllegalArgumentException if what it was made of is not open, or is
	 *           another one now
	 */
	public ImagePlus run(final Context context, final CommandInfo batch,
		final Map<String, Object> given) throws IOException
	{
		final List<Place> places = places();
		final ZarrPicture.Opened source = source(places, given);
		final Path folder = Files.createTempDirectory("latentj-again");
		try {
			final Path output = folder.resolve("again.ome.zarr");
			final Map<String, Object> inputs = new LinkedHashMap<>(given);
			inputs.putAll(plane(places, source, output));
			final Module module = context.service(ModuleService.class).createModule(
				batch);
			inputs.forEach((name, value) -> {
				module.setInput(name, value);
				module.resolveInput(name);
			});
			CommandCall.run(context, module);
			requireMade((Cancelable) module);
			return opened(output, source, places.get(0));
		}
		finally {
			delete(folder);
		}
	}

	private static void requireMade(final Cancelable module) {
		if (module.isCanceled()) {
			if (module.getCancelReason() == null || module.getCancelReason()
				.isEmpty())
			{
				throw new CancellationException();
			}
			throw new IllegalArgumentException(module.getCancelReason());
		}
	}

	/** The current planes of the source, those of one picture. */
	private List<Place> places() {
		if (result.getNChannels() != used.channels().size() || result
			.getNSlices() != used.slices().size() || result.getNFrames() != used
				.frames().size())
		{
			throw new IllegalArgumentException("the image '" + result.getTitle() +
				"' has " + planes(result.getNChannels(), result.getNSlices(), result
					.getNFrames()) + ", its record is one of " + planes(used.channels()
						.size(), used.slices().size(), used.frames().size()) +
				": go to the plane in the OME-Zarr itself, opened with Open OME-Zarr...");
		}
		final int z = used.slices().get(result.getZ() - 1);
		final int t = used.frames().get(result.getT() - 1);
		return (used.channels().size() <= PositionText.COLOURS ? used.channels()
			: List.of(used.channels().get(result.getC() - 1))).stream().map(
				c -> new Place(c, z, t)).toList();
	}

	private static String planes(final int c, final int z, final int t) {
		return c + " channel(s), " + z + " slice(s) and " + t + " frame(s)";
	}

	/** The open image that has what the plane was made of. */
	private ZarrPicture.Opened source(final List<Place> places,
		final Map<String, Object> given)
	{
		final Optional<String> known = Optional.ofNullable(used.inputs().get(places
			.get(0).toString()));
		return OpenImage.all().flatMap(i -> ZarrPicture.opened(i).stream()).filter(
			o -> isSource(o, places, known, given)).findFirst().orElseThrow(
				() -> new IllegalArgumentException("the plane was made of " + used
					.name() + ", level " + used.level() + ", at " + places.get(0) +
					": open that image first, with Open OME-Zarr... (" + (used.image()
						.isEmpty() ? "" : "image=" + used.image() + " ") + "level=" + used
							.level() + ")" + known.map(k -> "; its pixels are known by " + k)
								.orElse("")));
	}

	private boolean isSource(final ZarrPicture.Opened opened,
		final List<Place> places, final Optional<String> known,
		final Map<String, Object> given)
	{
		if (!(opened.image().store() instanceof FolderStore)) {
			return false;
		}
		try {
			final OmeStack stack = new OmeStack(opened.image(), new OmeChoice("",
				opened.level(), false, channels(places), String.valueOf(places.get(0)
					.z()), String.valueOf(places.get(0).t()), RangeText.FULL, isMasked()
						? String.valueOf(given.getOrDefault("mask", "")) : "", new Part(used
							.region())));
			return known.isPresent() ? OmeTask.identity(stack, 0, labels()).equals(
				known.get()) : opened.image().key().equals(used.image()) && opened
					.level() == used.level();
		}
		catch (IOException | IllegalArgumentException e) {
			// NB: it has no such plane.
			return false;
		}
	}

	/** The names of the label images that have steered. */
	private List<String> labels() {
		return ControlRequest.parse(record.setting(Controls.SETTING.id())).stream()
			.map(ControlRequest::image).filter(name -> !name.isEmpty()).distinct()
			.toList();
	}

	private boolean isMasked() {
		return record.operation().equals("inpaint");
	}

	private static String channels(final List<Place> places) {
		return places.stream().map(p -> String.valueOf(p.c())).collect(Collectors
			.joining(","));
	}

	/** The inputs of a batch of that plane alone. */
	private Map<String, Object> plane(final List<Place> places,
		final ZarrPicture.Opened source, final Path output)
	{
		final Map<String, Object> inputs = new LinkedHashMap<>();
		inputs.put("input", ((FolderStore) source.image().store()).folder()
			.toFile());
		inputs.put("output", output.toFile());
		inputs.put(IMAGE, source.image().key());
		inputs.put("level", source.level());
		inputs.put("region", used.region());
		inputs.put("stack", false);
		inputs.put(CHANNELS, channels(places));
		inputs.put("slices", String.valueOf(places.get(0).z()));
		inputs.put("frames", String.valueOf(places.get(0).t()));
		inputs.put("shard", Shard.WHOLE.toString());
		inputs.put("itemseeds", SeedRule.SAME.id());
		inputs.put("dryrun", false);
		UsedZarr.seed(record, places.get(0).toString()).ifPresent(seed -> {
			inputs.put(SEED, seed);
			inputs.put("noise", SHARED);
		});
		return inputs;
	}

	private static ImagePlus opened(final Path output,
		final ZarrPicture.Opened source, final Place place) throws IOException
	{
		final OmeFile made = OmeFile.open(output);
		final ImagePlus image = ZarrPicture.read(OmeImage.open(made.store(), source
			.image().key()), 0);
		GeneratedImage.describe(image, GeneratedImage.provenance(image)
			.orElseThrow());
		image.setTitle(image.getTitle() + " " + place);
		return image;
	}

	private static void delete(final Path top) {
		try (Stream<Path> all = Files.walk(top)) {
			all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(
				File::delete);
		}
		catch (final IOException e) {
			// NB: it lies in the temporary folder.
		}
	}
}
