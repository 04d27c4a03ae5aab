
package org.latentj.sampling.sampler;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of all samplers for the README: run it and put what it prints
 * there.
 */
final class SamplersTable {

	private SamplersTable() {}

	/** Prints the table. */
	public static void main(final String[] args) {
		System.out.print(markdown());
	}

	/** One line for each sampler, with a head. */
	static String markdown() {
		return Stream.of(Samplers.values()).map(SamplersTable::row).collect(
			Collectors.joining("\n",
				"| id | name | order | stochastic | model calls per step " +
					"| paper |\n| --- | --- | --- | --- | --- | --- |\n", "\n"));
	}

	private static String row(final Samplers s) {
		final String ids = Stream.concat(Stream.of(s.id()), s.aliases().stream())
			.map(id -> "`" + id + "`").collect(Collectors.joining(", "));
		return String.format(Locale.ROOT, "| %s | %s | %s | %s | %d | %s |", ids, s
			.title(), s.order() == 0 ? "–" : s.order(), s.isStochastic() ? "yes"
				: "no", s.calls(), s.paper());
	}
}
