
package org.latentj.sampling;

import org.latentj.tensor.Tensor;

/** See {@link Guidance#rescaled}. */
record RescaledGuidance(Guidance guidance, double multiplier)
		implements
			Guidance {

	RescaledGuidance {
		if (!(multiplier >= 0 && multiplier <= 1)) {
			throw new IllegalArgumentException("the multiplier of rescaled guidance" +
				" is " + multiplier + ", it must be 0 to 1");
		}
	}

	@Override
	public boolean needsNegative() {
		return guidance.needsNegative();
	}

	@Override
	public Tensor combine(final Tensor x, final double sigma,
		final Tensor positive, final Tensor negative)
	{
		final double variance = sigma * sigma + 1;
		final Tensor signal = x.times(1 / variance);
		final double toVelocity = Math.sqrt(variance) / sigma;
		final Tensor vPositive = signal.minus(positive).times(toVelocity);
		final Tensor vNegative = signal.minus(negative).times(toVelocity);
		final Tensor v = guidance.combine(x, sigma, vPositive, vNegative);
		final float[] rescaled = v.data();
		final int length = v.length() / v.size(0);
		for (int item = 0; item < v.size(0); item++) {
			final int from = item * length;
			final double guided = deviation(rescaled, from, length);
			final double ratio = guided == 0 ? 1 : deviation(vPositive.data(), from,
				length) / guided;
			final float factor = (float) (multiplier * ratio + 1 - multiplier);
			for (int i = from; i < from + length; i++) {
				rescaled[i] *= factor;
			}
		}
		return signal.plus(-1 / toVelocity, v);
	}

	private static double deviation(final float[] data, final int from,
		final int length)
	{
		double mean = 0;
		for (int i = from; i < from + length; i++) {
			mean += data[i] / (double) length;
		}
		double sum = 0;
		for (int i = from; i < from + length; i++) {
			sum += (data[i] - mean) * (data[i] - mean);
		}
		return Math.sqrt(sum / (length - 1));
	}
}
