
package org.latentj.checkpoint;

/**
 * What one program calls tensors that another calls something else. Network
 * code knows one name for each, the canonical one: Latent Diffusion's (LDM) for
 * UNets and VAEs, transformers' for text encoders.
 */
public interface Naming {

	/** The canonical name of a tensor; the name itself if it has no other. */
	String canonical(String name);

	/**
	 * What is said of a tensor that is missing, after its canonical name: under
	 * which other name it was looked for.
	 */
	String description();
}
