
package org.latentj.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.latentj.checkpoint.Sha256;
import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.pipeline.Operation;
import org.latentj.pipeline.Provenance;
import org.latentj.pipeline.Provenance.ModelFile;
import org.latentj.pipeline.Provenance.Versions;
import org.scijava.prefs.PrefService;
import org.scijava.util.VersionUtils;

/**
 * Knows what a {@link Provenance} needs beside the operation: SHA-256 of files
 * and versions of programs. Reading gigabytes takes seconds, so a file's
 * SHA-256 is kept in the preferences, under its path, size and time of change.
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
	 * @param models the files
	 * @param checkpoint the checkpoint's name as the user knows it
	 * @param vae the VAE's, if one was chosen
	 * @param operation what was run
	 * @param stop stops the reading of files
	 * @throws IOException if a file cannot be read
	 * @throws java.util.concurrent.CancellationException if it was stopped
	 */
	public Provenance describe(final ModelChoice models, final String checkpoint,
		final String vae, final Operation operation, final StopSignal stop)
		throws IOException
	{
		final Optional<ModelFile> vaeFile = models.vae().isEmpty() ? Optional
			.empty() : Optional.of(new ModelFile(vae, sha256(models.vae().get(),
				stop)));
		return Provenance.of(operation, new ModelFile(checkpoint, sha256(models
			.checkpoint(), stop)), vaeFile, versions());
	}

	/**
	 * SHA-256 of a file, computed once as long as it does not change.
	 *
	 * @param stop asked again and again
	 * @return 64 lower-case hexadecimal digits
	 * @throws java.util.concurrent.CancellationException if it was stopped
	 */
	public String sha256(final Path file, final StopSignal stop)
		throws IOException
	{
		final Path real = file.toRealPath();
		final String state = real + "|" + Files.size(real) + "|" + Files
			.getLastModifiedTime(real).toMillis();
		// NB: the Java preferences allow 80 characters in a key.
		final String key = Sha256.of(state.getBytes(StandardCharsets.UTF_8));
		final String known = preferences.get(ProvenanceWriter.class, key, "");
		if (!known.isEmpty()) {
			return known;
		}
		final String sha256 = Sha256.of(real, stop);
		preferences.put(ProvenanceWriter.class, key, sha256);
		return sha256;
	}

	private static Versions versions() {
		final String own = VersionUtils.getVersion(ProvenanceWriter.class);
		return new Versions(own == null ? "unknown" : own, OrtModel
			.runtimeVersion(), System.getProperty("java.version"));
	}
}
