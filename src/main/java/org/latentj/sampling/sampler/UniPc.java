
package org.latentj.sampling.sampler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.tensor.Tensor;

/**
 * UniPC-3 (Zhao et al. 2023, "UniPC", algorithms 1 and 2 for the denoised
 * latent), a predictor and a corrector of order up to 3 that share one call of
 * the denoiser a step; the two variants differ in the function B(h), which is
 * {@code h} or {@code e^h - 1}. Lower orders at both ends, no corrector at the
 * last step, and level 0 is taken for 0.001. As in the paper, latents are held
 * at unit variance. Both converge with order 2 (measured), since their first
 * and last steps are of lower order.
 */
final class UniPc implements Sampler {

	private static final int ORDER = 3;

	/** Level 0 has no logarithm. */
	private static final float ALMOST_ZERO = 0.001f;

	private final String id;

	/** B(h), by -h. */
	private final DoubleUnaryOperator scale;

	private UniPc(final String id, final DoubleUnaryOperator scale) {
		this.id = id;
		this.scale = scale;
	}

	static UniPc bh1() {
		return new UniPc("uni_pc", h -> h);
	}

	static UniPc bh2() {
		return new UniPc("uni_pc_bh2", Math::expm1);
	}

	@Override
	public String id() {
		return id;
	}

	@Override
	public boolean dropsPenultimateSigma() {
		return true;
	}

	/** Whether they differ as the paper has them, rounded to floats. */
	@Override
	public boolean tellsApart(final float sigma, final float next) {
		return level(sigma).lambda != level(next).lambda;
	}

	private static Level level(final float sigma) {
		return new Level(Math.max(ALMOST_ZERO, sigma));
	}

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		final int steps = sigmas.length - 1;
		final Level[] levels = new Level[steps + 1];
		for (int i = 0; i <= steps; i++) {
			levels[i] = level(sigmas[i]);
		}
		final List<Tensor> found = new ArrayList<>();
		Tensor now = x.times(1 / levels[0].root());
		found.add(levels[0].denoise(denoiser, now));
		run.report(0, sigmas, found.get(0));
		// NB: as in ComfyUI the order is less than the steps: one does nothing.
		for (int i = 1; i <= steps && steps > 1; i++) {
			final int order = Math.min(Math.min(ORDER, steps - 1), Math.min(i, steps +
				1 - i));
			final Step step = new Step(levels, i, order, found);
			final Tensor predicted = step.predict(now);
			if (i == steps) {
				now = predicted;
				break;
			}
			final Tensor denoised = levels[i].denoise(denoiser, predicted);
			run.report(i, sigmas, denoised);
			now = step.correct(now, denoised);
			found.add(denoised);
			if (i >= ORDER) {
				found.set(i - ORDER, null);
			}
		}
		return now.times(1 / levels[steps].alpha);
	}

	/**
	 * A noise level as the paper has it: latents are {@code alpha} times the
	 * clean one and {@code deviation} times noise.
	 */
	private static final class Level {

		private final float sigma;

		// NB: in floats, since ComfyUI's rounding shows where levels are far apart.
		private final float alpha;

		private final float deviation;

		/** Half of the logarithmic signal-to-noise ratio. */
		private final float lambda;

		Level(final float sigma) {
			this.sigma = sigma;
			final float logAlpha = 0.5f * (float) Math.log(1 / (sigma * sigma + 1));
			alpha = (float) Math.exp(logAlpha);
			final float variance = 1 - (float) Math.exp(2 * logAlpha);
			// NB: for PyTorch the root of the last float below 1 is 1.
			deviation = Math.nextUp(variance) < 1 ? (float) Math.sqrt(variance) : 1;
			lambda = logAlpha - 0.5f * (float) Math.log(variance);
		}

		float root() {
			return (float) Math.sqrt(sigma * sigma + 1);
		}

		Tensor denoise(final Denoiser denoiser, final Tensor x) {
			final Tensor noisy = x.times(root());
			final Tensor noise = Ode.slope(noisy, sigma, denoiser.denoise(noisy,
				sigma));
			return x.zip(noise, (v, eps) -> (v - deviation * eps) / alpha);
		}
	}

	/**
	 * The step to level i; places are those in lambda, relative to its length.
	 */
	private final class Step {

		private final Level to;

		private final float ratio;

		private final float minusH;

		/** Where older latents were denoised, and 1, where this step ends. */
		private final double[] places;

		/** Their differences to the newest one, over their distance. */
		private final List<Tensor> differences = new ArrayList<>();

		private final Tensor newest;

		Step(final Level[] levels, final int i, final int order,
			final List<Tensor> found)
		{
			final Level from = levels[i - 1];
			to = levels[i];
			ratio = to.deviation / from.deviation;
			minusH = from.lambda - to.lambda;
			newest = found.get(i - 1);
			places = new double[order];
			places[order - 1] = 1;
			for (int k = 1; k < order; k++) {
				places[k - 1] = (levels[i - 1 - k].lambda - from.lambda) / -minusH;
				differences.add(found.get(i - 1 - k).minus(newest).times(1 / places[k -
					1]));
			}
		}

		Tensor predict(final Tensor x) {
			final int order = places.length;
			return add(x, order == 2 ? new double[] { 0.5 } : weights(order - 1));
		}

		Tensor correct(final Tensor x, final Tensor denoised) {
			final int order = places.length;
			final double[] weights = order == 1 ? new double[] { 0.5 } : weights(
				order);
			return add(x, weights).plus(-to.alpha * scale.applyAsDouble(minusH) *
				weights[order - 1], denoised.minus(newest));
		}

		private Tensor add(final Tensor x, final double[] weights) {
			Tensor out = x.times(ratio).plus(-to.alpha * Math.expm1(minusH), newest);
			for (int k = 0; k < differences.size(); k++) {
				out = out.plus(-to.alpha * scale.applyAsDouble(minusH) * weights[k],
					differences.get(k));
			}
			return out;
		}

		/**
		 * The weights that satisfy theorem 3.1 of the paper, for some of the
		 * places.
		 */
		private double[] weights(final int count) {
			final double[] right = new double[count];
			double phi = Math.expm1(minusH) / minusH - 1;
			double factorial = 1;
			for (int k = 0; k < count; k++) {
				right[k] = phi * factorial / scale.applyAsDouble(minusH);
				factorial *= k + 2;
				phi = phi / minusH - 1 / factorial;
			}
			return LinearSystem.vandermonde(Arrays.copyOf(places, count), right);
		}
	}
}
