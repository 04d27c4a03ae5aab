
package org.latentj.sampling.sampler;

import java.util.TreeSet;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingListener;
import org.latentj.sampling.SamplingRun;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.sampling.model.PredictionType;
import org.latentj.sampling.noise.NoiseFactory;
import org.latentj.sampling.noise.NoiseSource;
import org.latentj.tensor.Tensor;

/**
 * A distribution of latents whose sampling can be computed exactly: each number
 * is normal with mean 0. At noise level sigma its variance is
 * {@code s^2 + sigma^2} and the ideal denoiser a factor, so that whatever a
 * sampler does, its result is a weighted sum of the initial noise and of all
 * noises added. Each number of a latent here is made to show one of these
 * weights: the first has the initial deviation and no other noise, each of the
 * others one unit of one noise alone. The root of the sum of their squares is
 * the deviation of the sampler's results, free of any chance.
 *
 * @param deviation s
 * @param model what samplers are told of the model
 */
record Gaussian(double deviation, ModelSampling model) implements Denoiser {

	/** What samplers are told of the model. */
	static final ModelSampling MODEL = DiscreteSchedule.scaledLinear(
		PredictionType.EPSILON);

	/** One on the levels of Stable Diffusion. */
	Gaussian(final double deviation) {
		this(deviation, MODEL);
	}

	@Override
	public Tensor denoise(final Tensor x, final double sigma) {
		final double s = deviation * deviation;
		return x.times(s / (s + sigma * sigma));
	}

	/** The deviation that latents truly have at a noise level. */
	double at(final double sigma) {
		return Math.hypot(deviation, sigma);
	}

	/** The deviation of the latents that a sampler makes. */
	double of(final Sampler sampler, final float[] sigmas) {
		final Ledger counting = new Ledger();
		sample(sampler, sigmas, counting, 1);
		final Tensor x = sample(sampler, sigmas, new Ledger(counting), 1 +
			counting.draws + Math.max(0, counting.levels.size() - 1));
		double sum = 0;
		for (final float v : x.data()) {
			sum += (double) v * v;
		}
		return Math.sqrt(sum);
	}

	private Tensor sample(final Sampler sampler, final float[] sigmas,
		final Ledger noises, final int numbers)
	{
		final Tensor x = Tensor.zeros(1, 1, 1, numbers);
		x.data()[0] = (float) at(sigmas[0]);
		return sampler.sample(this, x, sigmas, new SamplingRun(model, noises,
			SamplingListener.NONE));
	}

	/** Gives each noise a number of the latent of its own. */
	private static final class Ledger implements NoiseFactory {

		/** The levels at which increments of the Brownian motion begin and end. */
		private final TreeSet<Double> levels = new TreeSet<>();

		private int draws;

		/** Notes which noises there are. */
		Ledger() {}

		Ledger(final Ledger noted) {
			levels.addAll(noted.levels);
		}

		@Override
		public NoiseSource independent(final int... shape) {
			return (from, to) -> {
				final Tensor noise = Tensor.zeros(shape);
				draws++;
				if (draws < noise.length()) {
					noise.data()[draws] = 1;
				}
				return noise;
			};
		}

		@Override
		public NoiseSource brownian(final double sigmaMin, final double sigmaMax,
			final int... shape)
		{
			return (from, to) -> {
				final Tensor noise = Tensor.zeros(shape);
				levels.add(from);
				levels.add(to);
				final Double[] all = levels.toArray(new Double[0]);
				for (int i = 1; i < all.length && i < noise.length(); i++) {
					final boolean part = all[i - 1] >= to && all[i] <= from;
					noise.data()[i] = part ? (float) Math.sqrt((all[i] - all[i - 1]) /
						(from - to)) : 0;
				}
				return noise;
			};
		}
	}
}
