
package org.latentj.command.base;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.latentj.operation.Operation;
import org.latentj.pipeline.Phase;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.stack.StackRun;

/**
 * Runs the operations of a command, and tells the listener which part of the
 * command's work they are.
 */
public final class OperationRunner implements StackRun.Runner {

	private final StackRun.Runner runner;

	private final RunListener listener;

	private final Runnable check;

	/** @param check fails if no further part may begin */
	OperationRunner(final StackRun.Runner runner, final RunListener listener,
		final Runnable check)
	{
		this.runner = runner;
		this.listener = listener;
		this.check = check;
	}

	@Override
	public Picture run(final Operation operation) throws IOException {
		return runner.run(operation);
	}

	/**
	 * Says that the next runs are a part of the work.
	 *
	 * @param stage what comes first, for the status bar
	 */
	public void begin(final Phase phase, final Stage stage) {
		check.run();
		listener.onPhase(phase);
		listener.onStage(stage);
	}

	/** Tells the user what he should know. */
	public void warn(final List<String> notes) {
		notes.forEach(listener::onWarning);
	}

	/** Tells what one of several pieces of work failed with. */
	public void failed(final Throwable why) {
		listener.onFailure(why);
	}

	/** Says what is done that is no part of the work. */
	public void stage(final Stage stage) {
		listener.onStage(stage);
	}

	/** Runs operations for an image: each run is one of so many slices. */
	public StackRun.Runner forSlices(final int count) {
		final AtomicInteger number = new AtomicInteger();
		return operation -> {
			listener.onPhase(new Phase("slice", number.incrementAndGet(), count));
			return run(operation);
		};
	}
}
