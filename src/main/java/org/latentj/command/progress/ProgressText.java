
package org.latentj.command.progress;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.latentj.pipeline.Phase;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.sampling.SamplingSettings;
import org.latentj.tensor.Tensor;

/**
 * How far a command's runs have come: as a number, and as a text with the time
 * left. Used by the thread of the runs.
 */
public final class ProgressText implements RunListener {

	/** The progress of all that is done. */
	public static final int END = 1000;

	private final PhasePath phases = new PhasePath();

	private final TimeLeft time = new TimeLeft(System::nanoTime);

	private String stage = "";

	private String[] details = {};

	private final long start = System.nanoTime();

	private final Set<Long> seeds = new HashSet<>();

	private boolean adaptive;

	private int done;

	@Override
	public void onStage(final Stage begun) {
		stage = begun.text();
		details = new String[0];
		time.stage(begun.kind() == Stage.Kind.LOADING);
	}

	@Override
	public void onPhase(final Phase phase) {
		phases.begin(phase);
		advance(0);
	}

	@Override
	public void onSampling(final SamplingSettings settings) {
		adaptive = settings.sampler().choosesSteps();
		seeds.add(settings.seed());
	}

	@Override
	public void onStep(final int step, final int steps, final double sigma,
		final Tensor denoised)
	{
		advance((double) step / steps);
		time.step(new TimeLeft.Pass(phases.from(), phases.to(), steps, denoised
			.length()), step);
		details = new String[] { "step " + step + " of " + (adaptive ? "about "
			: "") + steps, adaptive ? "" : time.text() };
	}

	/** NB: an adaptive sampler may find that there is more to do. */
	private void advance(final double part) {
		done = Math.max(done, (int) Math.round(END * phases.at(part)));
	}

	/** How much is done, 0 to {@value #END}. */
	public int done() {
		return done;
	}

	/** As in "done in 12.3 s, seed 42"; without a seed if there was not one. */
	public String lastWord() {
		return String.format(Locale.ROOT, "done in %.1f s", (System.nanoTime() -
			start) / 1e9) + (seeds.size() == 1 ? ", seed " + Long.toUnsignedString(
				seeds.iterator().next()) : "");
	}

	/** As in "Sampling, step 3 of 20, 0:42 left". */
	public String text() {
		final String place = phases.text(details);
		return stage.isEmpty() || place.isEmpty() ? stage + place : stage + ", " +
			place;
	}
}
