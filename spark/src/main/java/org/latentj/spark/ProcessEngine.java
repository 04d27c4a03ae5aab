
package org.latentj.spark;

import ij.Prefs;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.latentj.engine.compute.ComputeChoice;
import org.latentj.engine.folder.InstalledModels;
import org.latentj.service.StableDiffusionService;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.CommandService;
import org.scijava.service.Service;
import org.scijava.task.TaskService;

/**
 * The one service of this process, with the models that it has loaded. All
 * tasks of an executor share it, however many there are at a time; it is opened
 * for the first and lives as long as the process. Preferences of whoever
 * started the process play no part.
 */
final class ProcessEngine {

	/** NB: one for each process is what it is for. */
	private static final ProcessEngine OF_THIS_PROCESS = new ProcessEngine();

	private static final long END_SECONDS = 20;

	private Context context;

	private Key key;

	private int leases;

	private int opened;

	private boolean ending;

	private ProcessEngine() {
		Runtime.getRuntime().addShutdownHook(new Thread(this::end,
			"LatentJ engine"));
	}

	/** What cannot be changed while somebody has a lease. */
	private record Key(List<String> models, ComputeChoice compute,
			Optional<Path> sent) {
	}

	/** A use of the service, to be closed. */
	final class Lease implements AutoCloseable {

		private boolean open = true;

		/** Has the service, and what commands need. */
		Context context() {
			return context;
		}

		@Override
		public void close() {
			synchronized (ProcessEngine.this) {
				if (open) {
					open = false;
					leases--;
					ProcessEngine.this.notifyAll();
				}
			}
		}
	}

	/**
	 * Uses the service of this process.
	 *
	 * @param settings where models are and how networks are computed
	 * @param cores that Spark gives a task here
	 * @param sent folder of files that came with the job, where models are looked
	 *          for last
	 * @throws IllegalStateException if this process ends, or another job with
	 *           other models is at work in it
	 */
	static Lease lease(final JobSettings settings, final int cores,
		final Optional<Path> sent)
	{
		return OF_THIS_PROCESS.leaseFor(new Key(settings.models(), settings
			.compute().choice(cores), sent));
	}

	/**
	 * Uses the service that is open here, with whatever models: that of the
	 * driver, whose process is the executor's where there is no cluster.
	 *
	 * @throws IllegalStateException if none is, or this process ends
	 */
	static Lease leaseOpen() {
		return OF_THIS_PROCESS.leaseWhatIsOpen();
	}

	private synchronized Lease leaseWhatIsOpen() {
		if (ending || context == null) {
			throw new IllegalStateException("this process ends");
		}
		leases++;
		return new Lease();
	}

	/** How often a service was opened in this process. */
	static int opened() {
		synchronized (OF_THIS_PROCESS) {
			return OF_THIS_PROCESS.opened;
		}
	}

	/**
	 * NB: what ImageJ chooses when it starts, unless its user chose otherwise;
	 * its class alone has the other one. ImageJ reads the notes of a TIFF in that
	 * one wrong.
	 */
	private static void chooseByteOrder() {
		Prefs.intelByteOrder = false;
	}

	/** One of whoever asks for it, for a look at commands. */
	static Context newContext() {
		return new Context(List.<Class<? extends Service>> of(
			StableDiffusionService.class, CommandService.class, StatusService.class,
			TaskService.class));
	}

	private synchronized Lease leaseFor(final Key asked) {
		if (ending) {
			throw new IllegalStateException("this process ends");
		}
		if (context == null || !asked.equals(key)) {
			if (leases > 0) {
				throw new IllegalStateException(
					"a job with other models is at work in this process");
			}
			dispose();
			open(asked);
		}
		leases++;
		return new Lease();
	}

	private void open(final Key asked) {
		final List<String> folders = new ArrayList<>(asked.models());
		asked.sent().map(Path::toString).ifPresent(folders::add);
		if (!folders.isEmpty()) {
			System.setProperty(InstalledModels.PROPERTY, String.join(
				File.pathSeparator, folders));
		}
		context = newContext();
		context.service(StableDiffusionService.class).choose(asked.compute());
		chooseByteOrder();
		key = asked;
		opened++;
	}

	private void dispose() {
		if (context != null) {
			context.dispose();
			context = null;
		}
	}

	/** NB: native code whose memory is freed under it would crash. */
	private synchronized void end() {
		ending = true;
		final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(
			END_SECONDS);
		try {
			while (leases > 0 && System.nanoTime() < until) {
				wait(100);
			}
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
		if (leases == 0) {
			dispose();
		}
	}
}
