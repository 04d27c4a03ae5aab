
package org.latentj.workflow.node;

import org.latentj.latent.Latent;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.conditioning.ConditioningSet;
import org.latentj.tensor.Tensor;

/**
 * What goes along a link, by ComfyUI's names.
 *
 * @param name ComfyUI's
 * @param type what it is here
 */
public record Kind<T>(String name, Class<T> type) {

	/** A diffusion model, with what changes it. */
	public static final Kind<Model> MODEL = new Kind<>("MODEL", Model.class);

	/** A text encoder. */
	public static final Kind<Clip> CLIP = new Kind<>("CLIP", Clip.class);

	/** An autoencoder. */
	public static final Kind<Autoencoder> VAE = new Kind<>("VAE",
		Autoencoder.class);

	/** Encoded texts and what else the network is told. */
	public static final Kind<ConditioningSet> CONDITIONING = new Kind<>(
		"CONDITIONING", ConditioningSet.class);

	/** Latents, in the VAE's scale. */
	public static final Kind<Latent> LATENT = new Kind<>("LATENT", Latent.class);

	/** Pictures, [N, 3, H, W] in 0 to 1. */
	public static final Kind<Tensor> IMAGE = new Kind<>("IMAGE", Tensor.class);

	/** Masks, [N, H, W] in 0 to 1. */
	public static final Kind<Tensor> MASK = new Kind<>("MASK", Tensor.class);

	/** A network that steers by a picture. */
	public static final Kind<ControlFile> CONTROL_NET = new Kind<>("CONTROL_NET",
		ControlFile.class);

	/** An encoder of pictures. */
	public static final Kind<ImageEncoder> CLIP_VISION = new Kind<>("CLIP_VISION",
		ImageEncoder.class);

	/** What pictures show, [N, width]. */
	public static final Kind<Tensor> CLIP_VISION_OUTPUT = new Kind<>(
		"CLIP_VISION_OUTPUT", Tensor.class);

	/** A sampler. */
	public static final Kind<Sampler> SAMPLER = new Kind<>("SAMPLER",
		Sampler.class);

	/** Noise levels. */
	public static final Kind<GivenSigmas> SIGMAS = new Kind<>("SIGMAS",
		GivenSigmas.class);

	/** What a sampler starts from. */
	public static final Kind<UnitNoise> NOISE = new Kind<>("NOISE",
		UnitNoise.class);

	/** A model with what guides it. */
	public static final Kind<Guider> GUIDER = new Kind<>("GUIDER", Guider.class);

	/** A whole number. */
	public static final Kind<Long> INT = new Kind<>("INT", Long.class);

	/** A number. */
	public static final Kind<Double> FLOAT = new Kind<>("FLOAT", Double.class);

	/** A text. */
	public static final Kind<String> STRING = new Kind<>("STRING", String.class);

	/** Yes or no. */
	public static final Kind<Boolean> BOOLEAN = new Kind<>("BOOLEAN",
		Boolean.class);

	/** One of some choices. */
	public static final Kind<String> COMBO = new Kind<>("COMBO", String.class);

	@Override
	public String toString() {
		return name;
	}
}
