
package org.latentj.pipeline;

import org.latentj.tensor.Tensor;

/**
 * Mean and standard deviation of several pictures at each pixel: where the
 * model is guessing, pictures of different seeds differ.
 *
 * @param mean [1, C, H, W]
 * @param deviation the sample standard deviation (n - 1), [1, C, H, W]
 */
public record Uncertainty(Tensor mean, Tensor deviation) {

	/**
	 * Of some pictures.
	 *
	 * @param pictures [N, C, H, W], at least 2
	 * @throws IllegalArgumentException if there are fewer
	 */
	public static Uncertainty of(final Tensor pictures) {
		final int n = pictures.size(0);
		if (n < 2) {
			throw new IllegalArgumentException("the deviation of " + n +
				" picture(s); at least 2 are needed");
		}
		final int[] shape = pictures.shape();
		shape[0] = 1;
		final Tensor mean = Tensor.zeros(shape);
		final Tensor deviation = Tensor.zeros(shape);
		final int length = mean.length();
		final float[] data = pictures.data();
		for (int i = 0; i < length; i++) {
			double sum = 0;
			for (int k = 0; k < n; k++) {
				sum += data[k * length + i];
			}
			final double middle = sum / n;
			double squares = 0;
			for (int k = 0; k < n; k++) {
				final double d = data[k * length + i] - middle;
				squares += d * d;
			}
			mean.data()[i] = (float) middle;
			deviation.data()[i] = (float) Math.sqrt(squares / (n - 1));
		}
		return new Uncertainty(mean, deviation);
	}
}
