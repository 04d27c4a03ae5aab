
package org.latentj.command.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ImageProcessor;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latentj.command.progress.PhasePath;
import org.latentj.family.Sd1;
import org.latentj.latent.LatentFormat;
import org.latentj.pipeline.Estimate;
import org.latentj.pipeline.Phase;
import org.latentj.tensor.Tensor;

class KeptStepsTest {

	private final KeptSteps kept = new KeptSteps(StepLook.FAST);

	private final PhasePath second = new PhasePath();

	@BeforeEach
	void begin() {
		second.begin(new Phase("pass", 2, 2));
	}

	private void add(final int step, final int steps, final int width,
		final int height)
	{
		final Estimate estimate = new Estimate(step, steps, 2.5, Tensor.zeros(1, 4,
			height, width), Sd1.LATENTS, x -> x);
		kept.add(StepLook.FAST.pictures(estimate), second, estimate);
	}

	@Test
	void hasTheSizeOfTheLargestPassCutAsTheResult() {
		add(1, 1, 2, 3);
		add(1, 2, 4, 6);
		add(2, 2, 4, 6);
		final ImagePlus steps = kept.toImage(IJ.createImage("a", "RGB white", 31,
			41, 1));
		assertEquals("steps of a", steps.getTitle());
		assertEquals(3, steps.getStackSize());
		assertEquals(31, steps.getWidth());
		assertEquals(41, steps.getHeight());
		assertEquals("pass 2 of 2, step 2 of 2, sigma 2.5000", steps.getStack()
			.getSliceLabel(3));
		assertEquals(0x7f7f7f, steps.getStack().getProcessor(1).getPixel(30, 40) &
			0xffffff);
	}

	/** NB: the preview's window shows the same pictures. */
	@Test
	void keepsWhatIsPaintedOverInThePreview() {
		final Estimate estimate = new Estimate(1, 1, 2.5, Tensor.zeros(1, 4, 3, 2),
			Sd1.LATENTS, x -> x);
		final List<ImageProcessor> pictures = StepLook.FAST.pictures(estimate);
		kept.add(pictures, second, estimate);
		pictures.get(0).setColor(0xff0000);
		pictures.get(0).fill();
		assertEquals(0x7f7f7f, kept.toImage(IJ.createImage("a", "RGB", 16, 24, 1))
			.getProcessor().getPixel(3, 3) & 0xffffff);
	}

	@Test
	void isNotCutAsAResultOfAnotherSize() {
		add(1, 1, 2, 3);
		final ImagePlus steps = kept.toImage(IJ.createImage("a", "RGB", 100, 100,
			1));
		assertEquals(16, steps.getWidth());
		assertEquals(24, steps.getHeight());
	}

	@Test
	void refusesMoreThanMemoryHoldsAtTheFirstStep() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> add(1,
			2_000_000, 100, 100)).getMessage().startsWith(
				"2000000 pictures of 800x800"));
	}
}
