
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
		// NB: in ComfyUI's order, whose rounding shows at the highest levels.
		final float s = (float) sigma;
		final float root = (float) Math.sqrt(s * s + 1);
		final Tensor signal = x.map(a -> a / (s * s + 1));
		final Tensor vPositive = velocity(x, signal, positive, s, root);
		final Tensor vNegative = velocity(x, signal, negative, s, root);
		final Tensor v = guidance.combine(x, sigma, vPositive, vNegative);
		rescale(v, vPositive);
		return x.minus(x.minus(signal.zip(v, (a, b) -> a - b * s / root)));
	}

	private static Tensor velocity(final Tensor x, final Tensor signal,
		final Tensor denoised, final float sigma, final float root)
	{
		return signal.minus(x.minus(x.minus(denoised))).map(a -> a * root / sigma);
	}

	/** Brings the deviation of each item near to that of another's. */
	private void rescale(final Tensor v, final Tensor target) {
		final int length = v.length() / v.size(0);
		for (int from = 0; from < v.length(); from += length) {
			final double guided = deviation(v.data(), from, length);
			final double ratio = guided == 0 ? 1 : deviation(target.data(), from,
				length) / guided;
			final float factor = (float) (multiplier * ratio + 1 - multiplier);
			for (int i = from; i < from + length; i++) {
				v.data()[i] *= factor;
			}
		}
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
