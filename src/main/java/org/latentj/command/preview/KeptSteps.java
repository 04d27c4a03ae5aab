
package org.latentj.command.preview;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.latentj.command.progress.PhasePath;
import org.latentj.image.PictureMemory;
import org.latentj.pipeline.Estimate;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;

/**
 * The steps of a run as a stack, labelled with slice, seed and pass if there
 * are several, step, sigma and item. Where runs have several sizes, it has the
 * largest.
 */
public final class KeptSteps {

	private final StepLook look;

	private final List<Step> steps = new ArrayList<>();

	private int cell;

	/**
	 * @param picture in pixels of the look
	 * @param pixelSize how large they are in the stack
	 */
	private record Step(ImageProcessor picture, int pixelSize, String label) {

		int width() {
			return picture.getWidth() * pixelSize;
		}

		int height() {
			return picture.getHeight() * pixelSize;
		}
	}

	KeptSteps(final StepLook look) {
		this.look = look;
	}

	/**
	 * Adds a step.
	 *
	 * @param pictures of its items
	 * @param phases which slice, seed or pass it is of
	 * @throws IllegalArgumentException at a run's first step, if memory cannot
	 *           hold all
	 */
	void add(final List<ImageProcessor> pictures, final PhasePath phases,
		final Estimate estimate)
	{
		cell = estimate.format().spatialFactor();
		for (int item = 0; item < pictures.size(); item++) {
			// NB: a copy, since the preview shows the picture, and can be painted in.
			steps.add(new Step(pictures.get(item).duplicate(), look.pixelSize(estimate
				.format()), phases.text(String.format(Locale.ROOT,
					"step %d of %d, sigma %.4f", estimate.step(), estimate.steps(),
					estimate.sigma()), pictures.size() == 1 ? "" : "item " + item)));
		}
		if (estimate.step() == 1) {
			PictureMemory.require(width(), height(), steps.size() + (estimate
				.steps() - 1L) * pictures.size());
		}
	}

	private int width() {
		return steps.stream().mapToInt(Step::width).max().orElse(0);
	}

	private int height() {
		return steps.stream().mapToInt(Step::height).max().orElse(0);
	}

	/**
	 * All steps as a new image with the record of what they lead to.
	 *
	 * @param result what they lead to
	 */
	ImagePlus toImage(final ImagePlus result) {
		final Optional<Provenance> record = GeneratedImage.provenance(result);
		final int width = width();
		final int height = height();
		final ImageStack stack = new ImageStack(whole(width, result.getWidth()),
			whole(height, result.getHeight()));
		for (final Step step : steps) {
			final ImageProcessor large = step.picture.resize(width, height);
			large.setRoi(0, 0, stack.getWidth(), stack.getHeight());
			stack.addSlice(step.label + record.map(r -> ", " + r.statement()).orElse(
				""), large.crop());
		}
		final GeneratedImage image = new GeneratedImage("steps of " + result
			.getTitle(), stack);
		record.ifPresent(r -> GeneratedImage.describe(image, r));
		return image;
	}

	/** The result's side, if that was only cut from the last cell. */
	private int whole(final int side, final int result) {
		return result <= side && side - result < cell ? result : side;
	}
}
