
package org.latentj.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.HeldFile;
import org.latentj.checkpoint.Sha256;
import org.latentj.control.StopSignal;
import org.latentj.engine.HeldModels;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.operation.Operation;
import org.latentj.pipeline.RunListener;
import org.latentj.provenance.Provenance.ModelFile;
import org.latentj.provenance.Provenance.Versions;
import org.latentj.provenance.Provenance;
import org.scijava.prefs.PrefService;
import org.scijava.util.VersionUtils;

/**
 * Knows what a {@link Provenance} needs beside the operation: SHA-256 of files
 * and versions of programs. Reading gigabytes takes seconds, so a file's
 * SHA-256 is kept in the preferences, under all that its {@link FileState}
 * tells.
 */
public final class ProvenanceWriter {

	private final PrefService preferences;

	/** @param preferences where SHA-256s are kept */
	public ProvenanceWriter(final PrefService preferences) {
		this.preferences = preferences;
	}

	/**
	 * Describes how a picture was made.
	 *
	 * @param models the files, as they were used
	 * @param checkpoint the checkpoint's name as the user knows it
	 * @param vae the VAE's, if one was chosen
	 * @param operation what was run
	 * @param listener is told when a file has to be read through
	 * @param stop stops that
	 * @throws IOException if a file cannot be read, or was overwritten
	 * @throws java.util.concurrent.CancellationException if it was stopped
	 */
	public Provenance describe(final HeldModels models, final String checkpoint,
		final String vae, final Operation operation, final RunListener listener,
		final StopSignal stop) throws IOException
	{
		final ModelFile file = new ModelFile(checkpoint, sha256(models.checkpoint(),
			listener, stop));
		final Optional<ModelFile> vaeFile = models.vae().isEmpty() ? Optional
			.empty() : Optional.of(new ModelFile(vae, sha256(models.vae().get(),
				listener, stop)));
		final Provenance record = Provenance.of(operation, file, vaeFile,
			versions());
		return record.withEmbeddings(NamedEmbeddings.of(models.choice()
			.embeddings(), List.of(record.setting("prompt"), record.setting(
				"negative")), this, stop));
	}

	/**
	 * SHA-256 of a file as it is now, computed once as long as it does not
	 * change.
	 *
	 * @param stop asked again and again
	 * @return 64 lower-case hexadecimal digits
	 * @throws java.util.concurrent.CancellationException if it was stopped
	 */
	public String sha256(final Path file, final StopSignal stop)
		throws IOException
	{
		try (HeldFile held = HeldFile.open(file)) {
			return sha256(held, RunListener.NONE, stop);
		}
	}

	private String sha256(final HeldFile file, final RunListener listener,
		final StopSignal stop) throws IOException
	{
		// NB: the Java preferences allow 80 characters in a key.
		final String key = Sha256.of(file.state().toString().getBytes(
			StandardCharsets.UTF_8));
		final String known = preferences.get(ProvenanceWriter.class, key, "");
		if (!known.isEmpty()) {
			return known;
		}
		listener.onStage("Reading " + file.state().file().getFileName() +
			" for its SHA-256");
		final String sha256 = file.sha256(stop);
		preferences.put(ProvenanceWriter.class, key, sha256);
		return sha256;
	}

	private static Versions versions() {
		final String own = VersionUtils.getVersion(ProvenanceWriter.class);
		return new Versions(own == null ? "unknown" : own, OrtModel
			.runtimeVersion(), System.getProperty("java.version"));
	}
}
