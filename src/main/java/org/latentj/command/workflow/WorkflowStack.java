
package org.latentj.command.workflow;

import ij.ImagePlus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.command.progress.RunProgress;
import org.latentj.imageplus.OpenImage;
import org.latentj.imageplus.WorkedImage;
import org.latentj.imageplus.planes.HeldImage;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.pipeline.Phase;
import org.latentj.provenance.Provenance.Call;
import org.latentj.provenance.Provenance.InputImage;
import org.latentj.record.ImageTitle;
import org.latentj.tensor.Tensor;

/** A workflow for each picture of a stack, whose results are a stack. */
record WorkflowStack(PictureWorkflow workflow) {

	private static final PositionChoice ALL = PositionChoice.of(true);

	/** @throws IllegalArgumentException if results differ in size */
	ImagePlus on(final ImagePlus input, final RunProgress progress)
		throws IOException
	{
		final List<Tensor> made = new ArrayList<>();
		final InputImage identity;
		PictureWorkflow.Made last = null;
		try (HeldImage held = HeldImage.of(input)) {
			final ImagePlus image = held.image();
			identity = WorkedImage.identify(image);
			final List<Integer> slices = ALL.slicesOf(image, false);
			for (final int slice : slices) {
				progress.onPhase(new Phase("slice", made.size() + 1, slices.size()));
				last = workflow.on(WorkflowPictures.displayed(OpenImage.picture(image,
					slice, ALL)), input.getTitle(), progress);
				made.add(last.shown().images());
			}
		}
		if (made.stream().map(Tensor::toString).distinct().count() > 1) {
			throw new IllegalArgumentException(
				"the results differ in size: a stack needs equal ones");
		}
		final ImagePlus all = ShownImages.of(last.shown().node(), Tensor.concat(
			made), last.record().map(r -> r.withCall(call(r.call().orElseThrow(),
				identity))));
		all.setTitle(ImageTitle.subject(input) + last.record().map(r -> " (" + r
			.statement() + ")").orElse(""));
		return all;
	}

	/** How all can be made again: of the whole stack. */
	private Call call(final Call ofSlice, final InputImage input) {
		final Map<String, String> inputs = new LinkedHashMap<>(ofSlice.inputs());
		inputs.put(WorkflowRepeat.LOAD, workflow.loader().id());
		final Map<String, InputImage> images = new LinkedHashMap<>(ofSlice
			.images());
		images.remove(workflow.loader().id());
		images.put(WorkflowRepeat.INPUT, input);
		return new Call(ofSlice.command(), inputs, images);
	}
}
