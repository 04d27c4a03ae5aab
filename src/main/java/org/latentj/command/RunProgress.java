
package org.latentj.command;

import ij.IJ;

import java.awt.GraphicsEnvironment;
import java.util.Timer;
import java.util.TimerTask;

import org.latentj.control.StopSignal;
import org.latentj.pipeline.RunListener;
import org.latentj.tensor.Tensor;
import org.scijava.app.StatusService;
import org.scijava.log.LogService;
import org.scijava.task.Task;
import org.scijava.task.TaskService;

/**
 * Shows a run in the status bar and as a task, and stops it when the user
 * cancels the task or presses ESC.
 */
final class RunProgress implements RunListener, AutoCloseable {

	private static final int ESCAPE_POLL_MILLIS = 100;

	private final StatusService status;

	private final StopSignal stop;

	private final LogService log;

	private final Task task;

	private final Timer escape = new Timer("LatentJ ESC", true);

	private String stage = "";

	RunProgress(final String title, final StatusService status,
		final TaskService tasks, final StopSignal stop, final LogService log)
	{
		this.log = log;
		this.status = status;
		this.stop = stop;
		task = tasks.createTask(title);
		task.setCancelCallBack(stop::stop);
		task.start();
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

	@Override
	public void onStage(final String name) {
		stop.check();
		stage = name;
		task.setStatusMessage(name);
		status.showStatus(name);
	}

	@Override
	public void onStep(final int step, final int steps, final double sigma,
		final Tensor denoised)
	{
		stop.check();
		final String text = (stage.isEmpty() ? "Step" : stage + ", step") + " " +
			step + " of " + steps;
		task.setProgressMaximum(steps);
		task.setProgressValue(step);
		task.setStatusMessage(text);
		status.showStatus(step, steps, text);
	}

	@Override
	public void onWarning(final String warning) {
		log.warn(warning);
		status.showStatus(warning);
	}

	@Override
	public void close() {
		escape.cancel();
		task.finish();
		status.showStatus(1, 1, "");
	}
}
