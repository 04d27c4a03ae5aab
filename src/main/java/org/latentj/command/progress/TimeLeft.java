
package org.latentj.command.progress;

import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Estimates how long a command will still take. A step takes a time that is
 * proportional to its latents' cells. Work that is still to come is like what
 * has begun, and between two samplings (decoding, writing, encoding) passes as
 * much time as so far. Loading does not count.
 */
public final class TimeLeft {

	/** Two steps or more, of which the first does not count. */
	private static final double FEWEST_SECONDS = 1;

	/**
	 * The steps of one sampling.
	 *
	 * @param from how much of the command's work lies before, 0 to 1
	 * @param to how much of it is done afterwards
	 * @param steps how many
	 * @param size of the latents, in cells
	 */
	record Pass(double from, double to, int steps, double size) {
	}

	private final LongSupplier clock;

	private long mark;

	private boolean loading;

	private int steps;

	private double secondsOfSteps;

	private double secondsBetween;

	/** Steps times cells that were done in that time. */
	private double work;

	/** Likewise, of all passes that have begun, to their end. */
	private double begun;

	/** The part of the command's work that {@link #begun} is. */
	private double begunPart;

	private double seconds;

	/** @param clock nanoseconds */
	TimeLeft(final LongSupplier clock) {
		this.clock = clock;
		mark = clock.getAsLong();
	}

	/** Something else than a step begins. */
	void stage(final boolean isLoading) {
		final double since = sinceMark();
		if (steps > 0 && !loading) {
			secondsBetween += since;
		}
		loading = isLoading;
	}

	/** A step of a pass was done, from 1. */
	void step(final Pass pass, final int step) {
		final double since = sinceMark();
		loading = false;
		// NB: the very first one takes longer: the network's file is being read.
		if (steps > 0) {
			secondsOfSteps += since;
			work += pass.size();
		}
		steps++;
		if (step == 1) {
			begun += pass.size() * pass.steps();
			begunPart += pass.to() - pass.from();
		}
		if (work > 0) {
			seconds = secondsToCome(pass, step);
		}
	}

	private double secondsToCome(final Pass pass, final int step) {
		final double later = begun * (1 - pass.to()) / begunPart;
		final double left = pass.size() * (pass.steps() - step) + later;
		return secondsOfSteps / work * left + (pass.from() > 0 ? secondsBetween *
			(1 - pass.from()) / pass.from() : 0);
	}

	private double sinceMark() {
		final long now = clock.getAsLong();
		final double since = (now - mark) / 1e9;
		mark = now;
		return since;
	}

	/** As in "0:42 left"; empty if there is too little to go by, or none left. */
	String text() {
		final long s = Math.round(seconds);
		if (secondsOfSteps < FEWEST_SECONDS || s == 0) {
			return "";
		}
		return (s < 3600 ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
			: String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s %
				60)) + " left";
	}
}
