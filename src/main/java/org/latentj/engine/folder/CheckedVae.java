
package org.latentj.engine.folder;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.Weights;
import org.latentj.family.model.FamilyFacts;
import org.latentj.family.model.LoadedFamily;

/**
 * The header of a file with a VAE, which is looked through once: all slices of
 * a stack ask for it.
 */
public final class CheckedVae implements AutoCloseable {

	private final Checkpoint checkpoint;

	/** The family that the rest is known of. */
	private FamilyFacts known;

	private Weights weights;

	private boolean fits;

	/** @param checkpoint a whole one, or a VAE alone */
	public CheckedVae(final Checkpoint checkpoint) {
		this.checkpoint = checkpoint;
	}

	/**
	 * Fails unless there is a whole VAE for such a family in the file.
	 *
	 * @throws org.latentj.checkpoint.CheckpointException if there is none
	 * @throws IllegalArgumentException if it has a gap or does not fit
	 */
	public synchronized void require(final LoadedFamily family)
		throws IOException
	{
		know(family);
		if (!fits) {
			family.requireVae(checkpoint);
			fits = true;
		}
	}

	/** The VAE's weights, the same each time. */
	public synchronized Weights weights(final LoadedFamily family) {
		know(family);
		try {
			weights = weights == null ? family.vae(checkpoint) : weights;
			return weights;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private void know(final LoadedFamily family) {
		if (!family.facts().equals(known)) {
			known = family.facts();
			weights = null;
			fits = false;
		}
	}

	@Override
	public void close() {
		// a header holds nothing open
	}
}
