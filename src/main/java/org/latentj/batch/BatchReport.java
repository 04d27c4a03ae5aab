
package org.latentj.batch;

import java.util.List;

/**
 * How a batch ended.
 *
 * @param made items done now
 * @param kept items that had been done before
 * @param failed items that could not be done, with their errors
 */
public record BatchReport(int made, int kept, List<JournalEntry> failed) {

	/** A sentence, and a line for each item that failed. */
	public String text() {
		final StringBuilder text = new StringBuilder(made + " made, " + kept +
			" kept from before, " + failed.size() + " failed");
		failed.forEach(f -> text.append("\n").append(f.item()).append(": ").append(f
			.error()));
		return text.toString();
	}
}
