
package org.latentj.command.preview;

import ij.ImagePlus;
import ij.macro.Interpreter;
import ij.process.ImageProcessor;

import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.Optional;

import org.latentj.command.progress.TimeShare;
import org.latentj.command.progress.PhasePath;
import org.latentj.control.StopSignal;
import org.latentj.pipeline.Estimate;
import org.latentj.pipeline.Phase;
import org.latentj.pipeline.RunListener;
import org.latentj.tensor.Tensor;

/**
 * Shows the noise becoming a picture: in a window while it happens, and if
 * wanted in a stack of all steps afterwards. Closing the window stops the run.
 */
public final class StepViews implements RunListener, AutoCloseable {

	/** Part of the time that the window may take with the fast look. */
	private static final double FAST_PART = 0.004;

	private final StepLook look;

	private final Optional<PreviewWindow> window;

	private final Optional<KeptSteps> kept;

	private final TimeShare pace;

	private final PhasePath phases = new PhasePath();

	/**
	 * @param preview what the window shows; none where there is no screen, or
	 *          where a macro wants no windows
	 * @param keep whether steps are kept; by the colours of their cells if there
	 *          is no preview
	 */
	public StepViews(final StepLook preview, final boolean keep,
		final StopSignal stop)
	{
		final boolean shown = preview != StepLook.NONE && !GraphicsEnvironment
			.isHeadless() && !Interpreter.isBatchMode();
		look = preview == StepLook.NONE ? StepLook.FAST : preview;
		window = shown ? Optional.of(new PreviewWindow(stop)) : Optional.empty();
		kept = keep ? Optional.of(new KeptSteps(look)) : Optional.empty();
		pace = new TimeShare(look == StepLook.FAST ? FAST_PART : 1,
			System::nanoTime);
	}

	@Override
	public void onPhase(final Phase phase) {
		phases.begin(phase);
	}

	@Override
	public void onStep(final int step, final int steps, final double sigma,
		final Tensor denoised)
	{
		// NB: the estimate, which comes next, tells all that is needed.
	}

	@Override
	public void onEstimate(final Estimate estimate) {
		if (kept.isPresent()) {
			final List<ImageProcessor> pictures = look.pictures(estimate);
			kept.get().add(pictures, phases, estimate);
			// NB: copies, since the window's may be drawn on.
			window.ifPresent(w -> show(w, pictures.stream().map(
				ImageProcessor::duplicate).toList(), estimate));
		}
		else if (window.isPresent() && pace.isDue()) {
			pace.run(() -> show(window.get(), look.pictures(estimate), estimate));
		}
	}

	private void show(final PreviewWindow shown,
		final List<ImageProcessor> pictures, final Estimate estimate)
	{
		shown.show(pictures, look.pixelSize(estimate.format()), phases.text(
			"step " + estimate.step() + " of " + estimate.steps()));
	}

	/**
	 * All steps so far as a new image.
	 *
	 * @param result what they lead to
	 * @return null if none were kept
	 */
	public ImagePlus kept(final ImagePlus result) {
		return kept.map(k -> k.toImage(result)).orElse(null);
	}

	@Override
	public void close() {
		window.ifPresent(PreviewWindow::close);
	}
}
