
package org.latentj.provenance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.latentj.checkpoint.HeldFile;
import org.latentj.control.StopSignal;
import org.latentj.operation.Operation;
import org.latentj.provenance.Provenance.Versions;

/**
 * Knows what a {@link Provenance} needs beside the operation: SHA-256 of files
 * and versions of programs.
 */
public final class ProvenanceWriter {

	private final FileHashes hashes;

	private final Versions versions;

	/**
	 * @param hashes computes SHA-256
	 * @param versions of the programs that compute pictures
	 */
	public ProvenanceWriter(final FileHashes hashes, final Versions versions) {
		this.hashes = hashes;
		this.versions = versions;
	}

	/**
	 * Describes how a picture was made.
	 *
	 * @param operation what was run
	 * @param files the files, as they were used
	 * @param onStage is told when a file has to be read through
	 * @param stop stops that
	 * @throws IOException if a file cannot be read, or was overwritten
	 * @throws java.util.concurrent.CancellationException if it was stopped
	 */
	public Provenance describe(final Operation operation, final UsedFiles files,
		final Consumer<String> onStage, final StopSignal stop) throws IOException
	{
		final ModelFile checkpoint = used(files.checkpoint(), onStage, stop);
		final Optional<ModelFile> vae = files.vae().isEmpty() ? Optional.empty()
			: Optional.of(used(files.vae().get(), onStage, stop));
		final Provenance record = Provenance.of(operation, checkpoint, vae,
			versions).withFamily(files.family());
		final Map<String, Path> named = files.embeddings().apply(List.of(record
			.setting("prompt"), record.setting("negative")));
		final List<ModelFile> embeddings = new ArrayList<>();
		for (final Map.Entry<String, Path> file : named.entrySet()) {
			embeddings.add(new ModelFile(file.getKey(), hashes.sha256(file.getValue(),
				stop)));
		}
		return record.withEmbeddings(embeddings).withPatches(patches(files, onStage,
			stop));
	}

	/**
	 * The SHA-256 of a file as it was used; of one that names those of a
	 * checkpoint of several, see {@link FileHashes#ofAll}.
	 *
	 * @param onStage is told when it has to be read through
	 * @param stop stops that
	 */
	public String sha256(final UsedFiles.Named file,
		final Consumer<String> onStage, final StopSignal stop) throws IOException
	{
		return used(file, onStage, stop).sha256();
	}

	private List<UsedPatch> patches(final UsedFiles files,
		final Consumer<String> onStage, final StopSignal stop) throws IOException
	{
		final List<UsedPatch> patches = new ArrayList<>();
		for (final UsedFiles.Patch patch : files.patches()) {
			final ModelFile file = used(patch.file(), onStage, stop);
			patches.add(new UsedPatch(file.name(), file.sha256(), patch.kind(), patch
				.strengths()));
		}
		return patches;
	}

	private ModelFile used(final UsedFiles.Named file,
		final Consumer<String> onStage, final StopSignal stop) throws IOException
	{
		final String sha256 = hashes.sha256(file.file(), onStage, stop);
		if (file.others().isEmpty()) {
			return new ModelFile(file.name(), sha256);
		}
		final Map<String, String> all = new LinkedHashMap<>();
		all.put(file.index(), sha256);
		for (final Map.Entry<String, HeldFile> e : file.others().entrySet()) {
			all.put(e.getKey(), hashes.sha256(e.getValue(), onStage, stop));
		}
		return new ModelFile(file.name(), FileHashes.ofAll(all), all.entrySet()
			.stream().map(e -> new ModelFile(e.getKey(), e.getValue())).toList());
	}
}
