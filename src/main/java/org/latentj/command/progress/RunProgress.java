
package org.latentj.command.progress;

import ij.IJ;

import java.awt.GraphicsEnvironment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;

import org.latentj.control.Failure;
import org.latentj.control.StopSignal;
import org.latentj.pipeline.Stage;
import org.latentj.service.SharedStatus;
import org.latentj.tensor.Tensor;
import org.scijava.log.LogService;
import org.scijava.task.Task;
import org.scijava.task.TaskService;

/**
 * Shows a command's runs in the status bar and as a task, as one progress with
 * the time left, and stops them when the user cancels the task or presses ESC.
 */
public final class RunProgress extends AbstractProgress implements
	AutoCloseable
{

	private static final int ESCAPE_POLL_MILLIS = 100;

	private final SharedStatus.Share status;

	private final StopSignal stop;

	private final LogService log;

	private final Task task;

	private final ProgressThread teller;

	private final Timer escape = new Timer("LatentJ ESC", true);

	private String lastWord = "";

	private final Set<String> warnings = Collections.synchronizedSet(
		new LinkedHashSet<>());

	public RunProgress(final String title, final SharedStatus.Share status,
		final TaskService tasks, final StopSignal stop, final LogService log)
	{
		this.log = log;
		this.status = status;
		this.stop = stop;
		task = tasks.createTask(title);
		task.setCancelCallBack(stop::stop);
		teller = new ProgressThread(stop);
		teller.tell(task::start);
		IJ.resetEscape();
		// NB: a step can last a minute, so ESC is not left to the steps.
		escape.schedule(new TimerTask() {

			@Override
			public void run() {
				if (IJ.escapePressed()) {
					stop.stop();
				}
			}
		}, ESCAPE_POLL_MILLIS, ESCAPE_POLL_MILLIS);
		if (GraphicsEnvironment.isHeadless()) {
			escape.cancel();
		}
	}

	/** NB: who kills a script interrupts its thread; no one else does. */
	private void check() {
		if (Thread.currentThread().isInterrupted()) {
			stop.stop();
		}
		stop.check();
	}

	@Override
	public void onStage(final Stage begun) {
		check();
		super.onStage(begun);
	}

	@Override
	public void onStep(final int step, final int steps, final double sigma,
		final Tensor denoised)
	{
		check();
		super.onStep(step, steps, sigma, denoised);
	}

	@Override
	protected void tell(final int done, final String text) {
		teller.tell(() -> {
			task.setProgressMaximum(ProgressText.END);
			task.setProgressValue(done);
			task.setStatusMessage(text);
			status.show(done, ProgressText.END, text);
		});
	}

	@Override
	public void onFailure(final Throwable why) {
		Failure.tell(why, log::error);
	}

	@Override
	public void onWarning(final String warning) {
		// NB: all slices of a stack have the same to say.
		if (warnings.add(warning)) {
			log.warn(warning);
			status.warn(warning);
		}
	}

	/** Says at the end how long it took, and the seed. */
	public void succeeded() {
		lastWord = lastWord();
	}

	@Override
	public void close() {
		escape.cancel();
		final List<String> last = new ArrayList<>(warnings);
		if (!lastWord.isEmpty()) {
			last.add(0, lastWord);
		}
		teller.tell(() -> {
			task.finish();
			status.leave(String.join("; ", last));
		});
		teller.close();
	}
}
