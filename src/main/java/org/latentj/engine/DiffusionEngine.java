
package org.latentj.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.latentj.control.StopSignal;
import org.latentj.engine.compute.ComputeChoice;
import org.latentj.engine.folder.InstalledModels;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.engine.folder.ModelLook;
import org.latentj.engine.memory.MemoryNeed;
import org.latentj.engine.memory.SystemMemory;
import org.latentj.family.ModelFamilies;
import org.latentj.family.embedding.EmbeddingReader;
import org.latentj.family.model.LoadedFamily;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Providers;
import org.latentj.operation.Generation;
import org.latentj.operation.Operation;
import org.latentj.operation.OperationType;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.RunSize;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.ProvenanceWriter;
import org.latentj.sampling.attention.AttentionListener;
import org.latentj.sampling.model.Speed;

/**
 * Runs operations with checkpoints that it keeps loaded. Safe for threads.
 *
 * <pre>
 *
 * Txt2Img cat = new Txt2Img(new Generation(new Prompt("a cat", ""), 1, 1,
 * 	settings), 512, 512);
 * try (DiffusionEngine engine = new DiffusionEngine()) {
 * 	Picture p = engine.run(new ModelChoice(file, Optional.empty()), cat,
 * 		RunListener.NONE, new StopSignal());
 * }
 * </pre>
 */
public final class DiffusionEngine implements AutoCloseable {

	private final ModelCache cache;

	private final ModelLook look;

	private final ModelFamilies families;

	private final EmbeddingReader embeddings = new EmbeddingReader();

	/** NB: runs of several threads look at it while another one changes it. */
	private final AtomicReference<OrtSettings> settings = new AtomicReference<>(
		OrtSettings.DEFAULT);

	/** Keeps up to half of the machine's memory of models. */
	public DiffusionEngine() {
		this(usualBudget());
	}

	/** @param budget bytes that loaded models may take, see {@link ModelCache} */
	public DiffusionEngine(final long budget) {
		this(budget, ModelFamilies.ALL);
	}

	/**
	 * @param budget bytes that loaded models may take, see {@link ModelCache}
	 * @param families which checkpoints it runs
	 */
	public DiffusionEngine(final long budget, final ModelFamilies families) {
		this.families = families;
		cache = new ModelCache(budget);
		look = new ModelLook(families);
	}

	/**
	 * Runs one operation; blocks until it is done. May be called from several
	 * threads at once.
	 *
	 * @throws java.util.concurrent.CancellationException if the signal was given
	 * @throws IOException if a file cannot be used; the message says why
	 */
	public Picture run(final ModelChoice models, final Operation operation,
		final RunListener listener, final StopSignal stop) throws IOException
	{
		return run(models, operation, AttentionListener.NONE, listener, stop);
	}

	/** The same, telling what the network attends to. */
	public Picture run(final ModelChoice models, final Operation operation,
		final AttentionListener watching, final RunListener listener,
		final StopSignal stop) throws IOException
	{
		operation.warnings().forEach(listener::onWarning);
		try (Session session = session(watching, stop)) {
			final Pipeline pipeline = session.pipeline(models.named(operation
				.generation().texts()).in(operation.quality()), listener);
			operation.requireFor(pipeline.pictureInput());
			final Picture picture = operation.run(pipeline);
			session.warnings().forEach(listener::onWarning);
			listener.onComputation(session.computation());
			return picture;
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
	}

	/**
	 * Fails unless a run with these files will find all that it needs, as
	 * {@link #run} does before its first step. Headers tell; nothing is loaded.
	 *
	 * @throws IOException if a file cannot be used; the message says why and what
	 *           would be valid
	 * @throws IllegalArgumentException likewise, of a component that has a gap
	 */
	public void require(final ModelChoice models, final StopSignal stop)
		throws IOException
	{
		look(models, stop, (session, model) -> {
			session.requireAll(model);
			return model;
		});
	}

	/** What is asked of a model, whose files were looked at. */
	@FunctionalInterface
	private interface Question<T> {

		T of(Session session, LeasedModel model) throws IOException;
	}

	private <T> T look(final ModelChoice models, final StopSignal stop,
		final Question<T> question) throws IOException
	{
		try (Session session = session(stop)) {
			return question.of(session, session.model(models));
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
	}

	/**
	 * Likewise, and unless an operation of this kind can be done with them.
	 *
	 * @throws IllegalArgumentException likewise, and of a model that is for other
	 *           operations; the message says for which
	 */
	public void require(final ModelChoice models, final OperationType<?> type,
		final StopSignal stop) throws IOException
	{
		require(models, stop);
		type.requireFor(ask(models, LoadedFamily::pictureInput, stop));
	}

	/**
	 * A run of several models, or of stages that are no operation. It is the
	 * caller's to close.
	 *
	 * @param stop stops what it does
	 */
	public Session session(final StopSignal stop) {
		return session(AttentionListener.NONE, stop);
	}

	/** The same, telling what its networks attend to. */
	public Session session(final AttentionListener watching,
		final StopSignal stop)
	{
		return new Session(cache, settings(), SystemMemory::available, watching,
			stop, embeddings, families);
	}

	/**
	 * Pictures and phrases as vectors, by CLIP. It is the caller's to close.
	 *
	 * @param stop stops what it does
	 * @throws IOException if a file cannot be used; the message says why
	 * @throws IllegalArgumentException likewise, if something is missing in it or
	 *           two files don't belong together
	 */
	public ClipSession clip(final ClipSession.Files files, final StopSignal stop)
		throws IOException
	{
		Providers.require(settings().provider());
		return new ClipSession(session(stop), files, stop);
	}

	/**
	 * What a run of a size would take of memory. Headers tell.
	 *
	 * @throws IOException if a file cannot be used
	 */
	public MemoryNeed memory(final ModelChoice models, final RunSize size,
		final Speed speed, final StopSignal stop) throws IOException
	{
		return look(models, stop, (session, model) -> model.memory(size, speed));
	}

	/** What a model's family says of it, by its header; nothing is loaded. */
	public <T> T ask(final ModelChoice models,
		final Function<LoadedFamily, T> question, final StopSignal stop)
		throws IOException
	{
		return look(models, stop, (session, model) -> question.apply(model
			.family()));
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
	 * @throws IOException if a file cannot be read, or was overwritten; of an
	 *           embedding, also if another one lies there now
	 * @throws IllegalArgumentException if a prompt names an embedding that may be
	 *           several files
	 * @throws java.util.concurrent.CancellationException if it was stopped
	 */
	public Provenance describe(final ProvenanceWriter writer,
		final HeldModels models, final String checkpoint, final String vae,
		final Operation operation, final RunListener listener,
		final StopSignal stop) throws IOException
	{
		return RunRecord.of(writer, models, new RunRecord.Names(family(models
			.choice(), stop), checkpoint, vae), operation, embeddings, listener,
			stop);
	}

	private Optional<String> family(final ModelChoice models,
		final StopSignal stop)
	{
		try {
			return Optional.of(ask(models, family -> family.facts().name(), stop));
		}
		catch (IOException | IllegalArgumentException e) {
			// NB: another file lies there now, or it is no checkpoint; a run says it.
			return Optional.empty();
		}
	}

	/** All that is in this installation's folders now. */
	public ModelFolder models() {
		return models(InstalledModels.folders());
	}

	/**
	 * All that is in some folders now. What headers tell is kept as long as the
	 * engine lives.
	 */
	public ModelFolder models(final List<Path> folders) {
		return new ModelFolder(folders, look);
	}

	/** How many headers were read for {@link #models} so far. */
	public long headerReads() {
		return look.reads();
	}

	/** What is loaded. */
	public ModelCache cache() {
		return cache;
	}

	/**
	 * Bytes that loaded models may take unless somebody chooses otherwise: half
	 * of the machine's memory.
	 */
	public static long usualBudget() {
		return SystemMemory.total() / 2;
	}

	/** How networks are computed, in a user's words. */
	public ComputeChoice compute() {
		return ComputeChoice.of(settings());
	}

	/**
	 * Chooses how networks are computed; what is open in another way is closed
	 * when it is not in use. Whether the provider can be used is seen by the next
	 * run, which fails if not, or by {@link ComputeChoice#requireProvider}.
	 */
	public void choose(final ComputeChoice choice) {
		setSettings(choice.settings());
	}

	/** How networks are run. */
	public OrtSettings settings() {
		return settings.get();
	}

	/**
	 * Changes how networks are run; what is open under other settings is closed
	 * when it is not in use.
	 */
	public void setSettings(final OrtSettings settings) {
		if (!settings.equals(this.settings.getAndSet(settings))) {
			cache.release();
		}
	}

	/** Closes all that is loaded; what is in use goes when it is given back. */
	@Override
	public void close() {
		cache.close();
	}
}
