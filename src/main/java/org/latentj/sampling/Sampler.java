
package org.latentj.sampling;

/** Integrates from noise to a latent. */
public interface Sampler {

	/** ComfyUI's id. */
	String id();
}
