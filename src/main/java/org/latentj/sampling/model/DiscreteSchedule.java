
package org.latentj.sampling.model;

import java.util.Arrays;

import org.latentj.tensor.Tensor;

/**
 * The schedule of networks that were trained on discrete time steps, Stable
 * Diffusion's.
 * <p>
 * A latent of noise level sigma is {@code x = latent + sigma * noise}, the
 * "variance exploding" form of Karras et al. 2022 (table 1, column VP); the
 * network sees {@code x / sqrt(sigma^2 + 1)} and a time step, from 0 to the
 * number of training steps less 1. Levels are those of DDPM (Ho et al. 2020):
 * {@code sigma_t = sqrt((1 - a_t) / a_t)} with {@code a} the cumulative product
 * of {@code 1 - beta}. All levels are floats, as ComfyUI holds them.
 * </p>
 */
public final class DiscreteSchedule implements ModelSampling {

	/** The last value of a zero-SNR schedule, as ComfyUI sets it: not quite 0. */
	private static final double NEARLY_ZERO_SNR = 4.8973451890853435e-08;

	/** Standard deviation of the data in consistency models. */
	private static final double CONSISTENCY_DATA = 0.5;

	/** Factor of time in consistency models. */
	private static final double CONSISTENCY_TIME = 10;

	private final PredictionType prediction;

	/** The levels before they were rounded to floats. */
	private final double[] exact;

	private final float[] sigmas;

	private final float[] logSigmas;

	/** Training steps from one level to the next. */
	private final int stride;

	private DiscreteSchedule(final PredictionType prediction,
		final double[] sigmas, final int stride)
	{
		this.prediction = prediction;
		this.stride = stride;
		this.exact = sigmas;
		this.sigmas = new float[sigmas.length];
		this.logSigmas = new float[sigmas.length];
		for (int i = 0; i < sigmas.length; i++) {
			this.sigmas[i] = (float) sigmas[i];
			this.logSigmas[i] = (float) Math.log(sigmas[i]);
		}
	}

	/**
	 * The schedule of SD 1.x, 2.x and SDXL: 1000 steps, the square root of beta
	 * linear from that of 0.00085 to that of 0.012 (Rombach et al. 2022).
	 */
	public static DiscreteSchedule scaledLinear(final PredictionType prediction) {
		return scaledLinear(prediction, 0.00085, 0.012);
	}

	/**
	 * Likewise, between other betas.
	 *
	 * @param first beta of the first step, above 0
	 * @param last beta of the last one, below 1
	 */
	public static DiscreteSchedule scaledLinear(final PredictionType prediction,
		final double first, final double last)
	{
		final int n = 1000;
		final double start = Math.sqrt(first);
		final double end = Math.sqrt(last);
		final double step = (end - start) / (n - 1);
		final double[] alphasCumprod = new double[n];
		double product = 1;
		for (int i = 0; i < n; i++) {
			final double root = i < n / 2 ? start + i * step : end - (n - 1 - i) *
				step;
			product *= 1 - root * root;
			alphasCumprod[i] = product;
		}
		return fromAlphasCumprod(prediction, alphasCumprod);
	}

	/**
	 * A schedule from a checkpoint's {@code alphas_cumprod}.
	 *
	 * @param alphasCumprod falling numbers in (0, 1), one a training step, at
	 *          least 2
	 * @throws IllegalArgumentException if they are not
	 */
	public static DiscreteSchedule fromAlphasCumprod(
		final PredictionType prediction, final double... alphasCumprod)
	{
		if (alphasCumprod.length < 2) {
			throw new IllegalArgumentException("a schedule of " +
				alphasCumprod.length + " steps, at least 2 are needed");
		}
		double above = 1;
		for (int i = 0; i < alphasCumprod.length; i++) {
			final double a = alphasCumprod[i];
			if (!(a > 0 && a < above)) {
				throw new IllegalArgumentException("alphas_cumprod[" + i + "] is " + a +
					", it must be above 0 and below " + above);
			}
			above = a;
		}
		return new DiscreteSchedule(prediction, Arrays.stream(alphasCumprod).map(
			a -> Math.sqrt((1 - a) / a)).toArray(), 1);
	}

	/**
	 * This schedule stretched so that its last step is (almost) pure noise (Lin
	 * et al. 2024, "Common diffusion noise schedules and sample steps are
	 * flawed", algorithm 1). Goes with {@link PredictionType#VELOCITY}.
	 */
	public DiscreteSchedule withZeroTerminalSnr() {
		final int n = exact.length;
		final double[] root = Arrays.stream(exact).map(s -> Math.sqrt(1 / (s * s +
			1))).toArray();
		final double scale = root[0] / (root[0] - root[n - 1]);
		final double[] stretched = new double[n];
		for (int i = 0; i < n; i++) {
			final double r = (root[i] - root[n - 1]) * scale;
			final double a = i == n - 1 ? NEARLY_ZERO_SNR : r * r;
			stretched[i] = Math.sqrt((1 - a) / a);
		}
		return new DiscreteSchedule(prediction, stretched, stride);
	}

	/**
	 * Only some levels of this schedule, the last one among them: those that a
	 * network was distilled for. Latent consistency models (Luo et al. 2023,
	 * arXiv:2310.04378) have 50 of 1000; goes with
	 * {@link PredictionType#CONSISTENCY}.
	 *
	 * @param levels a divisor of {@link #steps()}
	 * @throws IllegalArgumentException if it is none
	 */
	public DiscreteSchedule distilled(final int levels) {
		if (levels < 1 || exact.length % levels != 0) {
			throw new IllegalArgumentException(levels + " levels of a schedule of " +
				exact.length + "; it must be one of its divisors");
		}
		final int every = exact.length / levels;
		final double[] kept = new double[levels];
		Arrays.setAll(kept, i -> exact[(i + 1) * every - 1]);
		return new DiscreteSchedule(prediction, kept, stride * every);
	}

	@Override
	public PredictionType prediction() {
		return prediction;
	}

	/** Training steps, unless distilled. */
	@Override
	public int steps() {
		return sigmas.length;
	}

	@Override
	public float sigmaAt(final int step) {
		return sigmas[step];
	}

	/** Its logarithm is linear between training steps. */
	@Override
	public float sigma(final double timestep) {
		final float t = (float) Math.max(0, Math.min(sigmas.length - 1, (timestep -
			(stride - 1)) / stride));
		final int low = (int) Math.floor(t);
		final int high = (int) Math.ceil(t);
		final float w = t - low;
		return (float) Math.exp((1 - w) * logSigmas[low] + w * logSigmas[high]);
	}

	/** The training step whose noise level is nearest on a logarithmic scale. */
	@Override
	public double timestep(final double sigma) {
		final float log = (float) Math.log((float) sigma);
		int best = 0;
		for (int i = 1; i < logSigmas.length; i++) {
			if (Math.abs(log - logSigmas[i]) < Math.abs(log - logSigmas[best])) {
				best = i;
			}
		}
		return best * stride + stride - 1;
	}

	@Override
	public double percentToSigma(final double percent) {
		if (percent <= 0) {
			return ABOVE_ALL;
		}
		return percent >= 1 ? 0 : sigma((float) ((1 - percent) * lastStep()));
	}

	/** The last training step. */
	private int lastStep() {
		return sigmas.length * stride - 1;
	}

	/** To unit variance. */
	@Override
	public Tensor calculateInput(final double sigma, final Tensor x) {
		final float scale = root(sigma);
		return x.map(v -> v / scale);
	}

	@Override
	public Tensor calculateDenoised(final double sigma, final Tensor output,
		final Tensor x)
	{
		final float s = (float) sigma;
		if (prediction == PredictionType.EPSILON) {
			return x.zip(output, (a, b) -> a - b * s);
		}
		if (prediction == PredictionType.CONSISTENCY) {
			return consistent(timestep(sigma), x.zip(output, (a, b) -> a - b * s), x);
		}
		final float variance = s * s + 1;
		final float scale = root(sigma);
		return x.zip(output, (a, b) -> a / variance - b * s / scale);
	}

	/**
	 * The boundary condition of consistency models (Luo et al. 2023, section
	 * 4.1): at time 0 they change nothing.
	 */
	private static Tensor consistent(final double timestep, final Tensor denoised,
		final Tensor x)
	{
		final double t = timestep * CONSISTENCY_TIME;
		final double variance = t * t + CONSISTENCY_DATA * CONSISTENCY_DATA;
		final float out = (float) (t / Math.sqrt(variance));
		final float skip = (float) (CONSISTENCY_DATA * CONSISTENCY_DATA / variance);
		return denoised.zip(x, (d, n) -> out * d + skip * n);
	}

	private static float root(final double sigma) {
		final float s = (float) sigma;
		return (float) Math.sqrt(s * s + 1);
	}
}
