
package org.latentj.unet;

import org.latentj.checkpoint.Weights;

/**
 * What is asked of a UNet's weights before its graph is built; everything else
 * (depth, widths, where attention stands) is read from the keys while building.
 *
 * @param inChannels channels of its input: 4, or 9 with mask and masked picture
 *          for inpainting models, 7 for x4 upscalers
 * @param outChannels channels of its output
 * @param modelChannels width of the first level
 * @param contextWidth width of the text embedding that it attends to
 * @param linearProjection whether the transformers' projections are linear
 *          layers (SD 2.x) or 1x1 convolutions (SD 1.x)
 * @param labelled whether it takes a vector beside the time (SDXL, unCLIP)
 */
public record UNetConfig(int inChannels, int outChannels, int modelChannels,
		int contextWidth, boolean linearProjection, boolean labelled) {

	/** Channels of the latents, whose noise is predicted, of all families. */
	static final int LATENT_CHANNELS = 4;

	/**
	 * Heads of attention at every level where the projections are convolutions.
	 */
	private static final int HEADS = 8;

	/** Width of a head where the projections are linear. */
	private static final int HEAD_WIDTH = 64;

	/**
	 * Reads the configuration from weights in LDM naming
	 * ({@code input_blocks.0.0.weight}).
	 */
	public static UNetConfig of(final Weights unet) {
		final String transformer = unet.names().stream().filter(n -> n.endsWith(
			".transformer_blocks.0.attn2.to_k.weight")).findFirst().orElseThrow(
				() -> unet.problem(
					"the UNet has no transformer block, so no text could steer it"));
		final String block = transformer.substring(0, transformer.indexOf(
			".transformer_blocks"));
		return new UNetConfig(unet.size("input_blocks.0.0.weight", 1), unet.size(
			"out.2.weight", 0), unet.size("input_blocks.0.0.weight", 0), unet.size(
				transformer, 1), unet.get(block + ".proj_in.weight").rank() == 2, unet
					.hasAny("label_emb"));
	}

	/** Number of attention heads for a width. */
	int heads(final int channels) {
		return linearProjection ? channels / HEAD_WIDTH : HEADS;
	}

	/** Widths that are multiples of it can be shared out to the heads. */
	int headUnit() {
		return linearProjection ? HEAD_WIDTH : HEADS;
	}
}
