
package org.latentj.similarity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.latentj.clip.vision.SquareFit;

/**
 * What pictures are compared with.
 *
 * @param phrases each another one; none if there is an example
 * @param example whether there is an example picture
 * @param fit what is done with pictures that are no square
 */
public record Comparison(List<String> phrases, boolean example, SquareFit fit) {

	/** The column of the example, and what sorting by it is called. */
	public static final String EXAMPLE = "example";

	/** Columns that tables have before the numbers. */
	static final List<String> BEFORE = List.of("Label", "Slice");

	/**
	 * @throws IllegalArgumentException if there is nothing to compare with, or
	 *           two columns would be called the same
	 */
	public Comparison {
		phrases = List.copyOf(phrases);
		if (phrases.isEmpty() && !example) {
			throw new IllegalArgumentException("there is nothing to compare with: " +
				"give phrases, one a line, or an example image");
		}
		final Set<String> names = new HashSet<>();
		BEFORE.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
		for (final String column : columns(phrases, example)) {
			if (!names.add(column.toLowerCase(Locale.ROOT))) {
				throw new IllegalArgumentException("'" + column +
					"' would be two columns of the table: each phrase may be there " +
					"once, and none may be called " + String.join(", ", BEFORE) + (example
						? " or " + EXAMPLE : ""));
			}
		}
	}

	/**
	 * The phrases of a text: its lines, or what stands between semicolons; blank
	 * ones are none.
	 */
	public static List<String> phrases(final String text) {
		return text == null ? List.of() : text.lines().flatMap(line -> List.of(line
			.split(";")).stream()).map(String::strip).filter(p -> !p.isEmpty())
			.toList();
	}

	/**
	 * The columns of numbers: the cosine with each phrase, under the phrase; of
	 * several the probability that each has among them, {@code p(phrase)}; the
	 * cosine with the example.
	 */
	public List<String> columns() {
		return columns(phrases, example);
	}

	private static List<String> columns(final List<String> phrases,
		final boolean example)
	{
		final List<String> all = new ArrayList<>(phrases);
		if (phrases.size() > 1) {
			phrases.forEach(phrase -> all.add("p(" + phrase + ")"));
		}
		if (example) {
			all.add(EXAMPLE);
		}
		return all;
	}

	/**
	 * The number of a column by its name; the first one for nothing.
	 *
	 * @throws IllegalArgumentException if there is none of that name; it lists
	 *           those that there are
	 */
	public int column(final String name) {
		final List<String> all = columns();
		final int at = name.isBlank() ? 0 : all.indexOf(name.strip());
		if (at < 0) {
			throw new IllegalArgumentException("sort is '" + name +
				"', which is no column of this table; valid are '" + String.join("', '",
					all) + "', or nothing");
		}
		return at;
	}
}
