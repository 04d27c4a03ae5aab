
package org.latentj.service;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.pipeline.Operation;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.RunListener;
import org.scijava.plugin.Plugin;
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

	/** Half of the machine's memory. */
	private final ModelCache cache = new ModelCache(SystemMemory.total() / 2);

	private OrtSettings settings = OrtSettings.DEFAULT;

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
		try (LeasedParts parts = new LeasedParts(cache, models, settings, stop)) {
			return operation.run(new Pipeline(parts, listener, stop));
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
	}

	/** What is loaded. */
	public ModelCache cache() {
		return cache;
	}

	/** How networks are run. */
	public OrtSettings settings() {
		return settings;
	}

	/**
	 * Changes how networks are run; what is open under other settings is closed
	 * when it is not in use.
	 */
	public void setSettings(final OrtSettings settings) {
		if (!settings.equals(this.settings)) {
			this.settings = settings;
			cache.release();
		}
	}

	@Override
	public void dispose() {
		cache.close();
	}
}
