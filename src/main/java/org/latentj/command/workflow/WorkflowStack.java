
package org.latentj.command.workflow;

import ij.ImagePlus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.latentj.command.progress.RunProgress;
import org.latentj.image.Mask;
import org.latentj.imageplus.ImageInput;
import org.latentj.imageplus.OpenImage;
import org.latentj.imageplus.planes.HeldImage;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.pipeline.Phase;
import org.latentj.record.ImageTitle;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.node.LoadedPicture;

/** A workflow for each picture of a stack, whose results are a stack. */
record WorkflowStack(PictureWorkflow workflow) {

	private static final PositionChoice ALL = PositionChoice.of(true);

	/** @throws IllegalArgumentException if results differ in size */
	ImagePlus on(final ImagePlus input, final RunProgress progress)
		throws IOException
	{
		final List<Tensor> made = new ArrayList<>();
		PictureWorkflow.Made last = null;
		try (HeldImage held = HeldImage.of(input)) {
			final ImagePlus image = held.image();
			final List<Integer> slices = ALL.slicesOf(image, false);
			for (final int slice : slices) {
				progress.onPhase(new Phase("slice", made.size() + 1, slices.size()));
				last = workflow.on(new LoadedPicture(pixels(OpenImage.picture(image,
					slice, ALL)), Optional.empty()), input.getTitle(), progress);
				made.add(last.shown().images());
			}
		}
		if (made.stream().map(Tensor::toString).distinct().count() > 1) {
			throw new IllegalArgumentException(
				"the results differ in size: a stack needs equal ones");
		}
		final ImagePlus all = ShownImages.of(last.shown().node(), Tensor.concat(
			made), last.record());
		all.setTitle(ImageTitle.subject(input) + last.record().map(r -> " (" + r
			.statement() + ")").orElse(""));
		return all;
	}

	private static Tensor pixels(final ImagePlus picture) {
		return new ImageInput(picture).pixels(Mask.whole(picture.getWidth(), picture
			.getHeight()));
	}
}
