
package org.latentj.sampling.sampler;

import java.util.ArrayList;
import java.util.List;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.tensor.Tensor;

/**
 * {@link Ipndm} with coefficients for uneven steps (Zhou et al. 2024, "Fast
 * ODE-based sampling for diffusion models in around 5 steps", its code
 * "iPNDM-v"), in Newton's form: each term has one divided difference more of
 * the slopes. The step to level 0 gives the denoised latent. Converges with
 * order 3 on steps of constant ratio, with order 2 on Karras et al.'s levels,
 * and not at all where the lengths of steps jump (measured): two of the
 * reference's coefficients are not those of the theory.
 */
final class IpndmV implements Sampler {

	/** Slopes that are taken. */
	private static final int ORDER = 4;

	@Override
	public String id() {
		return "ipndm_v";
	}

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		final double[] h = new double[ORDER];
		final List<Tensor> slopes = new ArrayList<>();
		Tensor now = x;
		for (int i = 0; i + 1 < sigmas.length; i++) {
			final Tensor denoised = denoiser.denoise(now, sigmas[i]);
			run.report(i, sigmas, denoised);
			if (sigmas[i + 1] == 0) {
				return denoised;
			}
			Ode.remember(slopes, Ode.slope(now, sigmas[i], denoised), ORDER);
			for (int k = 0; k < slopes.size(); k++) {
				h[k] = sigmas[i + 1 - k] - (double) sigmas[i - k];
			}
			now = now.plus(h[0], mean(slopes.toArray(Tensor[]::new), h));
		}
		return now;
	}

	/** The mean slope over the next step, of length h[0]. */
	private static Tensor mean(final Tensor[] d, final double[] h) {
		Tensor mean = d[0];
		if (d.length > 1) {
			mean = mean.plus(h[0] / h[1] / 2, d[0].minus(d[1]));
		}
		if (d.length > 2) {
			// NB: as in the reference; Newton's formula has (1 - third) * ratio.
			final double third = h[0] / (3 * (h[0] + h[1]));
			final double ratio = h[0] * (h[0] + h[1]) / (h[1] * (h[1] + h[2]));
			mean = mean.plus((1 - third * ratio) / 2, second(d, h));
		}
		return d.length > 3 ? mean.plus(weight3(h), third(d, h)) : mean;
	}

	private static Tensor second(final Tensor[] d, final double[] h) {
		return d[0].minus(d[1]).plus(-h[1] / h[2], d[1].minus(d[2]));
	}

	private static Tensor third(final Tensor[] d, final double[] h) {
		final double q = h[1] * (h[1] + h[2]) / (h[2] * (h[2] + h[3]));
		// NB: as in the reference; Newton's formula has h[2] / h[3] with d[3].
		return second(d, h).plus(-q, d[1].minus(d[2])).plus(q * h[2] / h[3], d[2])
			.plus(-q * h[1] / h[2], d[3]);
	}

	private static double weight3(final double[] h) {
		final double two = h[0] + h[1];
		final double three = two + h[2];
		return ((1 - h[0] / (3 * two)) / 2 + (1 - h[0] / (2 * two)) * h[0] / (6 *
			three)) * h[0] * two * three / (h[1] * (h[1] + h[2]) * (h[1] + h[2] +
				h[3]));
	}
}
