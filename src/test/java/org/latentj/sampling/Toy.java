
package org.latentj.sampling;

import org.latentj.tensor.Tensor;

/** The small denoiser that the reference numbers of samplers were made with. */
public record Toy(double cfg) implements Denoiser {

	private static final float[] SHIFT = { 0.3f, -0.2f, 0.1f, -0.4f };

	@Override
	public Tensor denoise(final Tensor x, final double sigma) {
		return estimate(x, sigma).guided();
	}

	@Override
	public Estimates estimate(final Tensor x, final double sigma) {
		final float scale = (float) Math.sqrt((float) sigma * (float) sigma + 1);
		final Tensor negative = x.map(v -> 0.5f * (float) Math.tanh(0.9f * (v /
			scale) - 0.1f));
		final Tensor positive = Tensor.zeros(x.shape());
		final int plane = x.size(2) * x.size(3);
		for (int i = 0; i < x.length(); i++) {
			positive.data()[i] = 0.8f * (float) Math.tanh(1.5f * (x.data()[i] /
				scale) + SHIFT[i / plane % SHIFT.length]);
		}
		return new Estimates(Guidance.cfg(cfg).combine(x, sigma, positive,
			negative), negative);
	}
}
