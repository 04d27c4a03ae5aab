
package org.latentj.vae;

import org.latentj.checkpoint.Weights;

/**
 * The configuration of an autoencoder, as its weights tell it.
 *
 * @param channels latent channels
 * @param levels number of resolutions; each but one halves the size
 */
public record VaeConfig(int channels, int levels) {

	/**
	 * Reads the configuration from weights in LDM naming
	 * ({@code decoder.conv_in.weight}).
	 */
	public static VaeConfig of(final Weights vae) {
		int levels = 0;
		while (vae.hasAny("decoder.up." + levels)) {
			levels++;
		}
		return new VaeConfig(vae.get("decoder.conv_in.weight").size(1), levels);
	}

	/** Pixels along the edge of one latent cell. */
	public int factor() {
		return 1 << levels - 1;
	}
}
