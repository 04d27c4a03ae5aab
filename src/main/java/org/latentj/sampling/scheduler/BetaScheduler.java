
package org.latentj.sampling.scheduler;

import java.util.ArrayList;
import java.util.List;

import org.latentj.sampling.Scheduler;
import org.latentj.sampling.model.ModelSampling;

/**
 * Training steps at the quantiles of a beta distribution (Lee et al. 2024,
 * "Beta sampling is all you need", arXiv:2407.12173); a step that comes twice
 * is taken once.
 *
 * @param alpha below 1, there are more steps at little noise
 * @param beta below 1, there are more steps at much noise
 */
public record BetaScheduler(double alpha, double beta) implements Scheduler {

	private static final double TIE = 1e-13;

	/** @throws IllegalArgumentException if a parameter is not above 0 */
	public BetaScheduler {
		if (!(alpha > 0) || !(beta > 0)) {
			throw new IllegalArgumentException("'alpha' is " + alpha +
				" and 'beta' is " + beta + ", both must be above 0");
		}
	}

	@Override
	public String id() {
		return "beta(" + alpha + ", " + beta + ")";
	}

	@Override
	public float[] sigmas(final ModelSampling model, final int steps) {
		final BetaDistribution distribution = new BetaDistribution(alpha, beta);
		final int last = model.steps() - 1;
		final List<Integer> picked = new ArrayList<>();
		int step = last;
		for (int i = 0; i < steps; i++) {
			// The quantile rounded to a step, sought from the step before.
			final double part = 1 - (double) i / steps;
			while (i > 0 && step > 0 && isBelow(distribution.cumulative((step - 0.5) /
				last) - part, step))
			{
				step--;
			}
			if (picked.isEmpty() || picked.get(picked.size() - 1) != step) {
				picked.add(step);
			}
		}
		final float[] sigmas = new float[picked.size() + 1];
		for (int i = 0; i < picked.size(); i++) {
			sigmas[i] = model.sigmaAt(picked.get(i));
		}
		return sigmas;
	}

	/** NB: a quantile between two steps is the even one, as NumPy rounds. */
	private static boolean isBelow(final double difference, final int step) {
		return Math.abs(difference) < TIE ? step % 2 == 1 : difference > 0;
	}
}
