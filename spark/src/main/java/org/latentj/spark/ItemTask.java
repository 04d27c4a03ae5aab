
package org.latentj.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.latentj.batch.BatchListener;
import org.latentj.batch.MadeItem;
import org.latentj.batch.OpenItem;
import org.latentj.command.batch.BatchWay;
import org.latentj.command.batch.PreparedBatch;
import org.latentj.control.StopSignal;
import org.scijava.log.LogService;

import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * A task: works on a few items in an executor. It writes files whole under
 * names of its own; that of two attempts at the same items one counts is the
 * driver's matter.
 */
final class ItemTask extends
	AbstractFunction1<Iterator<List<OpenItem>>, ArrayList<MadeItem>> implements
	Serializable
{

	private static final long serialVersionUID = 1;

	private static final int POLL_MILLIS = 100;

	private final JobSettings job;

	private final TreeMap<String, String> told;

	/**
	 * @param job what is asked for
	 * @param told what the journal says of each item: settings, SHA-256 of models
	 */
	ItemTask(final JobSettings job, final Map<String, String> told) {
		this.job = job;
		this.told = new TreeMap<>(told);
	}

	@Override
	public ArrayList<MadeItem> apply(final Iterator<List<OpenItem>> parts) {
		System.setProperty("java.awt.headless", "true");
		final List<OpenItem> open = new ArrayList<>();
		while (parts.hasNext()) {
			open.addAll(parts.next());
		}
		final TaskContext task = TaskContext.get();
		final Attempt attempt = new Attempt(open, SparkEnv.get().conf().getAppId() +
			"-" + task.taskAttemptId(), task.cpus());
		attempt.start();
		waitFor(attempt, task);
		return attempt.made();
	}

	/** NB: Spark interrupts its own thread, in which files would be closed. */
	private static void waitFor(final Attempt attempt, final TaskContext task) {
		boolean interrupted = false;
		while (attempt.isAlive()) {
			try {
				attempt.join(POLL_MILLIS);
			}
			catch (final InterruptedException e) {
				interrupted = true;
			}
			if (interrupted || task.isInterrupted()) {
				attempt.cancel();
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/** Works on the items in a thread that nobody interrupts. */
	private final class Attempt extends Thread implements BatchWay {

		private final List<OpenItem> open;

		private final String name;

		private final int cores;

		private final ArrayList<MadeItem> made = new ArrayList<>();

		private LogService log;

		private BatchCall call;

		private boolean cancelled;

		private Throwable failure;

		private Attempt(final List<OpenItem> open, final String name,
			final int cores)
		{
			super("LatentJ " + name);
			setDaemon(true);
			this.open = open;
			this.name = name;
			this.cores = cores;
		}

		@Override
		public void run() {
			try (ProcessEngine.Lease engine = lease(cores)) {
				log = engine.context().service(LogService.class);
				begin(new BatchCall(engine.context(), job.inputs())).run(this);
			}
			catch (final CancellationException e) {
				failure = new TaskKilledException("cancelled");
			}
			catch (IllegalArgumentException | IllegalStateException e) {
				failure = new WorkerException(host() + ": " + e.getMessage());
			}
			catch (RuntimeException | Error e) {
				failure = e;
			}
		}

		private synchronized BatchCall begin(final BatchCall begun) {
			call = begun;
			if (cancelled) {
				throw new CancellationException();
			}
			return begun;
		}

		private synchronized void cancel() {
			if (!cancelled && call != null) {
				call.stop();
			}
			cancelled = true;
		}

		@Override
		public boolean isOfAll() {
			return false;
		}

		@Override
		public String run(final PreparedBatch batch, final BatchListener progress,
			final StopSignal stop)
		{
			requireSame(batch.facts().told());
			new TaskItems(batch.work(), open, name).make(log, progress, stop,
				item -> made.add(placed(item)));
			return "";
		}

		private ArrayList<MadeItem> made() {
			if (failure instanceof RuntimeException unchecked) {
				throw unchecked;
			}
			if (failure instanceof Error error) {
				throw error;
			}
			if (failure != null) {
				throw ItemTask.<RuntimeException> sneaky(failure);
			}
			return made;
		}
	}

	/** NB: Scala knows no checked exceptions. */
	@SuppressWarnings("unchecked")
	private static <E extends Throwable> E sneaky(final Throwable failure)
		throws E
	{
		throw (E) failure;
	}

	/** NB: else a file that differs on one machine would be seen by nobody. */
	private void requireSame(final Map<String, String> here) {
		for (final Map.Entry<String, String> setting : told.entrySet()) {
			final String own = here.get(setting.getKey());
			if (!setting.getValue().equals(own)) {
				throw new IllegalArgumentException(setting.getKey() + " is " + own +
					" there and " + setting.getValue() +
					" where the job was started: all machines must have the same files of models");
			}
		}
	}

	/** Says where an item failed, if there are several machines. */
	private static MadeItem placed(final MadeItem made) {
		return made.entry().succeeded() || isLocal() ? made : made.failed(made
			.entry().error() + " (on " + host() + ")");
	}

	private static boolean isLocal() {
		return "driver".equals(SparkEnv.get().executorId());
	}

	private static String host() {
		return isLocal() ? "this machine" : SparkEnv.get().blockManager()
			.blockManagerId().host();
	}

	/** NB: the files that came with the job are in a folder of Spark's. */
	private ProcessEngine.Lease lease(final int cores) {
		return isLocal() ? ProcessEngine.leaseOpen() : ProcessEngine.lease(job,
			cores, Optional.of(Path.of(SparkFiles.getRootDirectory())));
	}
}
