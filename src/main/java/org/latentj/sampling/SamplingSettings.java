
package org.latentj.sampling;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

import org.latentj.control.Bounds;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.sampling.model.Speed;
import org.latentj.sampling.noise.NoiseWindow;
import org.latentj.sampling.noise.SamplerNoise;

/**
 * The settings of ComfyUI's KSampler.
 *
 * @param seed all 64 bits, unsigned
 * @param steps number of steps, 1 to 10000
 * @param cfg guidance scale, finite; 1 means the positive prompt alone
 * @param sampler the integrator
 * @param scheduler chooses the noise levels
 * @param denoise 0 to 1: the last {@code steps} of {@code int(steps / denoise)}
 *          steps are run; 0 leaves the latent as it is
 * @param samplerNoise which ComfyUI's noise the sampler adds
 * @param speed what is given up of the network's exactness for speed
 * @param window of which tile the noise is, if the picture is one
 */
public record SamplingSettings(long seed, int steps, double cfg,
		Sampler sampler, Scheduler scheduler, double denoise,
		SamplerNoise samplerNoise, Speed speed, Optional<NoiseWindow> window) {

	/** More steps than this make no sense. */
	public static final int MOST_STEPS = 10_000;

	/** More steps than this of a whole schedule make no sense. */
	private static final int MOST_LEVELS = 1_000_000;

	/** Above this, ComfyUI takes {@code denoise} for 1. */
	private static final double WHOLE = 0.9999;

	/**
	 * @throws IllegalArgumentException if a value is out of its range
	 * @throws NullPointerException if sampler or scheduler is missing
	 */
	public SamplingSettings {
		Bounds.check("steps", steps, 1, MOST_STEPS);
		if (!Double.isFinite(cfg)) {
			throw new IllegalArgumentException("cfg is " + cfg +
				", it must be a finite number");
		}
		Bounds.check("denoise", denoise, 0, 1);
		if (denoise > 0 && steps / denoise > MOST_LEVELS) {
			throw new IllegalArgumentException("denoise is " + denoise + " with " +
				steps + " steps, it must be 0 or at least " + (double) steps /
					MOST_LEVELS);
		}
		Objects.requireNonNull(sampler, "sampler");
		Objects.requireNonNull(scheduler, "scheduler");
		Objects.requireNonNull(samplerNoise, "samplerNoise");
		Objects.requireNonNull(speed, "speed");
		Objects.requireNonNull(window, "window");
	}

	/** Settings of a whole picture. */
	public SamplingSettings(final long seed, final int steps, final double cfg,
		final Sampler sampler, final Scheduler scheduler, final double denoise,
		final SamplerNoise samplerNoise, final Speed speed)
	{
		this(seed, steps, cfg, sampler, scheduler, denoise, samplerNoise, speed,
			Optional.empty());
	}

	/** Settings with the noise of today's ComfyUI. */
	public SamplingSettings(final long seed, final int steps, final double cfg,
		final Sampler sampler, final Scheduler scheduler, final double denoise)
	{
		this(seed, steps, cfg, sampler, scheduler, denoise, SamplerNoise.SINCE_0_7);
	}

	/** Settings of an exact network. */
	public SamplingSettings(final long seed, final int steps, final double cfg,
		final Sampler sampler, final Scheduler scheduler, final double denoise,
		final SamplerNoise samplerNoise)
	{
		this(seed, steps, cfg, sampler, scheduler, denoise, samplerNoise,
			Speed.EXACT);
	}

	/** The same with another seed. */
	public SamplingSettings withSeed(final long other) {
		return new SamplingSettings(other, steps, cfg, sampler, scheduler, denoise,
			samplerNoise, speed, window);
	}

	/** The same with another number of steps. */
	public SamplingSettings withSteps(final int other) {
		return new SamplingSettings(seed, other, cfg, sampler, scheduler, denoise,
			samplerNoise, speed, window);
	}

	/** The same with another denoise. */
	public SamplingSettings withDenoise(final double other) {
		return new SamplingSettings(seed, steps, cfg, sampler, scheduler, other,
			samplerNoise, speed, window);
	}

	/** The same with the noise of another ComfyUI. */
	public SamplingSettings withNoise(final SamplerNoise other) {
		return new SamplingSettings(seed, steps, cfg, sampler, scheduler, denoise,
			other, speed, window);
	}

	/** The same with a network of another speed. */
	public SamplingSettings withSpeed(final Speed other) {
		return new SamplingSettings(seed, steps, cfg, sampler, scheduler, denoise,
			samplerNoise, other, window);
	}

	/** The same with the noise of a tile. */
	public SamplingSettings within(final NoiseWindow tile) {
		return new SamplingSettings(seed, steps, cfg, sampler, scheduler, denoise,
			samplerNoise, speed, Optional.of(tile));
	}

	/**
	 * The noise levels that these settings ask for.
	 *
	 * @return falling levels, the last one 0; none if {@code denoise} is 0
	 */
	public float[] sigmas(final ModelSampling model) {
		if (denoise == 0) {
			return new float[0];
		}
		if (denoise > WHOLE) {
			return whole(model, steps);
		}
		final float[] all = whole(model, (int) (steps / denoise));
		final int from = Math.max(0, all.length - steps - 1);
		return Arrays.copyOfRange(all, from, all.length);
	}

	private float[] whole(final ModelSampling model, final int count) {
		if (!sampler.dropsPenultimateSigma()) {
			return scheduler.sigmas(model, count);
		}
		final float[] more = scheduler.sigmas(model, count + 1);
		final float[] out = Arrays.copyOf(more, more.length - 1);
		out[out.length - 1] = more[more.length - 1];
		return out;
	}
}
