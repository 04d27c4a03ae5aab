
package org.latentj.latent;

import java.util.Arrays;

import org.latentj.tensor.Tensor;

/**
 * A linear map from latent channels to red, green and blue: a cheap look at a
 * latent while it is being sampled.
 */
public final class LatentPreview {

	private final float[][] factors;

	private final float[] bias;

	/**
	 * @param factors for each latent channel its share of red, green and blue, in
	 *          a scale of -1 to 1
	 * @param bias red, green and blue of a latent of zeros
	 */
	public LatentPreview(final float[][] factors, final float... bias) {
		if (bias.length != 3 || Arrays.stream(factors).anyMatch(
			f -> f.length != 3))
		{
			throw new IllegalArgumentException(
				"a preview needs three numbers (red, green, blue) a channel");
		}
		this.factors = Arrays.stream(factors).map(float[]::clone).toArray(
			float[][]::new);
		this.bias = bias.clone();
	}

	/**
	 * Reads {@code "r g b, r g b, ..."}: the shares of each latent channel, then
	 * the bias.
	 *
	 * @throws IllegalArgumentException if it is anything else
	 */
	public static LatentPreview parse(final String text) {
		final String[] groups = text.split(",", -1);
		final float[][] rows = new float[groups.length][3];
		for (int i = 0; i < groups.length; i++) {
			final String[] numbers = groups[i].strip().split("\\s+");
			if (numbers.length != 3) {
				throw new IllegalArgumentException("'" + groups[i].strip() +
					"' has not three numbers (red, green, blue)");
			}
			for (int k = 0; k < 3; k++) {
				rows[i][k] = number(numbers[k]);
			}
		}
		return new LatentPreview(Arrays.copyOf(rows, rows.length - 1),
			rows[rows.length - 1]);
	}

	private static float number(final String text) {
		// NB: parseFloat would also take "1f", "0x1p3" and "NaN".
		if (!text.matches("[-+]?[0-9]+(\\.[0-9]*)?([eE][-+]?[0-9]{1,2})?")) {
			throw new IllegalArgumentException("'" + text + "' is no number");
		}
		final float number = Float.parseFloat(text);
		if (Float.isInfinite(number)) {
			throw new IllegalArgumentException("'" + text + "' is too large");
		}
		return number;
	}

	/** How many latent channels it is for. */
	public int channels() {
		return factors.length;
	}

	/**
	 * A picture of one pixel per latent sample.
	 *
	 * @param x latents in the network's scale, [N, C, h, w]
	 * @return [N, 3, h, w] in 0 to 1
	 */
	public Tensor colours(final Tensor x) {
		final int channels = factors.length;
		if (x.rank() != 4 || x.size(1) != channels) {
			throw new IllegalArgumentException("this preview is for latents of " +
				"shape [N, " + channels + ", h, w], not " + x);
		}
		final int plane = x.size(2) * x.size(3);
		final Tensor out = Tensor.zeros(x.size(0), 3, x.size(2), x.size(3));
		for (int k = 0; k < 3 * x.size(0); k++) {
			final int rgb = k % 3;
			final int from = k / 3 * channels * plane;
			for (int i = 0; i < plane; i++) {
				float sum = bias[rgb];
				for (int c = 0; c < channels; c++) {
					sum += factors[c][rgb] * x.data()[from + c * plane + i];
				}
				out.data()[k * plane + i] = Math.min(1, Math.max(0, (sum + 1) / 2));
			}
		}
		return out;
	}
}
