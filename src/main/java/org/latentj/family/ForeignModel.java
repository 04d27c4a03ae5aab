
package org.latentj.family;

import java.util.Optional;
import java.util.function.Predicate;

import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.naming.AdapterNaming;
import org.latentj.family.model.Component;

/**
 * Files that are recognised by their keys and shapes, in the order of asking,
 * but cannot be run as a checkpoint (yet).
 */
public enum ForeignModel {

		SD3("a Stable Diffusion 3 checkpoint", w -> w.hasAny(
			"model.diffusion_model.joint_blocks") || w.hasAny("joint_blocks"),
			Advice.OTHER), FLUX("a Flux model", w -> w.hasAny(
				"model.diffusion_model.double_blocks") || w.hasAny("double_blocks"),
				Advice.OTHER), DEPTH(
					"a depth-to-image checkpoint (its UNet has 5 input channels)", inputs(
						5), Advice.OTHER), LORA("a LoRA, a small change of a checkpoint",
							w -> w.names().stream().anyMatch(n -> n.contains(".lora_") || n
								.contains(".hada_w") || n.contains(".lokr_w") || n.endsWith(
									".oft_blocks") || n.endsWith(".a1.weight")), Advice.PART),
		CONTROL_NET("a ControlNet or T2I-Adapter", w -> AdapterNaming.fits(w) || w
			.hasAny("control_model") || w.hasAny("input_hint_block") || w.hasAny(
				"controlnet_cond_embedding"),
			"choose it as control beside the checkpoint that it steers"), DIFFUSERS(
				"a UNet alone, of a diffusers folder", w -> w.hasAny("down_blocks"),
				Advice.UNET), INCOMPLETE(
					"a checkpoint whose UNet is of no family that can be run, or has gaps",
					w -> w.hasAny("model.diffusion_model") && (w.hasAny(
						"cond_stage_model") || w.hasAny("conditioner")), Advice.OTHER),
		BARE_UNET("a UNet alone, without text encoder", w -> w.hasAny(
			"model.diffusion_model") || w.hasAny("input_blocks"), Advice.UNET), VAE(
				"a VAE alone", w -> w.has("decoder.conv_in.weight") || w.has(
					"first_stage_model.decoder.conv_in.weight"),
				"choose it as the VAE beside a checkpoint"), CLIP_VISION(
					"a CLIP vision model", w -> w.hasAny("vision_model") || w.hasAny(
						"visual"), Advice.PART), TEXT_ENCODER("a text encoder alone", w -> w
							.hasAny("text_model") || w.hasAny("cond_stage_model") || w.hasAny(
								"transformer.resblocks") || w.hasAny("encoder.block"),
							Advice.PART), EMBEDDING("a textual inversion embedding", w -> w
								.has("emb_params") || w.has("clip_l"), Advice.PART);

	private final String description;

	private final Predicate<Weights> matches;

	private final String advice;

	ForeignModel(final String description, final Predicate<Weights> matches,
		final String advice)
	{
		this.description = description;
		this.matches = matches;
		this.advice = advice;
	}

	/** What it is, with its article. */
	public String description() {
		return description;
	}

	/**
	 * What to do instead.
	 *
	 * @param families names of those that can be run
	 */
	public String advice(final String families) {
		return advice.replace("%s", families);
	}

	/** Whether a file with these tensors is one. */
	public boolean matches(final Weights weights) {
		return matches.test(weights);
	}

	private static Predicate<Weights> inputs(final int channels) {
		return w -> {
			final String first = "model.diffusion_model.input_blocks.0.0.weight";
			return w.has(first) && w.get(first).rank() > 1 && w.get(first)
				.shape()[1] == channels;
		};
	}

	/** What is said of several. */
	private static final class Advice {

		static final String OTHER =
			"LatentJ runs checkpoints of %s so far; choose one of these";

		static final String UNET =
			"choose its text encoders (clip) and a VAE beside it";

		static final String PART =
			"choose the checkpoint (UNet, text encoder and VAE in one file) that it belongs to";

		private Advice() {}
	}
}
