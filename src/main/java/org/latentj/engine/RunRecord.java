
package org.latentj.engine;

import java.io.IOException;

import org.latentj.control.StopSignal;
import org.latentj.family.embedding.EmbeddingFiles;
import org.latentj.family.embedding.EmbeddingReader;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.operation.Operation;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.provenance.Provenance.Versions;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.ProvenanceWriter;
import org.latentj.provenance.UsedFiles;

/** The record of a run: its operation with the files that are held for it. */
public final class RunRecord {

	private RunRecord() {}

	/**
	 * What computes pictures here; this program's version is that of its jar, or
	 * "unknown" where classes are in no jar.
	 */
	public static Versions versions() {
		final String own = RunRecord.class.getPackage().getImplementationVersion();
		return versions(own == null ? "unknown" : own);
	}

	/** The same with this program's version. */
	public static Versions versions(final String latentj) {
		return new Versions(latentj, OrtModel.runtimeVersion(), System.getProperty(
			"java.version"));
	}

	/**
	 * Describes how a picture was made.
	 *
	 * @param writer knows hashes and versions
	 * @param models the files, as they were used
	 * @param checkpoint the checkpoint's name as the user knows it
	 * @param vae the VAE's, if one was chosen
	 * @param operation what was run
	 * @param listener is told when a file has to be read through
	 * @param stop stops that
	 * @throws IOException if a file cannot be read, or was overwritten
	 * @throws IllegalArgumentException if a prompt names an embedding that may be
	 *           several files
	 * @throws java.util.concurrent.CancellationException if it was stopped
	 */
	public static Provenance of(final ProvenanceWriter writer,
		final HeldModels models, final String checkpoint, final String vae,
		final Operation operation, final RunListener listener,
		final StopSignal stop) throws IOException
	{
		final UsedFiles files = new UsedFiles(models.family(), new UsedFiles.Named(
			checkpoint, models.checkpoint()), models.vae().map(
				file -> new UsedFiles.Named(vae, file)), new EmbeddingFiles(models
					.choice().embeddings(), new EmbeddingReader())::named);
		return writer.describe(operation, files, text -> listener.onStage(Stage
			.reading(text)), stop);
	}
}
