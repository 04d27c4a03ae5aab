
package org.latentj.command.base;

import java.util.concurrent.ThreadLocalRandom;

/** A seed as dialogs and macros give it. */
public final class SeedText {

	/** Stands for one that is drawn. */
	static final String RANDOM = "random";

	private SeedText() {}

	/** A random one. */
	static String drawn() {
		// NB: 53 bits, so that a macro's numbers can hold it; recorders see it.
		return Long.toString(ThreadLocalRandom.current().nextLong(1L << 53));
	}

	/** All 64 bits of a seed. */
	static long parse(final String seed) {
		try {
			return Long.parseUnsignedLong(seed.strip());
		}
		catch (final NumberFormatException e) {
			throw new IllegalArgumentException("seed is '" + seed +
				"', it must be a whole number from 0 to 18446744073709551615, or '" +
				RANDOM + "'", e);
		}
	}
}
