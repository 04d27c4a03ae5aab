
package org.latentj.sampling.scheduler;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

import org.latentj.control.Ids;
import org.latentj.sampling.Scheduler;
import org.latentj.sampling.model.ModelSampling;

/**
 * All schedulers, by ComfyUI's ids and with its numbers. To add one: a constant
 * and a method here.
 */
public enum Schedulers implements Scheduler {

		/** Training steps at equal distances, from the last one down. */
		SIMPLE("Whole training steps at equal distances, from the noisiest down.",
			"ComfyUI")
		{

			@Override
			public float[] sigmas(final ModelSampling model, final int steps) {
				final double stride = (double) model.steps() / steps;
				return levels(steps, i -> model.sigmaAt(model.steps() - 1 - (int) (i *
					stride)));
			}
		},

		/** Times at equal distances that would end one step beyond the last. */
		SGM_UNIFORM(
			"Times at equal distances as in Stability AI's own programs: it ends one step earlier than normal, at more noise.",
			"ComfyUI")
		{

			@Override
			public float[] sigmas(final ModelSampling model, final int steps) {
				final double last = last(model);
				final double first = first(model);
				return levels(steps, i -> model.sigma(linear(last, first, steps + 1,
					i)));
			}
		},

		/** Karras et al. 2022, eq. 5, with rho = 7. */
		KARRAS(
			"Most steps where there is little noise, on which fine detail hangs. The bundled checkpoint's.",
			"Karras et al. 2022, arXiv:2206.00364, eq. 5")
		{

			@Override
			public float[] sigmas(final ModelSampling model, final int steps) {
				final double low = Math.pow(model.sigmaMin(), 1 / RHO);
				final double high = Math.pow(model.sigmaMax(), 1 / RHO);
				return levels(steps, i -> Math.pow((float) high + linear(0, 1, steps,
					i) * (float) (low - high), RHO));
			}
		},

		/** Logarithms of the levels at equal distances. */
		EXPONENTIAL(
			"Each level the same part of the one before: even more steps where there is little noise.",
			"ComfyUI")
		{

			@Override
			public float[] sigmas(final ModelSampling model, final int steps) {
				final double low = Math.log(model.sigmaMin());
				final double high = Math.log(model.sigmaMax());
				return levels(steps, i -> Math.exp(linear(high, low, steps, i)));
			}
		},

		/** Training steps at equal whole distances, from the second one up. */
		DDIM_UNIFORM(
			"Whole training steps at equal distances, from the second one up: DDIM's own, for old workflows.",
			"Song et al. 2021, arXiv:2010.02502")
		{

			@Override
			public float[] sigmas(final ModelSampling model, final int steps) {
				final int stride = Math.max(1, model.steps() / steps);
				final int count = (model.steps() - 2) / stride + 1;
				return levels(count, i -> model.sigmaAt(1 + (count - 1 - i) * stride));
			}
		},

		/**
		 * Training steps at the quantiles of a beta distribution (Lee et al. 2024,
		 * "Beta sampling is all you need"); a step that comes twice is taken once.
		 */
		BETA("Most steps at both ends, few between.",
			"Lee et al. 2024, arXiv:2407.12173")
		{

			@Override
			public float[] sigmas(final ModelSampling model, final int steps) {
				return EVEN_BETA.sigmas(model, steps);
			}
		},

		/** Times at equal distances. */
		NORMAL(
			"Times at equal distances, down to the least noise that was trained: the default.",
			"ComfyUI")
		{

			@Override
			public float[] sigmas(final ModelSampling model, final int steps) {
				final double last = last(model);
				final double first = first(model);
				return levels(steps, i -> model.sigma(linear(last, first, steps, i)));
			}
		},

		/**
		 * Linear for the first half of the steps, down to 97.5 % of the highest
		 * level, quadratic from there (Polyak et al. 2024, "Movie Gen", section
		 * 3.1.5; the variant of the video model Mochi 1).
		 */
		LINEAR_QUADRATIC(
			"Half of the steps at nearly full noise, then ever longer ones: made for video models.",
			"Polyak et al. 2024, arXiv:2410.13720")
		{

			@Override
			public float[] sigmas(final ModelSampling model, final int steps) {
				if (steps == 1) {
					return new float[] { model.sigmaMax(), 0 };
				}
				final int linear = steps / 2;
				final int quadratic = steps - linear;
				final double excess = linear - FLAT * steps;
				final double second = excess / (linear * (double) quadratic *
					quadratic);
				final double first = FLAT / linear - 2 * excess / ((double) quadratic *
					quadratic);
				final double constant = second * linear * linear;
				return levels(steps, i -> (float) (1 - (i < linear ? i * FLAT / linear
					: second * i * i + first * i + constant)) * model.sigmaMax());
			}
		},

		/**
		 * Arc tangents of the levels at equal distances (Sabour et al. 2024, "Align
		 * your steps", the closed form for a Gaussian of unit variance).
		 */
		KL_OPTIMAL("Arc tangents of the levels at equal distances: for few steps.",
			"Sabour et al. 2024, arXiv:2404.14507")
		{

			@Override
			public float[] sigmas(final ModelSampling model, final int steps) {
				final float low = (float) Math.atan(model.sigmaMin());
				final float high = (float) Math.atan(model.sigmaMax());
				// NB: for a single step ComfyUI's formula is 0 / 0.
				final float last = Math.max(1, steps - 1);
				return levels(steps, i -> Math.tan(i / last * low + (1 - i / last) *
					high));
			}
		};

	private static final double RHO = 7;

	private static final Scheduler EVEN_BETA = new BetaScheduler(0.6, 0.6);

	/** The part of the highest level that the linear half covers. */
	private static final double FLAT = 0.025;

	private final String use;

	private final String source;

	Schedulers(final String use, final String source) {
		this.use = use;
		this.source = source;
	}

	/** How it chooses, and what it is for; a sentence. */
	public String use() {
		return use;
	}

	/** Where it comes from: a paper, or the program. */
	public String source() {
		return source;
	}

	@Override
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The scheduler of an id.
	 *
	 * @throws IllegalArgumentException if there is none, with all ids and the
	 *           nearest
	 */
	public static Schedulers of(final String id) {
		return Ids.of("scheduler", id, List.of(values()), s -> Collections
			.singletonList(s.id()));
	}

	/** The time of the highest level. */
	private static double last(final ModelSampling model) {
		return model.timestep(model.sigmaMax());
	}

	/** The time of the lowest level: 0 unless the schedule is distilled. */
	private static double first(final ModelSampling model) {
		return model.timestep(model.sigmaMin());
	}

	private static float[] levels(final int count,
		final IntToDoubleFunction level)
	{
		final float[] out = new float[count + 1];
		for (int i = 0; i < count; i++) {
			out[i] = (float) level.applyAsDouble(i);
		}
		return out;
	}

	/** Number {@code i} of {@code n} in equal distances, as PyTorch rounds it. */
	private static float linear(final double start, final double end, final int n,
		final int i)
	{
		if (n == 1) {
			return (float) start;
		}
		final float step = ((float) end - (float) start) / (n - 1);
		return i < n / 2 ? Math.fma(step, i, (float) start) : Math.fma(-step, n -
			1 - i, (float) end);
	}
}
