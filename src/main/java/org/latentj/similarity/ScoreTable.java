
package org.latentj.similarity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What was found of pictures: a row for each.
 *
 * @param columns names of the numbers
 * @param rows in the order in which they are shown
 */
public record ScoreTable(List<String> columns, List<Row> rows) {

	/**
	 * A picture.
	 *
	 * @param label its image's title or its file's name
	 * @param slice the image's slice that it is, or that of its first channel,
	 *          from 1
	 * @param values as the columns say
	 */
	public record Row(String label, int slice, List<Double> values) {

		/** Copies the numbers. */
		public Row {
			values = List.copyOf(values);
		}
	}

	/** Copies the lists. */
	public ScoreTable {
		columns = List.copyOf(columns);
		rows = List.copyOf(rows);
	}

	/** The same, the greatest number of a column first. */
	public ScoreTable sorted(final int column) {
		return new ScoreTable(columns, rows.stream().sorted(Comparator.comparing((
			Row r) -> r.values().get(column)).reversed()).toList());
	}

	/** The row with the greatest number of a column; the first of several. */
	public Optional<Row> best(final int column) {
		return sorted(column).rows().stream().findFirst();
	}

	/**
	 * The table as text: a line with the names of the columns and one for each
	 * row, with commas between (RFC 4180, lines end with a line feed).
	 */
	public String csv() {
		final StringBuilder text = new StringBuilder(header(columns));
		rows.forEach(row -> text.append(quoted(row.label())).append(',').append(row
			.slice()).append(',').append(row.values().stream().map(v -> String.format(
				Locale.ROOT, "%.6f", v)).collect(Collectors.joining(","))).append(
					'\n'));
		return text.toString();
	}

	/** The first line of such a text. */
	static String header(final List<String> columns) {
		final List<String> all = new ArrayList<>(Comparison.BEFORE);
		all.addAll(columns);
		return all.stream().map(ScoreTable::quoted).collect(Collectors.joining(
			",")) + "\n";
	}

	private static String quoted(final String text) {
		return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"",
			"\"\"") + '"' : text;
	}
}
