
package org.latentj.sampling.sampler;

import java.util.ArrayList;
import java.util.List;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.tensor.Tensor;

/**
 * Heun++, a heuristic without a paper ("HeunPP2" of sd-webui-samplers-
 * scheduler): the slopes at up to three levels, the two later ones reached by
 * Euler's steps, weighted by their share of the first noise level of the run.
 * The step to the last level is Euler's, the one before uses two slopes. The
 * weights of the later slopes vanish with the noise level, so that this
 * converges with order 1 (measured).
 */
final class Heunpp2 implements Sampler {

	@Override
	public String id() {
		return "heunpp2";
	}

	@Override
	public boolean takesEqualSigmas() {
		return true;
	}

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		final int last = sigmas.length - 1;
		Tensor now = x;
		for (int i = 0; i + 1 < sigmas.length; i++) {
			final Tensor denoised = denoiser.denoise(now, sigmas[i]);
			run.report(i, sigmas, denoised);
			final int slopes = Math.min(3, last - i);
			final float whole = slopes * sigmas[0];
			Tensor slope = Ode.slope(now, sigmas[i], denoised);
			final List<Tensor> later = new ArrayList<>();
			Tensor ahead = now;
			float rest = 1;
			Tensor latest = slope;
			for (int k = i + 1; k < i + slopes; k++) {
				ahead = ahead.plus(sigmas[k] - sigmas[k - 1], latest);
				latest = Ode.slope(ahead, sigmas[k], denoiser.denoise(ahead,
					sigmas[k]));
				later.add(latest.times(sigmas[k] / whole));
				rest -= sigmas[k] / whole;
			}
			slope = slope.times(rest);
			for (final Tensor part : later) {
				slope = slope.plus(part);
			}
			now = now.plus(sigmas[i + 1] - sigmas[i], slope);
		}
		return now;
	}
}
