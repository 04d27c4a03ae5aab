
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.SamplingRun;
import org.latentj.tensor.Tensor;

/**
 * DPM-Solver-fast (Lu et al. 2022, "DPM-Solver", section 3.4): as many calls of
 * the denoiser as there are steps, spent on solvers of order 3 and one or two
 * of lower order at the end, at equal distances in {@code -log(sigma)}. Of the
 * noise levels it takes the first and the last above 0 only, and ends at the
 * latter. Converges with order 2 where the steps are a multiple of 3, else 2 to
 * 3 (measured).
 */
final class DpmFast implements Sampler {

	@Override
	public String id() {
		return "dpm_fast";
	}

	@Override
	public boolean takesEqualSigmas() {
		return true;
	}

	@Override
	public Tensor sample(final Denoiser denoiser, final Tensor x,
		final float[] sigmas, final SamplingRun run)
	{
		final int calls = sigmas.length - 1;
		final int steps = (calls + 2) / 3 + (calls % 3 == 0 ? 1 : 0);
		final float from = DpmSolver.time(sigmas[0]);
		final float to = DpmSolver.time(Ode.lastAboveZero(sigmas));
		if (from == to) {
			return x;
		}
		Tensor now = x;
		float time = from;
		for (int i = 0; i < steps; i++) {
			final float next = from + (to - from) * (i + 1) / steps;
			final DpmSolver solver = new DpmSolver(denoiser, now, time, next);
			run.listener().onStep(i + 1, steps, DpmSolver.sigma(time), solver
				.denoised());
			now = solver.solve(order(i, steps, calls));
			time = next;
		}
		return now;
	}

	private static int order(final int i, final int steps, final int calls) {
		final int left = steps - 1 - i;
		if (calls % 3 == 0) {
			return Math.min(3, left + 1);
		}
		return left == 0 ? calls % 3 : 3;
	}
}
