
package org.latentj.engine;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.Weights;
import org.latentj.family.FamilyFacts;
import org.latentj.family.LoadedFamily;

/**
 * The header of a file with a VAE, which is looked through once: all slices of
 * a stack ask for it.
 */
final class CheckedVae implements AutoCloseable {

	private final Checkpoint checkpoint;

	private FamilyFacts fits;

	CheckedVae(final Checkpoint checkpoint) {
		this.checkpoint = checkpoint;
	}

	/**
	 * Fails unless there is a whole VAE for such a family in the file.
	 *
	 * @throws org.latentj.checkpoint.CheckpointException if there is none
	 * @throws IllegalArgumentException if it has a gap or does not fit
	 */
	synchronized void require(final LoadedFamily family) throws IOException {
		if (!family.facts().equals(fits)) {
			family.requireVae(checkpoint);
			fits = family.facts();
		}
	}

	Weights weights(final LoadedFamily family) {
		try {
			return family.vae(checkpoint);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Override
	public void close() {
		// a header holds nothing open
	}
}
