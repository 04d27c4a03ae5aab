
package org.latentj.command.base;

import java.util.concurrent.ThreadLocalRandom;

import org.latentj.operation.GenerationSettings;
import org.scijava.module.Module;

/** A seed as dialogs and macros give it. */
public final class SeedText {

	/** Stands for one that is drawn. */
	static final String RANDOM = "random";

	private SeedText() {}

	/** A random one. */
	public static String drawn() {
		// NB: 53 bits, so that a macro's numbers can hold it; recorders see it.
		return Long.toString(ThreadLocalRandom.current().nextLong(1L << 53));
	}

	/** Whether that of a module is still to be drawn. */
	static boolean isRandom(final Module module) {
		return RANDOM.equals(of(module));
	}

	/** That of a module, which has it from now on if it was to be drawn. */
	static long drawnFor(final Module module) {
		if (isRandom(module)) {
			module.setInput(GenerationSettings.SEED.asked(), drawn());
		}
		return parse(of(module));
	}

	private static String of(final Module module) {
		return String.valueOf(module.getInput(GenerationSettings.SEED.asked()));
	}

	/** All 64 bits of a seed. */
	public static long parse(final String seed) {
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
