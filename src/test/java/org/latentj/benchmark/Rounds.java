
package org.latentj.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Some works in turn, round after round, so that what else the machine does
 * hits all alike; a round that doesn't count comes first.
 */
final class Rounds {

	/** What is measured. */
	@FunctionalInterface
	interface Work {

		void run() throws Exception;
	}

	private final Map<String, Work> works = new LinkedHashMap<>();

	private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

	private final Map<String, List<Double>> wall = new LinkedHashMap<>();

	Rounds add(final String name, final Work work) {
		works.put(name, work);
		return this;
	}

	/** Runs all and prints medians, and their ratios to the first one. */
	Rounds run(final String title, final int rounds) throws Exception {
		for (int i = -1; i < rounds; i++) {
			for (final Map.Entry<String, Work> w : works.entrySet()) {
				final Stopwatch watch = new Stopwatch();
				w.getValue().run();
				if (i >= 0) {
					seconds.computeIfAbsent(w.getKey(), k -> new ArrayList<>()).add(watch
						.cpuSeconds());
					wall.computeIfAbsent(w.getKey(), k -> new ArrayList<>()).add(watch
						.wallSeconds());
				}
			}
		}
		final String first = works.keySet().iterator().next();
		for (final String name : works.keySet()) {
			System.out.printf(
				"%-34s %-12s CPU %8.3f s (%.2f), least %8.3f; wall %8.3f s%n", title,
				name, cpu(name), cpu(name) / cpu(first), seconds.get(name).stream()
					.mapToDouble(Double::doubleValue).min().orElseThrow(), median(wall
						.get(name)));
		}
		return this;
	}

	/** The median, in CPU seconds. */
	double cpu(final String name) {
		return median(seconds.get(name));
	}

	/** The median, in seconds by the clock. */
	double wall(final String name) {
		return median(wall.get(name));
	}

	private static double median(final List<Double> values) {
		final List<Double> sorted = values.stream().sorted().toList();
		final int n = sorted.size();
		return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
	}
}
