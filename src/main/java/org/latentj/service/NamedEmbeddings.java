
package org.latentj.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.latentj.control.StopSignal;
import org.latentj.family.EmbeddingFiles;
import org.latentj.family.EmbeddingReader;
import org.latentj.provenance.Provenance.ModelFile;

/**
 * The files of learned words that prompts name, for a record: those that the
 * text encoder reads for them.
 */
final class NamedEmbeddings {

	private NamedEmbeddings() {}

	/**
	 * Names and SHA-256 of the files.
	 *
	 * @param files by name, as the model folder gives them
	 * @param prompts where they may be named
	 * @param hashes computes SHA-256
	 * @param stop stops that
	 * @throws IllegalArgumentException if a name stands for several files, or can
	 *           be none
	 */
	static List<ModelFile> of(final Map<String, Path> files,
		final List<String> prompts, final ProvenanceWriter hashes,
		final StopSignal stop) throws IOException
	{
		final List<ModelFile> named = new ArrayList<>();
		for (final Map.Entry<String, Path> file : new EmbeddingFiles(files,
			new EmbeddingReader()).named(prompts).entrySet())
		{
			named.add(new ModelFile(file.getKey(), hashes.sha256(file.getValue(),
				stop)));
		}
		return named;
	}
}
