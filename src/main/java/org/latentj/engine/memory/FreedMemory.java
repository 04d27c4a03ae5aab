
package org.latentj.engine.memory;

/**
 * Gives back what one network of a run has freed before the next one takes its
 * own. NB: the maps of what was encoded need not lie beside those of the
 * diffusion model, and these not beside those of what is decoded, which are the
 * largest of a run.
 */
public final class FreedMemory {

	private final Runnable resting;

	private boolean encoded;

	private boolean sampled;

	private boolean trimmed;

	/** @param resting has networks give back what they keep of their calls */
	public FreedMemory(final Runnable resting) {
		this.resting = resting;
	}

	/** Whether a diffusion model was asked for so far. */
	public boolean sampled() {
		return sampled;
	}

	/** A diffusion model is to be loaded. */
	public void beforeDiffusionModel() {
		if (encoded) {
			NativeHeap.trim();
			encoded = false;
		}
	}

	/** A large text encoder is to encode. */
	public void beforeText() {
		encoded = true;
	}

	/** A diffusion model is to sample. */
	public void beforeSampling() {
		resting.run();
		beforeDiffusionModel();
		sampled = true;
	}

	/** A VAE is to encode, or to decode what was sampled. */
	public void beforeVae() {
		resting.run();
		if (sampled && !trimmed) {
			trimmed = NativeHeap.trim();
		}
		encoded = !sampled;
	}
}
