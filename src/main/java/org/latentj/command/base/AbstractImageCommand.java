
package org.latentj.command.base;

import ij.ImagePlus;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.latentj.batch.SeedRule;
import org.latentj.imageplus.ImageNotes;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.ImageSettings;
import org.latentj.imageplus.JoinedImages;
import org.latentj.imageplus.LatentImage;
import org.latentj.imageplus.WorkedImage;
import org.latentj.imageplus.planes.HeldImage;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.imageplus.region.RangeChoice;
import org.latentj.operation.Operation;
import org.latentj.operation.Source;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.InputImage;
import org.latentj.record.GeneratedImage;
import org.latentj.stack.StackRun;
import org.scijava.ItemVisibility;
import org.scijava.plugin.Parameter;

/** The parameters that all operations on an image share. */
public abstract class AbstractImageCommand extends AbstractDiffusionCommand {

	/** What to expect of named positions. */
	public static final String CHOSEN =
		"Img2Img and Latent Upscale give the positions " +
			"that are worked on, Inpaint the whole stack, the others as they were.";

	/** The parameters of a stack, in the order of the dialogs. */
	public static final String[] OF_STACKS = { "range", "stack", "channels",
		"slices", "frames" };

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false,
		persist = false)
	private String note;

	@Parameter(label = "Image", required = false,
		description = "The image to work on; the current one if left out.")
	private ImagePlus input;

	@Parameter(label = "Intensities",
		description = "Which are black and white: " +
			"display, full, percentiles as in 0.35%-99.65%, or numbers as in 100-4095; " +
			"with commas between one for each channel. The same for all slices; not " +
			"used for RGB.")
	private String range = RangeChoice.DISPLAY;

	@Parameter(label = "Every slice",
		description = "Works on all slices instead of the current one.")
	private boolean stack;

	@Parameter(label = "Channels", required = false,
		description = "As in 2 or 1,3: two or three are one picture, more are worked " +
			"on one by one. Empty = all; of more than three the current one, or " +
			"with every slice one by one.")
	private String channels = "";

	@Parameter(label = "Slices (z)", required = false,
		description = "As in 1,3,5-9, 1-40:2 (every second one) or all. Empty = the " +
			"current one, or with every slice all.")
	private String slices = "";

	@Parameter(label = "Frames (t)", required = false,
		description = "Likewise. " + CHOSEN)
	private String frames = "";

	@Parameter(label = "Noise of slices",
		description = "shared: the same for all slices, so that neighbours are " +
			"alike; independent: of its own, from the seed and the slice's place.")
	private String noise = "shared";

	/** The image as it was when the run began. */
	private ImagePlus taken;

	private InputImage identity;

	/** Runs the operation on an image's pictures. */
	protected abstract List<ImagePlus> make(ImageRun run) throws IOException;

	/** How many pictures of the image are worked on. */
	protected int count(final PositionChoice positions) {
		return SliceCount.img2img(taken, positions);
	}

	/** The operation on a latent. */
	protected abstract Operation operation(Source source);

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
			final Operation operation = operation(new Source.OfLatent(LatentImage
				.read(taken)));
			final Optional<Provenance> before = GeneratedImage.provenance(taken);
			return GeneratedImage.of(runner.run(operation), provenance(operation)
				.withBefore(before));
		}
		final StackRun.Runner each = runner.forSlices(count(positions));
		final ImageRun run = new ImageRun(taken, new ImageRun.Choices(positions,
			range, ImageSettings.NOISE.given(noise)), operation -> {
				// NB: now, since the copies of slices go into the result.
				identity(input);
				return each.run(operation);
			});
		final ImagePlus made = JoinedImages.concatenated(make(run));
		final ImagePlus described = WorkedImage.describe(made, run.facts().complete(
			provenance(run.operation())), run.facts().range());
		run.failure().ifPresent(why -> {
			incomplete(why);
			described.setProperty("Info", described.getInfoProperty() +
				"\nNot all was made: " + why + "\n");
		});
		return described;
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
		return new PositionChoice(stack, channels, slices, frames);
	}

	@Override
	public void checkBeforeDialog() {
		requireImage();
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
		if (positions.isNamed() || ImageSettings.NOISE.given(
			noise) != SeedRule.SAME)
		{
			throw new IllegalArgumentException("the image '" + input.getTitle() +
				"' is a latent, which is worked on as a whole: leave out channels, " +
				"slices, frames and noise");
		}
	}

	@Override
	protected void fillChoices() {
		super.fillChoices();
		choices("noise", ImageSettings.NOISE.choices());
		// NB: not behind denoise, in which ImageJ's recorder would find it.
		placeAfter("seed", "noise");
		if (ignoresSelection()) {
			note = "NB: " + notUsed() + ".";
		}
		else {
			getInfo().removeInput(getInfo().getInput("note"));
		}
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
