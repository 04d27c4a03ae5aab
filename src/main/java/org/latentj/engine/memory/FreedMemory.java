
package org.latentj.engine.memory;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Gives back what one network of a run has freed before the next one takes its
 * own, and in the end, where it may be much. NB: the maps of what was encoded
 * need not lie beside those of the diffusion model, and these not beside those
 * of what is decoded, which are the largest of a run.
 */
public final class FreedMemory {

	/** Asking the C library costs more than less than that is worth. */
	private static final long MUCH = 32L << 20;

	/**
	 * To take it anew costs a second for each GB: nothing beside a picture whose
	 * networks took so much.
	 */
	private static final long WORTH_TAKING_ANEW = 512L << 20;

	private final Resting resting;

	private final LongSupplier taken;

	private final BooleanSupplier trim;

	/** The least that the process had since the run began, in bytes. */
	private long least;

	private boolean encoded;

	private boolean sampled;

	private boolean trimmed;

	/** Has networks give back what they keep of their calls. */
	@FunctionalInterface
	public interface Resting {

		/** @param much whether it may be much */
		void rest(boolean much);
	}

	/** A run begins. */
	public FreedMemory(final Resting resting) {
		this(resting, () -> SystemMemory.anonymous().orElse(Long.MAX_VALUE),
			NativeHeap::trim);
	}

	/**
	 * A run begins.
	 *
	 * @param taken bytes that the process has; the largest number where nobody
	 *          knows
	 * @param trim gives back what the C library holds
	 */
	FreedMemory(final Resting resting, final LongSupplier taken,
		final BooleanSupplier trim)
	{
		this.resting = resting;
		this.taken = taken;
		this.trim = trim;
		least = taken.getAsLong();
	}

	/**
	 * Gives back what networks have freed since the run began, if the process has
	 * more than {@value #MUCH} bytes more than then, or nobody knows.
	 *
	 * @return whether it was done
	 */
	public boolean giveBack() {
		final long now = taken.getAsLong();
		if (now != Long.MAX_VALUE && now - least < MUCH) {
			return false;
		}
		final boolean done = trim.getAsBoolean();
		least = Math.min(least, taken.getAsLong());
		return done;
	}

	private boolean isMuch() {
		final long now = taken.getAsLong();
		return now != Long.MAX_VALUE && now - least >= WORTH_TAKING_ANEW;
	}

	/** Whether a diffusion model was asked for so far. */
	public boolean sampled() {
		return sampled;
	}

	/** A diffusion model is to be loaded. */
	public void beforeDiffusionModel() {
		if (encoded) {
			giveBack();
			encoded = false;
		}
	}

	/** A large text encoder is to encode. */
	public void beforeText() {
		encoded = true;
	}

	/** A diffusion model is to sample. */
	public void beforeSampling() {
		resting.rest(false);
		beforeDiffusionModel();
		sampled = true;
	}

	/** A VAE is to encode, or to decode what was sampled. */
	public void beforeVae() {
		resting.rest(sampled && isMuch());
		if (sampled && !trimmed) {
			trimmed = giveBack();
		}
		encoded = !sampled;
	}
}
