
package org.latentj.pipeline;

import java.util.Objects;

/**
 * What a run is doing.
 *
 * @param kind what programs tell apart
 * @param text what a user reads of it in a status bar, as in "Decoding 2/4"
 */
public record Stage(Kind kind, String text) {

	/** The kinds of things that a run does. */
	public enum Kind {
			/** The text encoder is loaded and reads a prompt. */
			ENCODING_PROMPT,
			/** The VAE is loaded and makes a latent of an image. */
			ENCODING_IMAGE,
			/** The network is loaded. Takes no time the second time. */
			LOADING,
			/** The sampler's steps. */
			SAMPLING,
			/** The VAE is loaded and makes an image of a latent. */
			DECODING,
			/** A file is read or looked for. */
			READING,
			/** An item of a batch begins. */
			ITEM
	}

	/** A prompt is encoded. */
	public static final Stage ENCODING_PROMPT = new Stage(Kind.ENCODING_PROMPT,
		"Encoding prompt");

	/** An image is encoded. */
	public static final Stage ENCODING_IMAGE = new Stage(Kind.ENCODING_IMAGE,
		"Encoding image");

	/** The network is loaded. */
	public static final Stage LOADING = new Stage(Kind.LOADING, "Loading UNet");

	/** The sampler makes its steps. */
	public static final Stage SAMPLING = new Stage(Kind.SAMPLING, "Sampling");

	/** @throws NullPointerException if the kind or the text is missing */
	public Stage {
		Objects.requireNonNull(kind, "kind");
		Objects.requireNonNull(text, "text");
	}

	/** A picture is decoded, {@code number} from 1 of {@code of}. */
	public static Stage decoding(final int number, final int of) {
		return new Stage(Kind.DECODING, of == 1 ? "Decoding" : "Decoding " +
			number + "/" + of);
	}

	/** A file is read, or looked for. */
	public static Stage reading(final String text) {
		return new Stage(Kind.READING, text);
	}

	/** An item of a batch begins. */
	public static Stage item(final String text) {
		return new Stage(Kind.ITEM, text);
	}

	/** What a user reads. */
	@Override
	public String toString() {
		return text;
	}
}
