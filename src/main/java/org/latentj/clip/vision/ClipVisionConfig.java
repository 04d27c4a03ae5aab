
package org.latentj.clip.vision;

import org.latentj.checkpoint.Weights;
import org.latentj.clip.ClipTextConfig;

/**
 * The configuration of a CLIP picture encoder, a vision transformer
 * (Dosovitskiy et al. 2021; Radford et al. 2021), as its weights tell it.
 *
 * @param width length of a patch's embedding
 * @param layers number of transformer layers
 * @param heads heads of attention: {@code width / 64} up to a width of 1024
 *          (ViT-B, ViT-L) and 16 above (ViT-H, ViT-g), unless the file's
 *          metadata has {@value #HEADS}, or {@code latentj.clip_heads} for both
 *          encoders
 * @param patch width and height of a patch in pixels
 * @param size width and height in pixels of the pictures that it takes
 * @param projection length of the picture's vector
 * @param quickGelu whether the activation is CLIP's approximation (OpenAI's
 *          models, up to a width of 1024) or the exact one (OpenCLIP's ViT-H
 *          and ViT-g), as ComfyUI takes it; OpenCLIP's smaller models have the
 *          exact one, too, which the file's metadata must tell
 *          ({@value #ACTIVATION})
 */
public record ClipVisionConfig(int width, int layers, int heads, int patch,
		int size, int projection, boolean quickGelu) {

	/** Metadata entry: {@code gelu} or {@code quick_gelu}. */
	public static final String ACTIVATION = "latentj.clip_activation";

	/** Metadata entry with the number of heads, where texts have others. */
	public static final String HEADS = "latentj.clip_vision_heads";

	static final String PATCHES = "embeddings.patch_embedding.weight";

	static final String POSITIONS = "embeddings.position_embedding.weight";

	/** The widest of OpenAI's models, ViT-L/14. */
	private static final int WIDEST_OF_OPENAI = 1024;

	private static final int HEAD_WIDTH = 64;

	private static final int HEADS_OF_WIDE = 16;

	/**
	 * Reads the configuration from weights in transformers' naming.
	 *
	 * @param file the encoder's weights and its projection
	 * @throws IllegalArgumentException if a tensor is missing or does not fit; it
	 *           names file, tensor and what is valid
	 */
	public static ClipVisionConfig of(final Weights file) {
		final Weights vision = file.at(ClipVision.PREFIX);
		final int width = vision.size(PATCHES, 0);
		final int patch = vision.size(PATCHES, 2);
		final int places = vision.size(POSITIONS, 0) - 1;
		final int side = (int) Math.round(Math.sqrt(places));
		if (side < 1 || side * side != places) {
			throw vision.problem(POSITIONS, "has " + (places + 1) +
				" rows; one more than a square number is valid: a row for each patch and one for the picture");
		}
		int layers = 0;
		while (vision.has("encoder.layers." + layers + ".layer_norm1.weight")) {
			layers++;
		}
		if (layers < 2) {
			vision.get("encoder.layers." + layers + ".layer_norm1.weight");
		}
		return new ClipVisionConfig(width, layers, heads(vision, width), patch,
			side * patch, projected(file), quickGelu(vision,
				width <= WIDEST_OF_OPENAI));
	}

	/**
	 * Whether an encoder's activation is CLIP's approximation.
	 *
	 * @param usual what holds if the file doesn't tell
	 * @throws IllegalArgumentException if it tells something else
	 */
	public static boolean quickGelu(final Weights vision, final boolean usual) {
		final String said = vision.metadata(ACTIVATION).orElse(usual ? "quick_gelu"
			: "gelu");
		if (!said.equals("gelu") && !said.equals("quick_gelu")) {
			throw vision.problem("metadata entry '" + ACTIVATION + "' is '" + said +
				"', 'gelu' and 'quick_gelu' are valid");
		}
		return said.equals("quick_gelu");
	}

	/** The projection's outputs, whichever way it lies in the file. */
	private static int projected(final Weights file) {
		return file.has(ClipVision.PROJECTION) ? file.size(ClipVision.PROJECTION, 1)
			: file.size(ClipVision.PROJECTION + ".weight", 0);
	}

	private static int heads(final Weights vision, final int width) {
		final int usual = width <= WIDEST_OF_OPENAI ? Math.max(1, width /
			HEAD_WIDTH) : HEADS_OF_WIDE;
		final int heads = ClipTextConfig.heads(vision, vision.metadata(HEADS)
			.isPresent() ? HEADS : ClipTextConfig.HEADS, usual);
		if (heads < 1 || width % heads != 0) {
			throw vision.problem(PATCHES, "has a width of " + width +
				", which cannot be shared out to " + heads +
				" heads; a divisor of the width is valid (metadata entry '" +
				ClipTextConfig.HEADS + "')");
		}
		return heads;
	}
}
