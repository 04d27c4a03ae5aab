
package org.latentj.command.forecast;

import java.util.Optional;
import java.util.function.LongSupplier;

import org.latentj.control.Pace;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.model.Speed;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.tensor.Tensor;

/**
 * Measures how fast a command's runs are. NB: loading does not count, nor does
 * the first step of all, in which the network's file is read.
 */
public final class PaceMeter implements RunListener {

	private final LongSupplier clock;

	private long mark;

	private boolean loading;

	private boolean begun;

	private int calls = 1;

	private Speed speed = Speed.EXACT;

	private double secondsOfSteps;

	private double secondsBeside;

	/** Cells times calls that were done in the time of steps. */
	private double work;

	/** Cells of all pictures that were sampled. */
	private double cells;

	/** From now on. */
	public PaceMeter() {
		this(System::nanoTime);
	}

	/** @param clock nanoseconds */
	PaceMeter(final LongSupplier clock) {
		this.clock = clock;
		mark = clock.getAsLong();
	}

	/** How often the network is called in a step for each picture. */
	public static int calls(final SamplingSettings settings) {
		return Samplers.of(settings.sampler().id()).calls() * (settings.cfg() == 1
			? 1 : 2);
	}

	@Override
	public void onStage(final Stage stage) {
		pass();
		loading = stage.kind() == Stage.Kind.LOADING;
	}

	@Override
	public void onSampling(final SamplingSettings settings) {
		calls = calls(settings);
		speed = settings.speed();
	}

	@Override
	public void onStep(final int step, final int steps, final double sigma,
		final Tensor denoised)
	{
		final double size = denoised.length() / (double) denoised.size(1);
		if (step == 1) {
			cells += size;
		}
		if (begun) {
			secondsOfSteps += since();
			work += size * calls;
		}
		else {
			since();
		}
		begun = true;
		loading = false;
	}

	/** How the network computed, the last time. */
	Speed speed() {
		return speed;
	}

	private void pass() {
		final double seconds = since();
		secondsBeside += loading ? 0 : seconds;
	}

	private double since() {
		final long now = clock.getAsLong();
		final double seconds = (now - mark) / 1e9;
		mark = now;
		return seconds;
	}

	/** What was measured up to now; empty if too little was done. */
	public Optional<Pace> pace() {
		pass();
		return work == 0 ? Optional.empty() : Optional.of(new Pace(secondsOfSteps /
			work, secondsBeside / cells));
	}
}
