
package org.latentj.command.similarity;

import ij.measure.ResultsTable;

import java.util.List;

import org.latentj.similarity.ScoreTable;

/**
 * A table of scores in ImageJ's Results table. NB: behind the rows that are
 * there, as {@code Measure} does it, so that nobody loses a measurement.
 */
final class ScoreResults {

	/** The title of ImageJ's table. */
	static final String TITLE = "Results";

	private static final int DIGITS = 4;

	private ScoreResults() {}

	/** Appends the rows to ImageJ's Results table, which is given back. */
	static ResultsTable append(final ScoreTable scores) {
		final ResultsTable table = ResultsTable.getResultsTable();
		final List<String> columns = scores.columns();
		for (final ScoreTable.Row row : scores.rows()) {
			table.incrementCounter();
			table.addLabel(row.label());
			table.addValue("Slice", row.slice());
			for (int i = 0; i < columns.size(); i++) {
				table.addValue(columns.get(i), row.values().get(i));
			}
		}
		columns.forEach(column -> table.setDecimalPlaces(table.getColumnIndex(
			column), DIGITS));
		return table;
	}
}
