
package org.latentj.studio.history;

import java.nio.file.Path;

import org.latentj.provenance.Provenance;

/**
 * A picture that was made.
 *
 * @param id names its files; sorted by it entries are sorted by time
 * @param folder of its files
 * @param record how it was made
 * @param favourite whether the bound does not count it
 */
public record HistoryEntry(String id, Path folder, Provenance record,
		boolean favourite) {

	/** A PNG of {@value History#THUMBNAIL} pixels at most. */
	public Path thumbnail() {
		return folder.resolve(id + History.SMALL);
	}

	/** The picture itself, a TIFF with its record. */
	public Path picture() {
		return folder.resolve(id + History.WHOLE);
	}

	Path mark() {
		return folder.resolve(id + History.FAVOURITE);
	}

	/** What is shown of its settings. */
	public String text() {
		return record.operation() + ", seed " + record.setting("seed") + ", " +
			record.setting("steps") + " steps, cfg " + record.setting("cfg") + ", " +
			record.setting("sampler") + ": " + record.setting("prompt");
	}
}
