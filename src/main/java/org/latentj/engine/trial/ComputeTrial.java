
package org.latentj.engine.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import org.latentj.control.OutsideException;
import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.Session;
import org.latentj.engine.compute.ComputeChoice;
import org.latentj.pipeline.Computation;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/**
 * Two steps of a picture, computed in some way. Nothing is kept of it.
 *
 * @param choice how it was to be computed
 * @param memory how weights of the networks were held, as records tell it
 * @param opening seconds from the call to the first step: loading of text
 *          encoder and diffusion model, and the prompts
 * @param step seconds of the second step; the first one warms up
 * @param bytes memory that the networks take, as far as LatentJ knows
 * @param warnings what a user should know of it
 * @param problem why it could not be computed so; then all numbers are 0
 */
public record ComputeTrial(ComputeChoice choice, String memory, double opening,
		double step, long bytes, List<String> warnings, Optional<String> problem) {

	private static final int STEPS = 2;

	private static final SamplingSettings SAMPLING = new SamplingSettings(1,
		STEPS, 4, Samplers.EULER, Schedulers.NORMAL, 1);

	/** Copies the list. */
	public ComputeTrial {
		warnings = List.copyOf(warnings);
	}

	/**
	 * Tries it.
	 *
	 * @param models of which the checkpoint is
	 * @param size width and height of the picture in pixels
	 * @throws IOException if a file cannot be used
	 * @throws java.util.concurrent.CancellationException if it was stopped
	 */
	public static ComputeTrial of(final ModelChoice models,
		final ComputeChoice choice, final int size, final StopSignal stop)
		throws IOException
	{
		try (DiffusionEngine engine = new DiffusionEngine()) {
			engine.choose(choice);
			final Watch watch = new Watch();
			try (Session session = engine.session(stop)) {
				final Pipeline pipeline = session.pipeline(models, watch);
				final Conditioning text = pipeline.encodeText("a", 1);
				pipeline.sample(text, pipeline.encodeText("", 1), SAMPLING, pipeline
					.emptyLatent(size, size, 1));
				session.warnings().forEach(watch::onWarning);
				return watch.trial(choice, session.computation(), engine.cache()
					.loadedBytes());
			}
		}
		catch (final OutsideException e) {
			return new ComputeTrial(choice, "", 0, 0, 0, List.of(), Optional.of(e
				.getMessage()));
		}
	}

	/** Looks at the clock. */
	private static final class Watch implements RunListener {

		private static final double NANOS = 1e9;

		private final long begun = System.nanoTime();

		private final long[] steps = new long[STEPS];

		private final List<String> warnings = new ArrayList<>();

		private long sampling;

		@Override
		public void onStage(final Stage stage) {
			if (stage.kind() == Stage.Kind.SAMPLING) {
				sampling = System.nanoTime();
			}
		}

		@Override
		public void onStep(final int step, final int of, final double sigma,
			final Tensor denoised)
		{
			steps[step - 1] = System.nanoTime();
		}

		@Override
		public void onWarning(final String warning) {
			warnings.add(warning);
		}

		ComputeTrial trial(final ComputeChoice choice, final Computation how,
			final long bytes)
		{
			return new ComputeTrial(choice, String.join(" and ", new TreeSet<>(how
				.memory().values())), (sampling - begun) / NANOS, (steps[1] -
					steps[0]) / NANOS, bytes, warnings, Optional.empty());
		}
	}
}
