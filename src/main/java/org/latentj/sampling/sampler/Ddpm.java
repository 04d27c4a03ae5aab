
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.noise.NoiseSource;
import org.latentj.tensor.Tensor;

/**
 * The reverse step of DDPM (Ho et al. 2020, algorithm 2 with the variance of
 * eq. 7), which in the variables of Karras et al. 2022 is the step of
 * {@link EulerAncestral}, apart from rounding. Its results' variance converges
 * with order 1 (measured).
 */
final class Ddpm implements Sampler {

	@Override
	public String id() {
		return "ddpm";
	}

	@Override
	public boolean takesEqualSigmas() {
		return true;
	}

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		final NoiseSource noise = run.noise(x);
		Tensor now = x;
		for (int i = 0; i + 1 < sigmas.length; i++) {
			final Tensor denoised = denoiser.denoise(now, sigmas[i]);
			run.report(i, sigmas, denoised);
			final float next = sigmas[i + 1] * sigmas[i + 1] + 1;
			final float one = sigmas[i] * sigmas[i] + 1;
			// NB: in floats and in the paper's variables, since ComfyUI's rounding
			// shows where the levels are far apart.
			final float cumulative = 1 / one;
			final float cumulativeNext = 1 / next;
			final float alpha = cumulative / cumulativeNext;
			final float root = (float) Math.sqrt(one);
			final float deviation = (float) (sigmas[i] / Math.sqrt(1 +
				(double) sigmas[i] * sigmas[i]));
			final float beta = 1 - alpha;
			now = now.zip(Ode.slope(now, sigmas[i], denoised), (v, eps) -> v / root -
				beta * eps / deviation).times(Math.sqrt(1 / alpha));
			if (sigmas[i + 1] > 0) {
				// NB: where levels are so low that they are rounded away, there is no
				// noise between them either, but the quotient would be 0 / 0.
				final double variance = beta == 0 ? 0 : beta * (1 - cumulativeNext) /
					(1 - cumulative);
				now = now.plus(Math.sqrt(variance), noise.next(sigmas[i], sigmas[i +
					1])).times(Math.sqrt(next));
			}
		}
		return now;
	}
}
