
package org.latentj.sampling.conditioning;

/**
 * What networks may be given beside the latent and the time. A network declares
 * which of them it takes.
 */
public enum NetworkInput {

		/** The text embedding, [1, tokens, width]. */
		CONTEXT("context", CrossAttention.class),

		/**
		 * One vector an item, [n, width]: SDXL's pooled text and sizes (Podell et
		 * al. 2023, section 2.2).
		 */
		VECTOR("vector", PerItem.class),

		/**
		 * The number of a class, [n, 1]: the noise in the small picture of
		 * upscalers.
		 */
		LABEL("label", PerItem.class),

		/**
		 * Further channels of the latent, [n, channels, H, W]: mask and masked
		 * latent of inpainting models, the small picture of upscalers.
		 */
		CONCAT("concat", PerCell.class),

		/**
		 * Pictures that steer it through networks of their own, which give it
		 * {@link Residuals}.
		 */
		CONTROL("control", ControlPictures.class);

	private final String id;

	private final Class<? extends Cond> type;

	NetworkInput(final String id, final Class<? extends Cond> type) {
		this.id = id;
		this.type = type;
	}

	/** What it is called in messages and graphs. */
	public String id() {
		return id;
	}

	void check(final Cond cond) {
		if (!type.isInstance(cond)) {
			throw new IllegalArgumentException("the network's input '" + id +
				"' is a " + type.getSimpleName() + ", not " + cond);
		}
	}
}
