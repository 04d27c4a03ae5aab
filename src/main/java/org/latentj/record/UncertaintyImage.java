
package org.latentj.record;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;

import java.util.Arrays;
import java.util.List;

import org.latentj.provenance.Provenance;
import org.latentj.tensor.Tensor;

/**
 * Means of pictures as a 32-bit image: channels red, green, blue in the levels
 * of the pictures, 0 to 255.
 */
public final class UncertaintyImage {

	private static final List<String> CHANNELS = List.of("red", "green", "blue");

	private UncertaintyImage() {}

	/**
	 * A new image.
	 *
	 * @param numbers [1, 3, H, W] for pictures of 0 to 1
	 * @param what they are
	 * @param title of the pictures
	 * @param provenance of the pictures
	 */
	public static ImagePlus of(final Tensor numbers, final String what,
		final String title, final Provenance provenance)
	{
		final int width = numbers.size(3);
		final int height = numbers.size(2);
		final ImageStack stack = new ImageStack(width, height);
		final float[] levels = numbers.times(255).data();
		float max = 0;
		for (int c = 0; c < CHANNELS.size(); c++) {
			final float[] plane = Arrays.copyOfRange(levels, c * width * height, (c +
				1) * width * height);
			stack.addSlice(what + ", " + CHANNELS.get(c), plane);
			for (final float level : plane) {
				max = Math.max(max, level);
			}
		}
		final ImagePlus plain = new ImagePlus(what + " of " + title, stack);
		plain.setDimensions(CHANNELS.size(), 1, 1);
		final CompositeImage image = new CompositeImage(plain,
			CompositeImage.COMPOSITE);
		for (int c = CHANNELS.size(); c > 0; c--) {
			image.setC(c);
			image.setDisplayRange(0, max > 0 ? max : 1);
		}
		GeneratedImage.describe(image, provenance);
		return image;
	}
}
