
package org.latentj.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

import org.latentj.latent.LatentFormat;
import org.latentj.latent.NoiseMask;
import org.latentj.sampling.conditioning.Canvas;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.ConditioningSet;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.sampling.noise.NoiseFactory;
import org.latentj.tensor.Tensor;

/**
 * Runs a sampler with a network: noise levels, guidance, mask. ComfyUI's
 * KSampler, KSampler (Advanced) and RescaleCFG.
 *
 * <pre>
 * new KSampler(unet, schedule, format).withMask(mask).sample(positive,
 * 	negative, settings, latent, TorchNoise.latent(settings.seed(), latent
 * 		.shape()), listener);
 * </pre>
 *
 * Instances are immutable; {@code with...} returns changed copies.
 */
public final class KSampler {

	private final DiffusionModel model;

	private final ModelSampling schedule;

	private final LatentFormat format;

	private final Optional<Tensor> mask;

	private final StepRange range;

	private final DoubleFunction<Guidance> guidance;

	private final boolean addsNoise;

	/** Between positive and negative, if there is one. */
	private final Optional<ConditioningSet> middle;

	/**
	 * Samples with plain guidance, all steps and no mask.
	 *
	 * @param model the network
	 * @param schedule that it was trained on
	 * @param format of its latents
	 */
	public KSampler(final DiffusionModel model, final ModelSampling schedule,
		final LatentFormat format)
	{
		this(model, schedule, format, Optional.empty(), StepRange.ALL,
			Guidance::cfg, true, Optional.empty());
	}

	private KSampler(final DiffusionModel model, final ModelSampling schedule,
		final LatentFormat format, final Optional<Tensor> mask,
		final StepRange range, final DoubleFunction<Guidance> guidance,
		final boolean addsNoise, final Optional<ConditioningSet> middle)
	{
		this.middle = middle;
		this.format = format;
		this.addsNoise = addsNoise;
		this.model = model;
		this.schedule = schedule;
		this.mask = mask;
		this.range = range;
		this.guidance = guidance;
	}

	/**
	 * Changes the latent only where a mask says so.
	 *
	 * @param noiseMask 1 where it may change, 0 where not, [n, H, W] or [n, 1, H,
	 *          W] of any size
	 */
	public KSampler withMask(final Tensor noiseMask) {
		return new KSampler(model, schedule, format, Optional.of(noiseMask), range,
			guidance, addsNoise, middle);
	}

	/** Runs only some of the steps. */
	public KSampler withSteps(final StepRange steps) {
		return new KSampler(model, schedule, format, mask, steps, guidance,
			addsNoise, middle);
	}

	/** Guides by cfg in another way, as with {@link Guidance#rescaled}. */
	public KSampler withGuidance(final DoubleFunction<Guidance> byScale) {
		return new KSampler(model, schedule, format, mask, range, byScale,
			addsNoise, middle);
	}

	/**
	 * Guides to a further conditioning by a scale of its own, and from there to
	 * the positive one: ComfyUI's DualCFGGuider.
	 *
	 * @param toMiddle scale of the way from the negative one to that
	 */
	public KSampler withMiddle(final Conditioning other, final double toMiddle) {
		return new KSampler(model, schedule, format, mask, range, scale -> Guidance
			.dual(scale, toMiddle), addsNoise, Optional.of(ConditioningSet.of(
				other)));
	}

	/**
	 * Shows the network a large latent through overlapping windows, so that it
	 * takes the memory of one of them (Bar-Tal et al. 2023, "MultiDiffusion").
	 *
	 * @param cells side of a window, at least 8; what fits into one is seen whole
	 */
	public KSampler withWindows(final int cells) {
		return new KSampler(model.predicting(new TiledModel(model, cells)::predict),
			schedule, format, mask, range, guidance, addsNoise, middle);
	}

	/**
	 * How many windows {@link #withWindows} takes for a latent.
	 *
	 * @param height of the latent in cells
	 * @param width likewise
	 */
	public static int windows(final int height, final int width,
		final int cells)
	{
		return TiledModel.count(height, width, cells);
	}

	/**
	 * Samples on another schedule, or with another meaning of the network's
	 * output, than the family's; ComfyUI's ModelSamplingDiscrete.
	 */
	public KSampler withSchedule(final ModelSampling other) {
		return new KSampler(model, other, format, mask, range, guidance, addsNoise,
			middle);
	}

	/** Goes on with a latent that still holds its noise: none is added. */
	public KSampler withoutNoise() {
		return new KSampler(model, schedule, format, mask, range, guidance, false,
			middle);
	}

	/**
	 * The noise levels that these settings lead to.
	 *
	 * @return falling, one more than there are steps to run; at most one if there
	 *         is none
	 * @throws IllegalArgumentException if neighbouring ones are equal, as those
	 *           of more steps than the schedule has levels may be, or too near
	 *           each other, and the sampler does not take that; one that does
	 *           runs as in ComfyUI
	 */
	public float[] sigmas(final SamplingSettings settings) {
		final float[] sigmas = range.of(settings.sigmas(schedule));
		LevelsApart.require(sigmas, settings, schedule.steps());
		return sigmas;
	}

	/** The same with one conditioning each. */
	public Tensor sample(final Conditioning positive, final Conditioning negative,
		final SamplingSettings settings, final Tensor latent, final Tensor noise,
		final SamplingListener listener)
	{
		return sample(ConditioningSet.of(positive), ConditioningSet.of(negative),
			settings, latent, noise, listener);
	}

	/**
	 * Samples.
	 *
	 * @param positive what the picture shall show
	 * @param negative what it shall not show
	 * @param settings seed, steps and so on
	 * @param latent what to start from, in the network's scale, [N, C, H, W]
	 * @param unitNoise added to it, of its shape and unit variance
	 * @param listener told of each step
	 * @return the sampled latent, in the network's scale; {@code latent} itself
	 *         if there is no step to run
	 * @throws IllegalArgumentException if the shapes don't agree, or as
	 *           {@link #sigmas}
	 * @throws java.util.concurrent.CancellationException if the listener wants it
	 *           to stop
	 */
	public Tensor sample(final ConditioningSet positive,
		final ConditioningSet negative, final SamplingSettings settings,
		final Tensor latent, final Tensor unitNoise,
		final SamplingListener listener)
	{
		if (latent.rank() != 4 || !Arrays.equals(latent.shape(), unitNoise
			.shape()))
		{
			throw new IllegalArgumentException("latent and noise have the same " +
				"shape [N, C, H, W], these are " + latent + " and " + unitNoise);
		}
		final float[] sigmas = sigmas(settings);
		if (sigmas.length < 2) {
			return latent;
		}
		final Tensor noise = addsNoise ? unitNoise : Tensor.zeros(latent.shape());
		final Sampler sampler = settings.sampler();
		final Denoiser guided = guided(positive, negative, guidance.apply(settings
			.cfg()), new Canvas(latent, mask, format.spatialFactor(), settings
				.seed()));
		final Denoiser denoiser = mask.map(m -> Denoiser.masked(guided, NoiseMask
			.prepare(m, latent), latent, maskNoise(settings, noise))).orElse(guided);
		final Tensor x = schedule.noiseScaling(sigmas[0], noise, latent, schedule
			.isMaxDenoise(sigmas[0]));
		final Tensor out = sampler.sample(denoiser, x, sigmas, new SamplingRun(
			schedule, noises(settings), listener));
		return schedule.inverseNoiseScaling(sigmas[sigmas.length - 1], out);
	}

	private NoiseFactory noises(final SamplingSettings settings) {
		final NoiseFactory whole = NoiseFactory.seeded(settings.seed(), settings
			.samplerNoise());
		return settings.window().map(w -> whole.within(w, format.spatialFactor()))
			.orElse(whole);
	}

	/** NB: some samplers draw another one for it. */
	private Tensor maskNoise(final SamplingSettings settings,
		final Tensor noise)
	{
		final Tensor own = settings.sampler().maskNoise(noise, settings.seed());
		return own == noise || settings.window().isEmpty() ? own : settings.window()
			.get().of(noise.shape(), format.spatialFactor(), all -> settings.sampler()
				.maskNoise(Tensor.zeros(all), settings.seed()));
	}

	/**
	 * Shows the network a latent under the noise of each step, with one
	 * conditioning, and makes nothing of it: for those who look at the network.
	 *
	 * @param settings of which steps and scheduler count
	 * @param latent in the network's scale, [N, C, H, W]
	 * @param unitNoise of its shape and unit variance
	 * @param steps which are shown, from 1
	 * @param listener told of each step, shown or not
	 */
	public void look(final Conditioning positive, final SamplingSettings settings,
		final Tensor latent, final Tensor unitNoise, final IntPredicate steps,
		final SamplingListener listener)
	{
		final float[] sigmas = sigmas(settings);
		final ConditioningSet alone = ConditioningSet.of(positive);
		final Denoiser denoiser = guided(alone, alone, Guidance.cfg(1), new Canvas(
			latent, mask, format.spatialFactor(), settings.seed()));
		for (int i = 0; i + 1 < sigmas.length; i++) {
			final Tensor denoised = steps.test(i + 1) ? denoiser.denoise(schedule
				.noiseScaling(sigmas[i], unitNoise, latent, false), sigmas[i]) : latent;
			listener.onStep(i + 1, sigmas.length - 1, sigmas[i], denoised);
		}
	}

	/**
	 * With conditionings that have all that the network takes. NB: equal ones
	 * stay equal, so that they are evaluated once.
	 */
	private Denoiser guided(final ConditioningSet positive,
		final ConditioningSet negative, final Guidance by, final Canvas canvas)
	{
		final Map<Conditioning, Conditioning> known = new HashMap<>();
		final ConditioningSet shown = positive.each(c -> known.computeIfAbsent(c,
			k -> model.complete(k, PromptRole.POSITIVE, canvas)));
		if (model.tellsRolesApart()) {
			known.clear();
		}
		final UnaryOperator<ConditioningSet> others = set -> set.each(c -> known
			.computeIfAbsent(c, k -> model.complete(k, PromptRole.NEGATIVE, canvas)));
		final List<ConditioningSet> sets = new ArrayList<>(List.of(shown));
		middle.map(others).ifPresent(sets::add);
		sets.add(others.apply(negative));
		return Denoiser.guided(model, schedule, sets, by);
	}
}
