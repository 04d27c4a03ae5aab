
package org.latentj;

import ij.ImagePlus;

import java.util.Optional;

/**
 * Why a picture was not made, or not all of it, as the menu would say it: what
 * is wrong and what would be valid.
 */
public final class LatentJException extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final transient Optional<ImagePlus> finished;

	LatentJException(final String message, final ImagePlus finished) {
		super(message);
		this.finished = Optional.ofNullable(finished);
	}

	/** What was finished before something went wrong, of a stack or a batch. */
	public Optional<ImagePlus> finished() {
		return finished;
	}
}
