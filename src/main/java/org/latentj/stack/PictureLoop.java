
package org.latentj.stack;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.latentj.control.Failure;

/**
 * Works on the pictures of a stack one after the other, up to one that fails
 * after another one has been made: what is finished is not lost to an error.
 */
final class PictureLoop {

	private Optional<String> failure = Optional.empty();

	private int made;

	/** Works on a picture, and says whether it has made anything. */
	@FunctionalInterface
	interface Work {

		boolean on(int picture) throws IOException;
	}

	/**
	 * Works on all pictures, or up to the one that fails.
	 *
	 * @return how many have been made
	 * @throws IOException of the work, as are all other errors, if no picture has
	 *           been made yet
	 * @throws CancellationException of the work, whatever has been made
	 */
	int run(final PictureStack pictures, final Work work) throws IOException {
		failure = Optional.empty();
		made = 0;
		for (int k = 0; k < pictures.count() && failure.isEmpty(); k++) {
			try {
				made += work.on(k) ? 1 : 0;
			}
			catch (final CancellationException e) {
				throw e;
			}
			catch (IOException | RuntimeException | OutOfMemoryError e) {
				if (made == 0) {
					throw e;
				}
				failure = Optional.of(text(pictures.place(k), e));
			}
		}
		return made;
	}

	private static String text(final String place, final Throwable why) {
		return "the picture at " + place + " failed: " + Failure.text(why);
	}

	/** Why the last run ended early, if it did. */
	Optional<String> failure() {
		return failure;
	}

	/** The same with what became of the others. */
	Optional<String> lack() {
		return failure.map(why -> why + "; the " + made +
			" before it are finished and in the result, the rest of it is not made");
	}
}
