
package org.latentj.command.batch;

import ij.ImagePlus;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.latentj.batch.BatchItem;
import org.latentj.checkpoint.Sha256;
import org.latentj.control.StopSignal;
import org.latentj.imageplus.ImageSettings;
import org.latentj.imageplus.file.ZarrPicture;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.imageplus.region.SelectionMask;
import org.latentj.omezarr.OmeFile;
import org.latentj.omezarr.OmeImage;
import org.latentj.omezarr.OmePlanes;
import org.latentj.omezarr.Place;
import org.latentj.omezarr.run.OmeChoice;
import org.latentj.omezarr.run.OmeSettings;
import org.latentj.omezarr.run.OmeSource;
import org.latentj.omezarr.run.OmeStack;
import org.latentj.omezarr.run.OmeTask;
import org.latentj.omezarr.run.OmeWork;
import org.latentj.omezarr.run.Part;
import org.latentj.omezarr.run.ResultTree;
import org.latentj.operation.OperationType;
import org.latentj.operation.OperationType.Placement;
import org.latentj.operation.conditioning.ControlRequest;
import org.latentj.operation.conditioning.Controls;
import org.latentj.provenance.Provenance;
import org.latentj.setting.SettingValues;
import org.latentj.stack.StackRun;
import org.latentj.zarr.store.ZarrException;

/**
 * A batch whose input is an OME-Zarr. Into another OME-Zarr each plane is an
 * item; into a folder of files each image is one.
 *
 * @param input folder of the OME-Zarr
 * @param output folder of the results
 * @param type of the operation
 * @param values of its settings, and of those of the input
 */
record ZarrBatch(Path input, Path output, OperationType<?> type,
		SettingValues values) implements PictureTask.Pictures {

	static final String ENDING = ".zarr";

	private static final int MOST_NAMED = 100;

	/** Whether a batch's input is one. */
	static boolean isInput(final File input) {
		return input != null && !input.getPath().isBlank() && OmeFile.isZarr(
			BatchFiles.given("input", input));
	}

	/** Whether the results are an OME-Zarr. */
	boolean isIntoZarr() {
		return output.toString().endsWith(ENDING);
	}

	/** An item for each plane, for results that are an OME-Zarr. */
	List<BatchItem> items() throws IOException {
		return new OmeSource(OmeFile.open(input), choice()).items();
	}

	/** An item for each image, for results that are files. */
	List<BatchItem> images(final String format) throws IOException {
		refuseForFiles();
		final List<BatchItem> items = new ArrayList<>();
		final OmeFile file = OmeFile.open(input);
		file.requireNotIn(output);
		for (final String key : new OmeSource(file, choice()).keys()) {
			final String name = key.isEmpty() ? "image" : key;
			items.add(new BatchItem(items.size(), name, name.replace('/', '_') + "." +
				format));
		}
		return items;
	}

	/** Sentences of what is left out. */
	List<String> leftOut() throws IOException {
		final OmeSource source = new OmeSource(OmeFile.open(input), choice(""));
		final List<String> all = new ArrayList<>();
		final List<String> absent = source.absent();
		if (!absent.isEmpty()) {
			all.add("left out, since '" + input + "' lists them, but has them not: " +
				String.join(", ", first(absent)));
		}
		final List<String> damaged = source.damaged().entrySet().stream().map(
			e -> "left out, since it is damaged: " + e.getKey() + " (" + e
				.getValue() + ")").toList();
		all.addAll(first(damaged));
		return all;
	}

	/** So many that people read them. */
	private static List<String> first(final List<String> all) {
		return all.size() <= MOST_NAMED ? all : Stream.concat(all.stream().limit(
			MOST_NAMED), Stream.of("... (" + all.size() + ")")).toList();
	}

	private void refuseForFiles() {
		if (type.placement() == Placement.BLEND) {
			throw new IllegalArgumentException(type.id() +
				" takes its masks from label images of the OME-Zarr, and makes an " +
				"OME-Zarr: give an output that ends with " + ENDING);
		}
		if (!values.get(OmeSettings.REGION).isBlank() || values.get(
			OmeSettings.TILES) > 0)
		{
			throw new IllegalArgumentException(
				"region and tiles are for results in an OME-Zarr: give an output that ends with " +
					ENDING);
		}
	}

	@Override
	public String identity(final BatchItem item, final StopSignal stop)
		throws IOException
	{
		final OmePlanes planes = OmePlanes.of(image(item), level());
		final MessageDigest digest = Sha256.digest();
		for (int t = 1; t <= planes.size("t"); t++) {
			for (int z = 1; z <= planes.size("z"); z++) {
				for (int c = 1; c <= planes.size("c"); c++) {
					stop.check();
					digest.update(planes.bytes(new Place(c, z, t)));
				}
			}
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	@Override
	public ImagePlus open(final BatchItem item) throws IOException {
		return ZarrPicture.open(image(item), level());
	}

	@Override
	public Provenance told(final BatchItem item, final Provenance record)
		throws IOException
	{
		return record.withZarr(new OmeStack(image(item), choice()).used(OmeFile
			.open(input).name(), Map.of()));
	}

	private OmeImage image(final BatchItem item) throws IOException {
		final OmeFile file = OmeFile.open(input);
		return OmeImage.open(file.store(), file.images().contains(item.name())
			? item.name() : "");
	}

	private int level() {
		return values.get(OmeSettings.LEVEL);
	}

	/**
	 * What is done into an OME-Zarr.
	 *
	 * @param models what all items are made with
	 * @param recorder tells how they were made
	 * @throws IOException if the input cannot be read, or the output is something
	 *           else
	 */
	OmeTask task(final Map<String, String> models, final StackRun.Runner runner,
		final OmeWork.Recorder recorder) throws IOException
	{
		for (final ControlRequest control : ControlRequest.parse(values.get(
			Controls.SETTING)))
		{
			if (BatchControls.isFolder(control.image())) {
				throw new IllegalArgumentException("control has image='" + control
					.image() + "', a folder: into an OME-Zarr a plane itself steers " +
					"(leave image= out), or what one of its label images marks " +
					"(image=name of that)");
			}
			requireLabels(control.image());
		}
		final OmeFile file = OmeFile.open(input);
		file.requireApart(output);
		ResultTree.requireFree(output);
		return new OmeTask(new OmeSource(file, choice()), new OmeWork(type, values,
			values.get(ImageSettings.NOISE), runner, recorder, OmeSettings.tiles(type,
				values)), models);
	}

	private OmeChoice choice() throws IOException {
		return choice(mask());
	}

	private OmeChoice choice(final String mask) {
		final PositionChoice positions = ImageSettings.positions(values);
		return new OmeChoice(values.get(OmeSettings.IMAGE), level(), positions
			.everySlice(), positions.channels(), positions.slices(), positions
				.frames(), values.get(ImageSettings.RANGE), mask, new Part(values.get(
					OmeSettings.REGION)));
	}

	private String mask() throws IOException {
		if (type.placement() != Placement.BLEND) {
			return "";
		}
		final String mask = values.get(ImageSettings.MASK);
		if (SelectionMask.SELECTION.equals(mask)) {
			final OmeFile file = OmeFile.open(input);
			throw new IllegalArgumentException("mask is '" + mask +
				"', of an OME-Zarr it must be the name of a label image; it has " +
				OmeImage.listed(OmeImage.open(file.store(), file.images().get(0))
					.labels()));
		}
		requireLabels(mask);
		return mask;
	}

	/**
	 * NB: an image without them is an item that fails, and stops no others. If
	 * none has them, nothing is begun.
	 */
	private void requireLabels(final String mask) throws IOException {
		if (mask.isBlank()) {
			return;
		}
		final OmeSource source = new OmeSource(OmeFile.open(input), choice(""));
		for (final String key : source.keys()) {
			if (hasLabels(source.stack(key).image(), mask)) {
				return;
			}
		}
		source.stack(source.keys().get(0)).image().label(mask);
	}

	/** NB: where the list of them is damaged, its items fail and say so. */
	private static boolean hasLabels(final OmeImage image, final String labels)
		throws IOException
	{
		try {
			return image.labels().contains(labels);
		}
		catch (final ZarrException e) {
			return false;
		}
	}
}
