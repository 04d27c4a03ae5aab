
package org.latentj.command.progress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.latentj.pipeline.Part;

/**
 * Where in a command's work a run is: slice 3 of 16, in it seed 2 of 10, and so
 * on, each a part of the one before.
 */
public final class PartPath {

	private final List<Part> parts = new ArrayList<>();

	/** Goes to a part; it ends the last one of its kind and all within that. */
	public void begin(final Part part) {
		for (int i = 0; i < parts.size(); i++) {
			if (parts.get(i).kind().equals(part.kind())) {
				parts.subList(i, parts.size()).clear();
			}
		}
		parts.add(part);
	}

	/** Where the innermost part begins in the whole work, 0 to 1. */
	double from() {
		return at(0);
	}

	/** Where it ends. */
	double to() {
		return at(1);
	}

	/** How much of the whole work is done with so much of the innermost part. */
	double at(final double done) {
		double at = done;
		for (int i = parts.size() - 1; i >= 0; i--) {
			final Part part = parts.get(i);
			at = part.from() + at * (part.to() - part.from());
		}
		return at;
	}

	/**
	 * As in "slice 3 of 16, pass 2 of 2" with commas between, and after it what
	 * is within; parts that are the only one, and empty texts, are left out.
	 */
	public String text(final String... within) {
		return Stream.concat(parts.stream().filter(p -> p.of() > 1).map(p -> p
			.kind() + " " + p.number() + " of " + p.of()), Arrays.stream(within)
				.filter(w -> !w.isEmpty())).collect(Collectors.joining(", "));
	}
}
