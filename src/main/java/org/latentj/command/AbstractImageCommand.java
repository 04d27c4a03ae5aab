
package org.latentj.command;

import ij.ImagePlus;

import java.io.IOException;
import java.util.List;

import org.latentj.image.Mask;
import org.latentj.pipeline.Operation;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Source;
import org.scijava.plugin.Parameter;

/** The parameters that all operations on an image share. */
abstract class AbstractImageCommand extends AbstractDiffusionCommand {

	@Parameter(label = "Image", required = false,
		description = "The image to work on; the current one if left out.")
	private ImagePlus input;

	@Parameter(label = "Intensities",
		description = "Which are black and white: " +
			"display, full, percentiles as in 0.35%-99.65%, or numbers as in 100-4095. " +
			"The same for all slices; not used for RGB.")
	private String range = RangeChoice.DISPLAY;

	@Parameter(label = "Every slice",
		description = "Works on all slices instead of the current one.")
	private boolean stack;

	/** The operation that ran last, for the record. */
	private Operation last;

	/** Runs the operation on an image's pictures. */
	abstract List<ImagePlus> make(ImageRun run) throws IOException;

	/** The operation on a latent. */
	abstract Operation operation(Source source);

	@Override
	final ImagePlus make(final ImageRun.Runner runner) throws IOException {
		if (input == null) {
			throw new IllegalArgumentException(
				"there is no image: open the one to work on");
		}
		final ImageRun.Runner recording = operation -> {
			final Picture picture = runner.run(operation);
			last = operation;
			return picture;
		};
		if (LatentImage.isLatent(input)) {
			final Picture picture = recording.run(operation(new Source.OfLatent(
				LatentImage.read(input))));
			return GeneratedImage.of(picture, provenance(last));
		}
		final ImagePlus made = ImagePlusPlanes.concatenated(make(new ImageRun(input,
			stack, range, recording)));
		return WorkedImage.describe(made, provenance(last), range);
	}

	/** The mask of a slice of the image. */
	final Mask mask(final String mask, final int slice) {
		return SelectionMask.of(input, mask, slice);
	}
}
