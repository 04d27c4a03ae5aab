
package org.latentj.sampling;

import java.util.List;

import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.ConditioningSet;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.tensor.Tensor;

/**
 * Estimates the clean latent in a noisy one. Guidance and noise masks are
 * decorators of a denoiser, so that samplers need not know of them.
 */
@FunctionalInterface
public interface Denoiser {

	/**
	 * The expected clean latent.
	 *
	 * @param x noisy latents {@code latent + sigma * noise}, [N, C, H, W]; not
	 *          changed
	 * @param sigma noise level, above 0
	 * @return denoised latents, of the shape of {@code x}
	 */
	Tensor denoise(Tensor x, double sigma);

	/**
	 * The guided estimate together with the unguided one, for the samplers of
	 * CFG++ (Chung et al. 2024). A denoiser without guidance gives its only one
	 * twice.
	 *
	 * @param x as {@link #denoise} takes it, [N, C, H, W]
	 * @param sigma likewise
	 */
	default Estimates estimate(final Tensor x, final double sigma) {
		final Tensor denoised = denoise(x, sigma);
		return new Estimates(denoised, denoised);
	}

	/**
	 * Two estimates of one clean latent.
	 *
	 * @param guided with all conditionings
	 * @param unguided with the negative conditioning alone
	 */
	record Estimates(Tensor guided, Tensor unguided) {
	}

	/** A denoiser with one conditioning and no guidance. */
	static Denoiser of(final DiffusionModel model, final ModelSampling schedule,
		final Conditioning conditioning)
	{
		return (x, sigma) -> schedule.calculateDenoised(sigma, model.predict(
			schedule.calculateInput(sigma, x), schedule.timestep(sigma), conditioning
				.repeated(x.size(0))), x);
	}

	/**
	 * A denoiser guided by a positive and a negative prompt, evaluated together
	 * in as few calls of the network as their shapes allow. Where the guidance
	 * does not need the negative one it is not evaluated.
	 */
	static Denoiser guided(final DiffusionModel model,
		final ModelSampling schedule, final ConditioningSet positive,
		final ConditioningSet negative, final Guidance guidance)
	{
		return guided(model, schedule, List.of(positive, negative), guidance);
	}

	/**
	 * The same with a conditioning between these two.
	 *
	 * @param sets the positive one, perhaps a middle one, the negative one
	 */
	static Denoiser guided(final DiffusionModel model,
		final ModelSampling schedule, final List<ConditioningSet> sets,
		final Guidance guidance)
	{
		return new GuidedDenoiser(model, schedule, sets, guidance);
	}

	/**
	 * A denoiser that changes a latent only where a mask says so: elsewhere it
	 * sees the given latent under noise of the right level, and finds the latent
	 * itself.
	 *
	 * @param denoiser the one to be restricted
	 * @param mask 1 where the latent may change, 0 where it must not, [N, C, H,
	 *          W]
	 * @param latent what to keep, [N, C, H, W]
	 * @param noise what to hide it under, [N, C, H, W]
	 */
	static Denoiser masked(final Denoiser denoiser, final Tensor mask,
		final Tensor latent, final Tensor noise)
	{
		return new MaskedDenoiser(denoiser, mask, latent, noise);
	}
}
