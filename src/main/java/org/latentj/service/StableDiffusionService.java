
package org.latentj.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.latentj.control.StopSignal;
import org.latentj.family.EmbeddingReader;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.pipeline.Operation;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.RunListener;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.prefs.PrefService;
import org.scijava.service.AbstractService;
import org.scijava.service.SciJavaService;
import org.scijava.service.Service;

/**
 * Runs operations with checkpoints that it keeps loaded. All commands of one
 * ImageJ share it.
 *
 * <pre>
 *
 * Txt2Img cat = new Txt2Img(new Prompt("a cat", ""), 512, 512, 1, 1, settings);
 * Picture p = service.run(new ModelChoice(file, Optional.empty()), cat,
 * 	RunListener.NONE, new StopSignal());
 * </pre>
 */
@Plugin(type = Service.class)
public class StableDiffusionService extends AbstractService implements
	SciJavaService
{

	private static final String BUDGET = "budget";

	private static final String WEIGHTS = "weights";

	/** NB: none without ImageJ, and in contexts that name their services. */
	@Parameter(required = false)
	private PrefService preferences;

	private final ModelCache cache = new ModelCache(usualBudget());

	private final ModelLook look = new ModelLook();

	private final SharedStatus status = new SharedStatus();

	private final EmbeddingReader embeddings = new EmbeddingReader();

	/** NB: runs of several threads look at it while another one changes it. */
	private final AtomicReference<OrtSettings> settings = new AtomicReference<>(
		OrtSettings.DEFAULT);

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
		operation.warnings().forEach(listener::onWarning);
		try (LeasedParts parts = parts(models, stop)) {
			parts.requireAll();
			parts.warnings().forEach(listener::onWarning);
			final Picture picture = operation.run(new Pipeline(parts, listener,
				stop));
			listener.onComputation(parts.computation());
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
	 * @throws IllegalArgumentException likewise, of a part that has a gap
	 */
	public void require(final ModelChoice models, final StopSignal stop)
		throws IOException
	{
		try (LeasedParts parts = parts(models, stop)) {
			parts.requireAll();
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
	}

	private LeasedParts parts(final ModelChoice models, final StopSignal stop) {
		return new LeasedParts(cache, models, settings(), SystemMemory::available,
			stop, embeddings);
	}

	/**
	 * The folders in which models are looked for, and all that is in them now.
	 * What headers tell is kept as long as this service lives.
	 */
	public ModelFolder models() {
		return new ModelFolder(InstalledModels.folders(Optional.ofNullable(
			preferences)), look);
	}

	/** How many headers were read for {@link #models}. */
	long headerReads() {
		return look.reads();
	}

	/** The status bar of all commands that run. */
	public SharedStatus status() {
		return status;
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
		cache.setBudget(bytes);
		if (preferences != null) {
			preferences.put(StableDiffusionService.class, BUDGET,
				bytes == usualBudget() ? "" : Long.toString(bytes));
		}
	}

	/** The ways to hold weights by name, see {@link MemoryMode}. */
	public static List<String> weightModes() {
		return Arrays.stream(MemoryMode.values()).map(m -> m.name().toLowerCase(
			Locale.ROOT)).toList();
	}

	/** How weights are held, by name. */
	public String weights() {
		return settings().memory().name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Chooses how weights are held, now and in later sessions.
	 *
	 * @param name one of {@link #weightModes}
	 * @throws IllegalArgumentException if it is none
	 */
	public void chooseWeights(final String name) {
		final int mode = weightModes().indexOf(name);
		if (mode < 0) {
			throw new IllegalArgumentException("weights is '" + name +
				"', valid are " + String.join(", ", weightModes()));
		}
		setSettings(settings().with(MemoryMode.values()[mode]));
		if (preferences != null) {
			preferences.put(StableDiffusionService.class, WEIGHTS, name);
		}
	}

	/** Takes what was chosen in earlier sessions. */
	@Override
	public void initialize() {
		if (preferences == null) {
			return;
		}
		final String chosen = preferences.get(StableDiffusionService.class, BUDGET,
			"");
		if (!chosen.isEmpty()) {
			cache.setBudget(Long.parseLong(chosen));
		}
		final String mode = preferences.get(StableDiffusionService.class, WEIGHTS,
			weights());
		if (weightModes().contains(mode)) {
			chooseWeights(mode);
		}
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

	@Override
	public void dispose() {
		cache.close();
	}
}
