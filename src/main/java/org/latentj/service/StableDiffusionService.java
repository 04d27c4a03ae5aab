
package org.latentj.service;

import org.latentj.control.StopSignal;
import org.latentj.pipeline.Operation;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.RunListener;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.SciJavaService;
import org.scijava.service.Service;

/** Runs operations with loaded checkpoints that it keeps. */
@Plugin(type = Service.class)
public class StableDiffusionService extends AbstractService implements
	SciJavaService
{

	/**
	 * Runs one operation; blocks until it is done.
	 *
	 * @throws java.util.concurrent.CancellationException if the signal was given
	 */
	public Picture run(final ModelChoice models, final Operation operation,
		final RunListener listener, final StopSignal stop)
	{
		throw new UnsupportedOperationException("being written");
	}
}
