
package org.latentj.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.latentj.checkpoint.HeldFile;
import org.latentj.control.StopSignal;
import org.latentj.family.embedding.EmbeddingFiles;
import org.latentj.family.embedding.EmbeddingReader;
import org.latentj.onnx.runtime.OrtModel;
import org.latentj.operation.Generation;
import org.latentj.operation.Operation;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.provenance.Provenance.Versions;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.ProvenanceWriter;
import org.latentj.provenance.UsedFiles;

/** The record of a run: its operation with the files that are held for it. */
public final class RunRecord {

	/**
	 * What the model is called.
	 *
	 * @param family its family's name, if it can be told
	 * @param checkpoint the checkpoint's, as the user knows it
	 * @param vae the VAE's, if one was chosen
	 */
	record Names(Optional<String> family, String checkpoint, String vae) {
	}

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
	 * See {@link DiffusionEngine#describe}.
	 *
	 * @param reader has read the embeddings
	 */
	static Provenance of(final ProvenanceWriter writer, final HeldModels models,
		final Names names, final Operation operation, final EmbeddingReader reader,
		final RunListener listener, final StopSignal stop) throws IOException
	{
		models.hold(operation);
		final EmbeddingFiles embeddings = new EmbeddingFiles(models.choice()
			.embeddings(), reader);
		final List<Path> used = new ArrayList<>();
		final UsedFiles files = new UsedFiles(names.family(), named(models, names
			.checkpoint(), models.choice().checkpoint(), models.checkpoint()), models
				.vae().map(file -> named(models, names.vae(), models.choice().vae()
					.get(), file)), models.patches(operation).stream().map(p -> patch(p,
						models.file(p))).toList(), prompts -> {
							final Map<String, Path> named = embeddings.named(prompts);
							used.addAll(named.values());
							return named;
						});
		final Consumer<String> reading = text -> listener.onStage(Stage.reading(
			text));
		final Operation steered = withControls(operation, writer, models, reading,
			stop);
		final Operation told = models.refiner().isEmpty() ? steered : steered
			.refinedBy(writer.sha256(refiner(models), reading, stop));
		final Provenance record = writer.describe(told, files, reading, stop);
		for (final Path file : used) {
			reader.requireAsRead(file, models.begun());
		}
		return record;
	}

	/** NB: what was asked for may be recorded before a file of it is found. */
	private static Operation withControls(final Operation operation,
		final ProvenanceWriter writer, final HeldModels models,
		final Consumer<String> reading, final StopSignal stop) throws IOException
	{
		final Generation generation = operation.generation();
		if (generation.controls().isEmpty()) {
			return operation;
		}
		final Map<String, String> digests = new TreeMap<>();
		for (final Map.Entry<String, HeldFile> e : models.controls().entrySet()) {
			digests.put(e.getKey(), writer.sha256(new UsedFiles.Named(e.getKey(), e
				.getValue()), reading, stop));
		}
		return operation.withGeneration(generation.withControls(generation
			.controls().known(digests)));
	}

	private static UsedFiles.Named named(final HeldModels models,
		final String name, final Path path, final HeldFile file)
	{
		return new UsedFiles.Named(name, file, path.getFileName().toString(), path
			.equals(models.choice().checkpoint()) ? models.partsOfCheckpoint()
				: models.others(path));
	}

	private static UsedFiles.Named refiner(final HeldModels models) {
		final Path path = models.choice().refiner().get();
		return new UsedFiles.Named("", models.refiner().get(), path.getFileName()
			.toString(), models.others(path));
	}

	private static UsedFiles.Patch patch(final ModelPatch patch,
		final HeldFile file)
	{
		final Map<String, Double> strengths = new TreeMap<>();
		patch.strengths().forEach((component, strength) -> strengths.put(component
			.label(), strength));
		return new UsedFiles.Patch(new UsedFiles.Named(patch.name(), file), patch
			.kind().id(), strengths);
	}
}
