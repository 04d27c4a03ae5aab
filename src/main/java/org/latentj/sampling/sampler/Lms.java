
package org.latentj.sampling.sampler;

import java.util.ArrayList;
import java.util.List;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.tensor.Tensor;

/**
 * The linear multistep method of Adams and Bashforth with the coefficients for
 * uneven steps (Hairer et al. 1993, "Solving ordinary differential equations
 * I", section III.5), as Katherine Crowson introduced it to diffusion
 * (k-diffusion). Up to four slopes; the step to level 0 gives the denoised
 * latent. Converges with order 3 (measured; its first steps are of lower
 * order).
 */
final class Lms implements Sampler {

	@Override
	public String id() {
		return "lms";
	}

	private static final int ORDER = 4;

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		final List<Tensor> slopes = new ArrayList<>();
		Tensor now = x;
		for (int i = 0; i + 1 < sigmas.length; i++) {
			final Tensor denoised = denoiser.denoise(now, sigmas[i]);
			run.report(i, sigmas, denoised);
			if (sigmas[i + 1] == 0) {
				return denoised;
			}
			Ode.remember(slopes, Ode.slope(now, sigmas[i], denoised), ORDER);
			for (int j = 0; j < slopes.size(); j++) {
				now = now.plus(coefficient(sigmas, i, j, slopes.size()), slopes.get(j));
			}
		}
		return now;
	}

	/**
	 * The integral from level i to i + 1 of the polynomial of Lagrange that is 1
	 * at level i - j and 0 at the others, by Gauss's rule, exact to order 4.
	 */
	private static double coefficient(final float[] sigmas, final int i,
		final int j, final int order)
	{
		final double middle = (sigmas[i + 1] + (double) sigmas[i]) / 2;
		final double half = (sigmas[i + 1] - (double) sigmas[i]) / 2;
		double sum = 0;
		for (final double node : new double[] { -1 / Math.sqrt(3), 1 / Math.sqrt(
			3) })
		{
			double product = half;
			for (int k = 0; k < order; k++) {
				if (k != j) {
					product *= (middle + node * half - sigmas[i - k]) / (sigmas[i - j] -
						(double) sigmas[i - k]);
				}
			}
			sum += product;
		}
		return sum;
	}
}
