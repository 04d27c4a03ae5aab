
package org.latentj.command.progress;

import org.latentj.pipeline.Phase;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.sampling.SamplingSettings;
import org.latentj.tensor.Tensor;

/** Follows runs, and tells how far they are whenever that has changed. */
public abstract class AbstractProgress implements RunListener {

	private final ProgressText progress = new ProgressText();

	/**
	 * Called on the thread of the runs.
	 *
	 * @param done 0 to {@link ProgressText#END}
	 * @param text as {@link ProgressText#text} gives it
	 */
	protected abstract void tell(int done, String text);

	private void tell() {
		tell(progress.done(), progress.text());
	}

	/** See {@link ProgressText#lastWord}. */
	protected final String lastWord() {
		return progress.lastWord();
	}

	@Override
	public void onStage(final Stage begun) {
		progress.onStage(begun);
		tell();
	}

	@Override
	public void onPhase(final Phase phase) {
		progress.onPhase(phase);
	}

	@Override
	public void onSampling(final SamplingSettings settings) {
		progress.onSampling(settings);
	}

	@Override
	public void onStep(final int step, final int steps, final double sigma,
		final Tensor denoised)
	{
		progress.onStep(step, steps, sigma, denoised);
		tell();
	}
}
