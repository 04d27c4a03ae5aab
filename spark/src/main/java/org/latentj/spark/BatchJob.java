
package org.latentj.spark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.latentj.control.Failure;

/**
 * {@code Batch...} on a cluster:
 *
 * <pre>
 * spark-submit --class org.latentj.spark.BatchJob latentj-spark.jar
 *   --operation img2img --input RAW --output MADE --prompt nuclei --seed 42 --models /shared/models
 * </pre>
 *
 * Results, records and journal are those of {@code Batch...}, to the bit on
 * machines of one kind with as many threads, and one goes on where the other
 * stopped. The exit status is 0 if all items are done, 1 if some failed or the
 * job ended before its end, 2 if it cannot do what was asked for: then nothing
 * was begun.
 */
public final class BatchJob {

	/** All items are done. */
	static final int DONE = 0;

	/** Some failed, or it ended before its end. */
	static final int FAILED = 1;

	/** Nothing was begun. */
	static final int WRONG_USE = 2;

	private static final long END_SECONDS = 20;

	private final PrintStream out;

	private final PrintStream err;

	/** Null until it runs. */
	private volatile BatchCall call;

	BatchJob(final PrintStream out, final PrintStream err) {
		this.out = out;
		this.err = err;
	}

	/** @param args options, see {@code --help} */
	public static void main(final String... args) {
		final BatchJob job = new BatchJob(new PrintStream(System.out, true,
			StandardCharsets.UTF_8), new PrintStream(System.err, true,
				StandardCharsets.UTF_8));
		final CountDownLatch ended = new CountDownLatch(1);
		// NB: what was made by then is in the journal, and nothing is left behind.
		Runtime.getRuntime().addShutdownHook(new Thread(() -> job.cancel(ended),
			"LatentJ cancel"));
		final int status = job.run(args);
		ended.countDown();
		// NB: not all threads of Spark and SciJava end by themselves.
		System.exit(status);
	}

	/** What the jar says that it is. */
	static String version() {
		final String version = BatchJob.class.getPackage()
			.getImplementationVersion();
		return version == null ? "(not from its jar)" : version;
	}

	/**
	 * Does all of it.
	 *
	 * @return the exit status
	 */
	int run(final String... args) {
		System.setProperty("java.awt.headless", "true");
		try (SentFiles sent = SentFiles.ofThisJob()) {
			return run(sent.folder(), args);
		}
		catch (final IOException e) {
			err.println(Failure.text(e));
			return WRONG_USE;
		}
	}

	private int run(final Optional<Path> sent, final String... args) {
		try {
			final JobOptions options = JobOptions.of(args);
			if (options.isHelp()) {
				out.println(options.help());
				return DONE;
			}
			return run(options, sent);
		}
		catch (final IllegalArgumentException e) {
			err.println(e.getMessage());
			return WRONG_USE;
		}
	}

	private int run(final JobOptions options, final Optional<Path> sent) {
		final JobSettings settings = options.settings();
		final JobDriver driver = new JobDriver(options, out);
		try (ProcessEngine.Lease engine = ProcessEngine.lease(settings, JobDriver
			.cores(), sent))
		{
			call = new BatchCall(engine.context(), settings.inputs());
			final String text = call.run(driver.way(settings, call));
			if (driver.report().isEmpty()) {
				// NB: a dry run.
				out.println(text);
				return DONE;
			}
			return driver.tell(text, options.report());
		}
		catch (final CancellationException e) {
			err.println("cancelled; run it again, and it goes on where it stopped");
			return FAILED;
		}
		catch (IllegalArgumentException | IOException e) {
			err.println(e.getMessage());
			return driver.isBegun() ? FAILED : WRONG_USE;
		}
	}

	/** Stops it, and waits for its end. */
	void cancel(final CountDownLatch ended) {
		final BatchCall running = call;
		if (running != null) {
			running.stop();
			try {
				ended.await(END_SECONDS, TimeUnit.SECONDS);
			}
			catch (final InterruptedException e) {
				Thread.currentThread().interrupt();
			}
		}
	}
}
