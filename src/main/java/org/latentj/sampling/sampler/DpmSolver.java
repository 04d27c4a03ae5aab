
package org.latentj.sampling.sampler;

import org.latentj.sampling.Denoiser;
import org.latentj.tensor.Tensor;

/**
 * One step of DPM-Solver from some latent and level (Lu et al. 2022,
 * "DPM-Solver", eq. 3.7 and algorithms 1 and 2 in the variables of Karras et
 * al. 2022): solvers of order 1 to 3 that share their evaluations. The half
 * logarithmic signal-to-noise ratio, here "time", is {@code -log(sigma)}.
 */
final class DpmSolver {

	private static final float THIRD = 1 / 3f;

	private static final float TWO_THIRDS = 2 / 3f;

	private final Denoiser denoiser;

	private final Tensor x;

	private final float start;

	private final float end;

	// NB: floats, since ComfyUI's rounding shows where levels are far apart.
	private final float h;

	private final Tensor denoised;

	/** The noise found at the start. */
	private final Tensor noise;

	/** How it has changed at 1/3 of the step. */
	private Tensor changeAtThird;

	/**
	 * @param start time at which {@code x} is
	 * @param end time to step to
	 */
	DpmSolver(final Denoiser denoiser, final Tensor x, final float start,
		final float end)
	{
		this.denoiser = denoiser;
		this.x = x;
		this.start = start;
		this.end = end;
		h = end - start;
		denoised = denoiser.denoise(x, sigma(start));
		noise = Ode.slope(x, sigma(start), denoised);
	}

	static float time(final double sigma) {
		return (float) -Math.log(sigma);
	}

	static float sigma(final float time) {
		return (float) Math.exp(-time);
	}

	/** The denoised latent at the start. */
	Tensor denoised() {
		return denoised;
	}

	/** The latent after the step, by a solver of an order, 1 to 3. */
	Tensor solve(final int order) {
		return switch (order) {
			case 1 -> first(end, h);
			case 2 -> second(0.5f, change(0.5f));
			default -> third();
		};
	}

	/** The solver of order 2 with its inner point at 1/3 of the step. */
	Tensor secondByThird() {
		return second(THIRD, changeAtThird());
	}

	/** The solver of order 3 with inner points at 1/3 and 2/3 of the step. */
	Tensor third() {
		final float time = start + TWO_THIRDS * h;
		final float part = TWO_THIRDS * h;
		final Tensor inner = first(time, part).plus(-sigma(time) * 2 * (expm1(
			part) / part - 1), changeAtThird());
		return first(end, h).plus(-sigma(end) / TWO_THIRDS * (expm1(h) / h - 1),
			noiseAt(inner, time).minus(noise));
	}

	private Tensor second(final float r, final Tensor change) {
		return first(end, h).plus(-sigma(end) / (2 * r) * expm1(h), change);
	}

	/** The solver of order 1 to a time, a part of the step away. */
	private Tensor first(final float time, final float part) {
		return x.plus(-sigma(time) * expm1(part), noise);
	}

	private Tensor changeAtThird() {
		if (changeAtThird == null) {
			changeAtThird = change(THIRD);
		}
		return changeAtThird;
	}

	private Tensor change(final float r) {
		final float time = start + r * h;
		return noiseAt(first(time, r * h), time).minus(noise);
	}

	private Tensor noiseAt(final Tensor inner, final float time) {
		return Ode.slope(inner, sigma(time), denoiser.denoise(inner, sigma(time)));
	}

	private static float expm1(final float a) {
		return (float) Math.expm1(a);
	}
}
