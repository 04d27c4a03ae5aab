
package org.latentj.batch;

import java.util.List;
import java.util.stream.Collectors;

import org.latentj.batch.journal.ErrorText;
import org.latentj.batch.journal.JournalEntry;

/**
 * How a batch ended.
 *
 * @param made items done now
 * @param kept items that had been done before
 * @param failed items that could not be done, with their errors
 * @param damaged items that had been done before, but whose files were not any
 *          more what had been written: they are among those made or failed
 */
public record BatchReport(int made, int kept, List<JournalEntry> failed,
		List<BatchItem> damaged) {

	/**
	 * Numbers in a sentence, a line with those whose files were not kept, and one
	 * for each item that failed.
	 */
	public String text() {
		final StringBuilder text = new StringBuilder(made + " made, " + kept +
			" kept from before, " + failed.size() + " failed");
		if (!damaged.isEmpty()) {
			text.append("\nnot kept, since their files had been changed or cut off: ")
				.append(damaged.stream().map(i -> ErrorText.shown(i.name())).collect(
					Collectors.joining(", ")));
		}
		failed.forEach(f -> text.append("\n").append(ErrorText.shown(f.item()))
			.append(": ").append(f.error()));
		return text.toString();
	}
}
