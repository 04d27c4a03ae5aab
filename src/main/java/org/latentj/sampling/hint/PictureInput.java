
package org.latentj.sampling.hint;

import java.util.Locale;

/** Which picture a network is given beside the latent. */
public enum PictureInput {

		/** None: it makes pictures of text. */
		NONE("makes pictures of text"),

		/**
		 * A masked picture and its mask (Rombach et al. 2022, section 4.5). Without
		 * them it is told that all of the picture is made anew, as in a part of its
		 * training, and makes pictures as others do.
		 */
		INPAINTING("is an inpainting model"),

		/**
		 * A picture that it changes (Brooks et al. 2023, "InstructPix2Pix").
		 * Without one it gives nothing of use.
		 */
		EDITING("is an InstructPix2Pix model, which changes a picture"),

		/**
		 * A small picture that it enlarges. Without one it gives nothing of use.
		 */
		UPSCALING("is an x4 upscaler, which enlarges a picture");

	private final String description;

	PictureInput(final String description) {
		this.description = description;
	}

	/** The group of settings that such networks alone use. */
	public String settings() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** What is said of a checkpoint that has it; a verb first. */
	public String description() {
		return description;
	}
}
