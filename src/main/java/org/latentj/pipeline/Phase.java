
package org.latentj.pipeline;

import org.latentj.control.Bounds;

import java.util.Objects;

/**
 * One of several phases of a work, as a listener is told of when it begins:
 * slice 3 of 16, or the second pass, which takes longer than the first. Phases
 * may have phases of another kind.
 *
 * @param kind what a user would call it: "slice", "seed", "pass"
 * @param number from 1
 * @param of how many there are
 * @param from how much of the work of all of them lies before, 0 to 1
 * @param to how much of it is done at its end, {@code from} to 1
 */
public record Phase(String kind, int number, int of, double from, double to) {

	/** @throws IllegalArgumentException if there is no such phase */
	public Phase {
		Objects.requireNonNull(kind, "kind");
		Bounds.check(kind, number, 1, of);
		Bounds.check("from", from, 0, to);
		Bounds.check("to", to, from, 1);
	}

	/** One of phases that take equally long. */
	public Phase(final String kind, final int number, final int of) {
		this(kind, number, of, (number - 1.0) / of, (double) number / of);
	}
}
