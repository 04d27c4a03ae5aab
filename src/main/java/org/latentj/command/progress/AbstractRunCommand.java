
package org.latentj.command.progress;

import java.io.IOException;
import java.util.concurrent.CancellationException;

import org.latentj.command.input.CheckedCommand;
import org.latentj.command.input.Preconditions;
import org.latentj.control.Failure;
import org.latentj.control.StopSignal;
import org.latentj.service.StableDiffusionService;
import org.scijava.app.StatusService;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.task.TaskService;

/**
 * A command whose run shows progress, can be stopped, and says in one message
 * what went wrong.
 */
public abstract class AbstractRunCommand extends CheckedCommand implements
	Preconditions
{

	@Parameter
	private StableDiffusionService diffusion;

	@Parameter
	private StatusService status;

	@Parameter
	private TaskService tasks;

	@Parameter
	private LogService log;

	private final StopSignal stop = new StopSignal();

	private String lack;

	/**
	 * Does the work; a {@link CancellationException} means that it was stopped.
	 */
	protected abstract void execute(RunProgress progress) throws IOException;

	@Override
	protected final void runChecked() {
		try (RunProgress progress = new RunProgress(getInfo().getTitle(), diffusion
			.status().join(status, getInfo().getTitle()), tasks, stop, log))
		{
			execute(progress);
			if (lack != null) {
				cancel(lack);
			}
			else if (!isCanceled()) {
				progress.succeeded();
			}
		}
		catch (final CancellationException e) {
			if (!isCanceled()) {
				cancel("");
			}
		}
		catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
			fail(e);
		}
	}

	/** Ends the run with what an exception says. */
	protected final void fail(final Throwable e) {
		cancel(Failure.tell(e, log::error));
	}

	/**
	 * Ends the run.
	 *
	 * @param reason what to tell the user; nothing if empty or null
	 */
	@Override
	public void cancel(final String reason) {
		super.cancel(reason);
		stop.stop();
	}

	/**
	 * Says that the run ended before all was done, so that its outputs have less
	 * than was asked for.
	 *
	 * @param why to tell the user when the outputs are there
	 */
	protected final void incomplete(final String why) {
		lack = why;
	}

	@Override
	public void checkBeforeDialog() {}

	protected final StableDiffusionService diffusion() {
		return diffusion;
	}

	protected final StopSignal stopSignal() {
		return stop;
	}
}
