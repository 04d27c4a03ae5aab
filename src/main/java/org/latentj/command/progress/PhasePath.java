
package org.latentj.command.progress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.latentj.pipeline.Phase;

/**
 * Where in a command's work a run is: slice 3 of 16, in it seed 2 of 10, and so
 * on, each a phase of the one before.
 */
public final class PhasePath {

	private final List<Phase> phases = new ArrayList<>();

	/** Goes to a phase; it ends the last one of its kind and all within that. */
	public void begin(final Phase phase) {
		for (int i = 0; i < phases.size(); i++) {
			if (phases.get(i).kind().equals(phase.kind())) {
				phases.subList(i, phases.size()).clear();
			}
		}
		phases.add(phase);
	}

	/** Where the innermost phase begins in the whole work, 0 to 1. */
	double from() {
		return at(0);
	}

	/** Where it ends. */
	double to() {
		return at(1);
	}

	/** How much of the whole work is done with so much of the innermost phase. */
	double at(final double done) {
		double at = done;
		for (int i = phases.size() - 1; i >= 0; i--) {
			final Phase phase = phases.get(i);
			at = phase.from() + at * (phase.to() - phase.from());
		}
		return at;
	}

	/**
	 * As in "slice 3 of 16, pass 2 of 2" with commas between, and after it what
	 * is within; phases that are the only one, and empty texts, are left out.
	 */
	public String text(final String... within) {
		return Stream.concat(phases.stream().filter(p -> p.of() > 1).map(p -> p
			.kind() + " " + p.number() + " of " + p.of()), Arrays.stream(within)
				.filter(w -> !w.isEmpty())).collect(Collectors.joining(", "));
	}
}
