
package org.latentj.command.base;

import ij.ImagePlus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.latentj.batch.SeedRule;
import org.latentj.command.forecast.PlannedRun;
import org.latentj.command.forecast.SliceCount;
import org.latentj.imageplus.ImageNotes;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.ImageSettings;
import org.latentj.imageplus.ItemDeviations;
import org.latentj.imageplus.JoinedImages;
import org.latentj.imageplus.LatentImage;
import org.latentj.imageplus.WorkedImage;
import org.latentj.imageplus.planes.HeldImage;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.Operation;
import org.latentj.operation.OperationType;
import org.latentj.operation.OperationType.Placement;
import org.latentj.operation.SeedSweep;
import org.latentj.operation.Source;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.RunSize;
import org.latentj.pipeline.Uncertainty;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.InputImage;
import org.latentj.record.DeviationMap;
import org.latentj.record.GeneratedImage;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;
import org.latentj.stack.StackRun;
import org.scijava.ItemVisibility;
import org.scijava.plugin.Parameter;

/** The parameters that all operations on an image share. */
public abstract class AbstractImageCommand extends AbstractDiffusionCommand {

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false,
		persist = false)
	private String note;

	@Parameter(label = "Image", required = false,
		description = "The image to work on; the current one if left out.")
	private ImagePlus input;

	/** The image as it was when the run began. */
	private ImagePlus taken;

	private InputImage identity;

	@Override
	protected final List<Setting<?>> settings() {
		final List<Setting<?>> all = new ArrayList<>(ImageSettings.with(type()
			.placement(), type().asked()));
		all.add(SeedSweep.SEEDS);
		return all;
	}

	/** Runs the operation on an image's pictures. */
	protected abstract List<ImagePlus> make(ImageRun run) throws IOException;

	/** How many pictures of the image are worked on. */
	protected int count(final PositionChoice positions) {
		return SliceCount.img2img(taken, positions);
	}

	@Override
	protected Optional<PlannedRun> planned(final SettingValues values) {
		return chosen() == null || LatentImage.isLatent(chosen()) ? Optional.empty()
			: Optional.of(new PlannedRun(sized(RunSize.of(chosen().getWidth(),
				chosen().getHeight(), 1).encoding(), values).sampling(), ImageSettings
					.positions(values).slicesOf(chosen(), type()
						.placement() == Placement.RESIZE || type()
							.placement() == Placement.EXTEND).size()));
	}

	/** The size that pictures of a size get. */
	protected RunSize sized(final RunSize size, final SettingValues values) {
		return size;
	}

	/** The operation on a picture or a latent. */
	protected Operation operation(final Source source) {
		return type().of(values().with(Source.IMAGE, source));
	}

	@Override
	protected final ImagePlus make(final OperationRunner runner)
		throws IOException
	{
		requireImage();
		if (ignoresSelection()) {
			runner.warn(List.of(notUsed()));
		}
		try (HeldImage held = HeldImage.of(input)) {
			taken = held.image();
			identity = null;
			runner.warn(ImageNotes.ofPicture(input));
			return paint(runner);
		}
		finally {
			taken = null;
		}
	}

	/** Works on the image while it is held. */
	protected ImagePlus paint(final OperationRunner runner) throws IOException {
		final PositionChoice positions = positions();
		if (LatentImage.isLatent(taken)) {
			requireAll(positions);
			return ofLatent(runner);
		}
		final StackRun.Runner each = runner.forSlices(count(positions));
		final ImageRun run = new ImageRun(taken, ImageSettings.choices(values()),
			operation -> {
				// NB: now, since the copies of slices go into the result.
				identity(input);
				return complete(each.run(overSeeds(operation)), count(positions) == 1);
			});
		if (value(SeedSweep.SEEDS) > 1) {
			run.keepDeviations();
		}
		final ImagePlus made = JoinedImages.concatenated(make(run));
		final Provenance provenance = run.facts().complete(provenance(overSeeds(run
			.operation())));
		final ImagePlus described = WorkedImage.describe(made, provenance, run
			.facts().range());
		run.deviations().ifPresent(d -> giveDeviation(described, d, provenance));
		run.failure().ifPresent(why -> {
			incomplete(why);
			described.setProperty("Info", described.getInfoProperty() +
				"\nNot all was made: " + why + "\n");
		});
		return described;
	}

	/** NB: pictures of a stack must have as many items each. */
	private Picture complete(final Picture picture, final boolean one) {
		if (picture.lack().isPresent()) {
			final String why = picture.lack().get();
			if (!one) {
				throw new IllegalArgumentException(why.replaceFirst("; [^;]*$", ""));
			}
			incomplete(why);
			setInput(SeedSweep.SEEDS.asked(), picture.pixels().size(0) / value(
				GenerationSettings.BATCH));
		}
		return picture;
	}

	private ImagePlus ofLatent(final OperationRunner runner) throws IOException {
		final Operation operation = overSeeds(operation(new Source.OfLatent(
			LatentImage.read(taken))));
		final Optional<Provenance> before = GeneratedImage.provenance(taken);
		final Picture pictures = complete(runner.run(operation), true);
		final Provenance provenance = provenance(operation).withBefore(before);
		final GeneratedImage made = GeneratedImage.of(pictures, provenance);
		if (value(SeedSweep.SEEDS) > 1) {
			giveUncertainty(Uncertainty.of(pictures.pixels()), made.getTitle(),
				provenance);
		}
		return made;
	}

	/** NB: lies on the picture, wherever that is. */
	private void giveDeviation(final ImagePlus made,
		final ItemDeviations deviations, final Provenance provenance)
	{
		final ImagePlus map = DeviationMap.of(deviations.maps(), made.getTitle(),
			provenance);
		map.setCalibration(made.getLocalCalibration().copy());
		map.getCalibration().disableDensityCalibration();
		giveDeviation(map);
	}

	@Override
	protected final InputImage identity(final ImagePlus picture) {
		if (picture != input || taken == null) {
			return super.identity(picture);
		}
		if (identity == null) {
			identity = WorkedImage.identify(taken);
		}
		return identity;
	}

	/** The positions of the image that are worked on. */
	protected final PositionChoice positions() {
		return ImageSettings.positions(values());
	}

	@Override
	public void checkBeforeDialog() {
		requireImage();
		// NB: of none at all another page tells.
		if (!folder().hasCheckpoint(pictures()) && folder().hasCheckpoint(EnumSet
			.allOf(PictureInput.class)))
		{
			throw new IllegalArgumentException("there is no checkpoint for it: " +
				"it needs one that " + pictures().stream().sorted().map(
					PictureInput::description).collect(Collectors.joining(" or ")) +
				"; Plugins > LatentJ > Getting Started tells where to put one");
		}
	}

	@Override
	protected Set<PictureInput> pictures() {
		return type().inputs();
	}

	private void requireImage() {
		if (input == null) {
			throw new IllegalArgumentException(
				"there is no image: open the one to work on");
		}
	}

	/** Whether the image's selection means nothing to this command. */
	protected boolean ignoresSelection() {
		return input != null && input.getRoi() != null && input.getRoi().isArea();
	}

	private String notUsed() {
		return "the selection of '" + input.getTitle() +
			"' is not used: the whole " +
			"picture is worked on; Inpaint... makes what is selected anew";
	}

	private void requireAll(final PositionChoice positions) {
		if (positions.isNamed() || value(ImageSettings.NOISE) != SeedRule.SAME) {
			throw new IllegalArgumentException("the image '" + input.getTitle() +
				"' is a latent, which is worked on as a whole: leave out channels, " +
				"slices, frames and noise");
		}
	}

	@Override
	protected void fillChoices() {
		super.fillChoices();
		if (ignoresSelection()) {
			note = "NB: " + notUsed() + ".";
		}
		else {
			getInfo().removeInput(getInfo().getInput("note"));
		}
	}

	@Override
	protected final ImagePlus worked() {
		return taken;
	}

	/** The image that was chosen; null if there is none. */
	protected final ImagePlus chosen() {
		return input;
	}

	/** The image that is worked on, as it was when the run began. */
	protected final ImagePlus input() {
		return taken;
	}
}
