
package org.latentj.latent;

import java.util.Collections;
import java.util.List;

import org.latentj.tensor.Tensor;

/**
 * How a family's latents are scaled for its network, which sees
 * {@code (samples - shift) * factor} of each channel.
 *
 * @param factors one a channel, finite and not 0
 * @param shifts one a channel, finite
 */
public record LatentScale(List<Double> factors, List<Double> shifts) {

	/** @throws IllegalArgumentException if these cannot be */
	public LatentScale {
		factors = List.copyOf(factors);
		shifts = List.copyOf(shifts);
		if (factors.size() != shifts.size()) {
			throw new IllegalArgumentException("a factor and a shift for each " +
				"channel are needed, not " + factors.size() + " and " + shifts.size());
		}
		for (int i = 0; i < factors.size(); i++) {
			final double factor = factors.get(i);
			final double shift = shifts.get(i);
			if (!(Math.abs(factor) > 0) || Double.isInfinite(factor) || !Double
				.isFinite(shift))
			{
				throw new IllegalArgumentException("scale " + factor + " and shift " +
					shift + " must be finite, and scale not 0");
			}
		}
	}

	/** The same for all of some channels. */
	public static LatentScale of(final int channels, final double factor,
		final double shift)
	{
		return new LatentScale(Collections.nCopies(channels, factor), Collections
			.nCopies(channels, shift));
	}

	/**
	 * From what latents are on average to mean 0 and one deviation.
	 *
	 * @param means one a channel
	 * @param deviations one a channel, above 0
	 * @param to the deviation that the network sees
	 */
	public static LatentScale standardised(final List<Double> means,
		final List<Double> deviations, final double to)
	{
		return new LatentScale(deviations.stream().map(d -> to / d).toList(),
			means);
	}

	/** To the network's scale, [N, C, h, w]. */
	Tensor in(final Tensor samples) {
		return each(samples, (v, factor, shift) -> (v - shift) * factor);
	}

	/** From the network's scale, [N, C, h, w]. */
	Tensor out(final Tensor x) {
		return each(x, (v, factor, shift) -> v / factor + shift);
	}

	private Tensor each(final Tensor of, final Change change) {
		final float[] data = new float[of.length()];
		final int plane = of.size(2) * of.size(3);
		for (int i = 0; i < data.length; i += plane) {
			final int channel = i / plane % factors.size();
			final float factor = factors.get(channel).floatValue();
			final float shift = shifts.get(channel).floatValue();
			for (int k = i; k < i + plane; k++) {
				data[k] = change.of(of.data()[k], factor, shift);
			}
		}
		return new Tensor(data, of.shape());
	}

	/** What is done to each number. */
	private interface Change {

		float of(float v, float factor, float shift);
	}
}
