
package org.latentj.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.HeldModels;
import org.latentj.engine.ModelCache;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.RunRecord;
import org.latentj.engine.compute.ComputeChoice;
import org.latentj.engine.folder.InstalledModels;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.operation.Generation;
import org.latentj.operation.Operation;
import org.latentj.operation.OperationType;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.RunListener;
import org.latentj.provenance.FileHashes;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.Versions;
import org.latentj.provenance.ProvenanceWriter;
import org.latentj.workflow.run.ResultCache;
import org.scijava.app.StatusService;
import org.scijava.app.event.StatusEvent;
import org.scijava.event.EventHandler;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.prefs.PrefService;
import org.scijava.service.AbstractService;
import org.scijava.service.SciJavaService;
import org.scijava.service.Service;
import org.scijava.thread.ThreadService;
import org.scijava.util.VersionUtils;

/**
 * Runs operations with checkpoints that it keeps loaded. All commands of one
 * ImageJ share it.
 *
 * <pre>
 *
 * Txt2Img cat = new Txt2Img(new Generation(new Prompt("a cat", ""), 1, 1,
 * 	settings), 512, 512);
 * Picture p = service.run(new ModelChoice(file, Optional.empty()), cat,
 * 	RunListener.NONE, new StopSignal());
 * </pre>
 */
@Plugin(type = Service.class)
public class StableDiffusionService extends AbstractService implements
	SciJavaService
{

	private static final String BUDGET = "budget";

	/** NB: none without ImageJ, and in contexts that name their services. */
	@Parameter(required = false)
	private PrefService preferences;

	@Parameter(required = false)
	private StatusService bar;

	@Parameter(required = false)
	private ThreadService threads;

	private final DiffusionEngine engine = new DiffusionEngine();

	private FileHashes hashes = new FileHashes(FileHashes.Store.inMemory());

	private final SharedStatus status = new SharedStatus();

	private PreferredPaces paces = new PreferredPaces(null);

	private final ResultCache workflows = new ResultCache();

	/** Null until a picture is described. */
	private Versions versions;

	/**
	 * Runs one operation; blocks until it is done. May be called from several
	 * threads at once.
	 *
	 * @throws java.util.concurrent.CancellationException if the signal was given
	 * @throws IOException if a file cannot be used; the message says why and what
	 *           would be valid
	 */
	public Picture run(final ModelChoice models, final Operation operation,
		final RunListener listener, final StopSignal stop) throws IOException
	{
		return engine.run(models, operation, listener, stop);
	}

	/**
	 * Fails unless a run with these files will find all that it needs and can be
	 * done with them, as {@link #run} does before its first step. Headers tell;
	 * nothing is loaded.
	 *
	 * @throws IOException if a file cannot be used; the message says why and what
	 *           would be valid
	 * @throws IllegalArgumentException likewise, of a part that has a gap
	 */
	public void require(final ModelChoice models, final OperationType<?> type,
		final StopSignal stop) throws IOException
	{
		engine.require(models, type, stop);
	}

	/**
	 * The folders in which models are looked for, and all that is in them now.
	 * What headers tell is kept as long as this service lives.
	 */
	public ModelFolder models() {
		final List<Path> folders = new ArrayList<>(InstalledModels.folders());
		if (preferences != null) {
			folders.addAll(PreferredFolders.of(preferences));
		}
		return engine.models(folders);
	}

	/** What does the work. */
	public DiffusionEngine engine() {
		return engine;
	}

	/** SHA-256 of files, which are kept in the preferences, if there are any. */
	public FileHashes hashes() {
		return hashes;
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
		return engine.describe(new ProvenanceWriter(hashes, versions()), models,
			checkpoint, vae, operation, listener, stop);
	}

	/**
	 * What computes pictures here. NB: SciJava looks through this program's files
	 * for it.
	 */
	public synchronized Versions versions() {
		if (versions == null) {
			final String own = VersionUtils.getVersion(StableDiffusionService.class);
			versions = RunRecord.versions(own == null ? "unknown" : own);
		}
		return versions;
	}

	/** How fast runs were. */
	public PreferredPaces paces() {
		return paces;
	}

	/** The status bar of all commands that run. */
	public SharedStatus status() {
		return status;
	}

	/** Results of the last workflow, so that the next computes what changed. */
	public ResultCache workflows() {
		return workflows;
	}

	/** What is loaded. */
	public ModelCache cache() {
		return engine.cache();
	}

	/**
	 * Frees what is loaded and not in use, and forgets the last workflow's
	 * results.
	 */
	public void release() {
		engine.cache().release();
		workflows.clear();
	}

	/**
	 * Bytes that loaded models may take unless somebody chooses otherwise: half
	 * of the machine's memory.
	 */
	public static long usualBudget() {
		return DiffusionEngine.usualBudget();
	}

	/**
	 * Chooses how many bytes loaded models may take, now and in later sessions;
	 * what is too much and not in use goes at once. A model that is larger alone
	 * is loaded all the same.
	 *
	 * @param bytes 0 keeps nothing; {@link #usualBudget} follows the machine
	 *          again
	 * @throws IllegalArgumentException if it is negative
	 */
	public void chooseBudget(final long bytes) {
		engine.cache().setBudget(bytes);
		if (preferences != null) {
			preferences.put(StableDiffusionService.class, BUDGET,
				bytes == usualBudget() ? "" : Long.toString(bytes));
		}
	}

	/** The ways to hold weights by name, see {@link MemoryMode}. */
	public static List<String> weightModes() {
		return ComputeChoice.weightModes();
	}

	/** How weights are held, by name. */
	public String weights() {
		return engine.compute().weights();
	}

	/**
	 * Chooses how weights are held, now and in later sessions.
	 *
	 * @param name one of {@link #weightModes}
	 * @throws IllegalArgumentException if it is none
	 */
	public void chooseWeights(final String name) {
		choose(compute().withWeights(name));
	}

	/** How networks are computed. */
	public ComputeChoice compute() {
		return engine.compute();
	}

	/**
	 * Chooses how networks are computed, now and in later sessions; see
	 * {@link DiffusionEngine#choose}.
	 */
	public void choose(final ComputeChoice choice) {
		engine.choose(choice);
		if (preferences != null) {
			PreferredCompute.remember(preferences, choice);
		}
	}

	/** Takes what was chosen in earlier sessions. */
	@Override
	public void initialize() {
		if (preferences == null) {
			return;
		}
		hashes = new FileHashes(new PreferredHashes(preferences));
		paces = new PreferredPaces(preferences);
		final String chosen = preferences.get(StableDiffusionService.class, BUDGET,
			"");
		if (!chosen.isEmpty()) {
			engine.cache().setBudget(Long.parseLong(chosen));
		}
		engine.choose(PreferredCompute.of(preferences));
	}

	/** How networks are run. */
	public OrtSettings settings() {
		return engine.settings();
	}

	/**
	 * Changes how networks are run; what is open under other settings is closed
	 * when it is not in use.
	 */
	public void setSettings(final OrtSettings settings) {
		engine.setSettings(settings);
	}

	/**
	 * Keeps what a command has said at its end, which SciJava, and so Fiji,
	 * replaces. NB: later, since others may hear of it after this.
	 */
	@EventHandler
	protected void onEvent(final StatusEvent event) {
		if (bar != null && threads != null) {
			status.insteadOf(event.getStatusMessage()).ifPresent(text -> threads
				.queue(() -> bar.showStatus(text)));
		}
	}

	@Override
	public void dispose() {
		engine.close();
	}
}
