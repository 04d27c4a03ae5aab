
package org.latentj.onnx.runtime;

import java.util.Locale;

import org.latentj.onnx.graph.ElementType;

/**
 * In which numbers a diffusion model computes. NB: text encoders and VAEs
 * compute in single precision, whose range VAEs need: a text is encoded once a
 * run, and maps of SDXL's VAE exceed 65504, the largest number of half
 * precision. With {@link #BF16}, of the same range, VAEs go, too.
 */
public enum Precision {

		/** Half precision where the provider is faster with it, else single. */
		AUTO,

		/** 32 bits, 24 of them for the digits: the same picture everywhere. */
		SINGLE,

		/**
		 * 16 bits, 11 of them for the digits, normalisations in 32: what graphics
		 * cards are made for; on a processor it saves nothing.
		 */
		HALF,

		/**
		 * Single precision, but for the products of activations and weights: of
		 * 8-bit integers, where the network bears it. For processors alone.
		 */
		INTEGER,

		/**
		 * Products of bfloat16 numbers, 8 bits of them for the digits, with sums,
		 * normalisations and residual paths in 32 bits, by an engine beside ONNX
		 * Runtime. For processors alone.
		 */
		BF16;

	/** What users call it: its name in lower case. */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** This one, or for {@link #AUTO} the one that a provider wants. */
	public Precision resolve(final ExecutionProvider provider) {
		return this != AUTO ? this : provider.wantsHalf() ? HALF : SINGLE;
	}

	/**
	 * The type in which graphs compute.
	 *
	 * @throws IllegalStateException of {@link #AUTO}
	 */
	public ElementType type() {
		return switch (this) {
			case SINGLE, INTEGER, BF16 -> ElementType.FLOAT;
			case HALF -> ElementType.FLOAT16;
			case AUTO -> throw new IllegalStateException(
				"the precision must be chosen before a graph is built");
		};
	}
}
