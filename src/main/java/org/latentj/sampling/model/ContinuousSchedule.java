
package org.latentj.sampling.model;

import org.latentj.tensor.Tensor;

/**
 * The schedule of networks that were trained on all noise levels between two
 * (Karras et al. 2022, arXiv:2206.00364, table 1, column "Ours"): EDM.
 * <p>
 * A latent of noise level sigma is {@code x = latent + sigma * noise}; the
 * network sees {@code c_in * x} and the time {@code c_noise = log(sigma) / 4},
 * and its output F gives the denoised latent {@code c_skip * x + c_out * F}
 * (eq. 7), with the deviation d of the latents:
 * </p>
 *
 * <pre>
 * c_in   = 1 / sqrt(sigma^2 + d^2)
 * c_skip = d^2 / (sigma^2 + d^2)
 * c_out  = sigma * d / sqrt(sigma^2 + d^2)
 * </pre>
 * <p>
 * Velocity (Salimans and Ho 2022) is the same with the other sign of F. What
 * asks for single levels gets 1000, whose logarithms are at equal distances, as
 * in ComfyUI ({@code ModelSamplingContinuousEDM}). All levels are floats.
 * </p>
 */
public final class ContinuousSchedule implements ModelSampling {

	/** Of the levels where single ones are asked for. */
	private static final int LEVELS = 1000;

	/** Of the logarithm in the time. */
	private static final float QUARTER = 0.25f;

	private final PredictionType prediction;

	private final float deviation;

	private final float[] sigmas = new float[LEVELS];

	private ContinuousSchedule(final PredictionType prediction,
		final double sigmaMin, final double sigmaMax, final double deviation)
	{
		if (!(sigmaMin > 0 && sigmaMin < sigmaMax && sigmaMax < 1e9)) {
			throw new IllegalArgumentException("noise levels from " + sigmaMin +
				" to " + sigmaMax + "; the lowest must be above 0, and the highest " +
				"above it and below 1e9");
		}
		this.prediction = prediction;
		this.deviation = (float) deviation;
		// NB: as PyTorch counts in equal distances, from both ends.
		final float low = (float) Math.log(sigmaMin);
		final float high = (float) Math.log(sigmaMax);
		final float step = (high - low) / (LEVELS - 1);
		for (int i = 0; i < LEVELS; i++) {
			sigmas[i] = (float) Math.exp(i < LEVELS / 2 ? Math.fma(step, i, low)
				: Math.fma(-step, LEVELS - 1 - i, high));
		}
	}

	/**
	 * The schedule of networks that give F as it is.
	 *
	 * @param sigmaMin lowest noise level, above 0
	 * @param sigmaMax highest one, below 1e9
	 * @param deviation of the latents that it was trained on, above 0
	 * @throws IllegalArgumentException if the levels are none
	 */
	public static ContinuousSchedule edm(final double sigmaMin,
		final double sigmaMax, final double deviation)
	{
		return new ContinuousSchedule(PredictionType.EDM, sigmaMin, sigmaMax,
			deviation);
	}

	/** Likewise, of networks that give the velocity of latents of deviation 1. */
	public static ContinuousSchedule velocity(final double sigmaMin,
		final double sigmaMax)
	{
		return new ContinuousSchedule(PredictionType.VELOCITY, sigmaMin, sigmaMax,
			1);
	}

	@Override
	public PredictionType prediction() {
		return prediction;
	}

	@Override
	public int steps() {
		return LEVELS;
	}

	@Override
	public float sigmaAt(final int step) {
		return sigmas[step];
	}

	@Override
	public float sigma(final double timestep) {
		return (float) Math.exp((float) timestep / QUARTER);
	}

	@Override
	public double timestep(final double sigma) {
		return QUARTER * (float) Math.log((float) sigma);
	}

	/** Its logarithm is linear. */
	@Override
	public double percentToSigma(final double percent) {
		if (percent <= 0) {
			return ABOVE_ALL;
		}
		final double low = Math.log(sigmaMin());
		return percent >= 1 ? 0 : Math.exp((Math.log(sigmaMax()) - low) * (1 -
			percent) + low);
	}

	@Override
	public Tensor calculateInput(final double sigma, final Tensor x) {
		final float scale = root((float) sigma);
		return x.map(v -> v / scale);
	}

	@Override
	public Tensor calculateDenoised(final double sigma, final Tensor output,
		final Tensor x)
	{
		final float s = (float) sigma;
		final float variance = s * s + deviation * deviation;
		final float sign = prediction == PredictionType.EDM ? 1 : -1;
		final float out = sign * s * deviation / root(s);
		final float skip = deviation * deviation;
		return x.zip(output, (a, b) -> a * skip / variance + b * out);
	}

	private float root(final float sigma) {
		return (float) Math.sqrt(sigma * sigma + deviation * deviation);
	}
}
