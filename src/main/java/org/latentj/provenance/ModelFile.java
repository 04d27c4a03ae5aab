
package org.latentj.provenance;

import java.util.List;

/**
 * A model file of a record.
 *
 * @param name as the model folder names it
 * @param sha256 64 hexadecimal digits; of several files see
 *          {@link FileHashes#ofAll}
 * @param files these files, if there are several
 */
public record ModelFile(String name, String sha256, List<ModelFile> files) {

	/** Copies the list. */
	public ModelFile {
		files = List.copyOf(files);
	}

	/** One file. */
	public ModelFile(final String name, final String sha256) {
		this(name, sha256, List.of());
	}
}
