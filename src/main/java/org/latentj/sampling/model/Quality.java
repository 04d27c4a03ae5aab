
package org.latentj.sampling.model;

import java.util.Locale;

import org.latentj.control.Ids;

/** How exactly a diffusion model computes, and with it the autoencoder. */
public enum Quality {

		/** In the numbers that the engine has for it: the same as ComfyUI. */
		EXACT,

		/**
		 * Products of activations and weights in 8-bit integers, on processors: two
		 * to three times as fast, and nearly the same picture.
		 */
		FAST,

		/**
		 * Products in bfloat16 with sums, normalisations and residual paths in
		 * single precision, on processors that multiply such numbers, by an engine
		 * beside ONNX Runtime: as far from the exact picture as PyTorch is in
		 * bfloat16.
		 */
		BF16;

	/** What macros and records call it: its name in lower case. */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** The one with this id; an error lists the known ones. */
	public static Quality of(final String id) {
		return Ids.of("quality", id, values(), Quality::id);
	}

	/**
	 * What a methods section says of the one with this id. NB: pictures that go
	 * through the autoencoder in tiles are computed exactly.
	 */
	public static String told(final String id) {
		return id + (id.equals(BF16.id())
			? " quality (products in bfloat16 by oneDNN: of the diffusion model, and of the autoencoder where pictures went through it as a whole)"
			: " quality (products of the diffusion model in 8-bit integers)");
	}

	@Override
	public String toString() {
		return id();
	}
}
