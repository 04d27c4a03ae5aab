
package org.latentj.family.model;

/** What a model consists of, as far as each is loaded by itself. */
public enum Component {

		/** What the head of a checkpoint tells: names and shapes of its weights. */
		HEADER("header"),
		/** Likewise of a VAE in a file of its own. */
		VAE_HEADER("header of the VAE"),
		/** Likewise of a file that tells changes of weights. */
		PATCH_HEADER("header of a patch"),
		/** Turns pictures into vectors in CLIP's space of pictures and texts. */
		CLIP_VISION("image encoder"),
		/** Likewise phrases. */
		CLIP_TEXT("text encoder of phrases"),
		/** Likewise of a ControlNet. */
		CONTROL_HEADER("header of a ControlNet"),
		/** Turns prompts into conditionings. */
		TEXT_ENCODER("text encoder"),
		/** Predicts the noise in a latent. */
		DIFFUSION_MODEL("UNet"),
		/** The same, whose deep layers may rest in some calls. */
		REUSING_MODEL("reusing UNet"),
		/** The same, to which ControlNets add something in each call. */
		CONTROLLED_MODEL("controlled UNet"),
		/** Makes of a picture what is added to the diffusion model. */
		CONTROL_NET("ControlNet"),
		/** Turns pictures into latents and back. */
		VAE("VAE");

	private final String label;

	Component(final String label) {
		this.label = label;
	}

	/** Whether it computes, and is not only read. */
	public boolean isNetwork() {
		return this != HEADER && this != VAE_HEADER && this != PATCH_HEADER &&
			this != CONTROL_HEADER;
	}

	/** Whether it computes in the precision that is chosen. */
	public boolean isInPrecision() {
		return this == DIFFUSION_MODEL || this == CONTROLLED_MODEL ||
			this == REUSING_MODEL || this == CONTROL_NET;
	}

	/** What people and records call it. */
	public String label() {
		return label;
	}

	@Override
	public String toString() {
		return label;
	}
}
