
package org.latentj.onednn;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.NativeFunction;

/**
 * The threads that oneDNN computes in: those of Java that call it, and those
 * that GNU's OpenMP gives to each of them. NB: OpenMP keeps what it gave to a
 * thread until that one ends; so what calls oneDNN are threads that end with
 * their work.
 */
final class Threads {

	private static final int ALL = all(System.getenv("OMP_NUM_THREADS"), Runtime
		.getRuntime().availableProcessors());

	/**
	 * How many OpenMP gives to the thread that calls it; {@code null}: unknown.
	 */
	private static final NativeFunction GIVEN = given();

	private Threads() {}

	/** NB: of the library that oneDNN's own has loaded, so that one first. */
	private static NativeFunction given() {
		try {
			Loader.load(dnnl.class);
			return NativeFunction.find("libgomp.so.1", "omp_set_num_threads");
		}
		catch (final LinkageError e) {
			return null;
		}
	}

	/**
	 * How many a run takes.
	 *
	 * @param variable what the environment tells OpenMP, or {@code null}: as many
	 *          as there are cores
	 */
	static int all(final String variable, final int cores) {
		final String first = variable == null ? "" : variable.split(",")[0].strip();
		return first.matches("[1-9]\\d{0,3}") ? Integer.parseInt(first) : cores;
	}

	static int all() {
		return ALL;
	}

	/**
	 * In how many equal parts of whole items a run's work is done at once: as
	 * many as have as many threads each.
	 */
	static int parts(final long items, final int threads) {
		return BigInteger.valueOf(items).gcd(BigInteger.valueOf(threads))
			.intValue();
	}

	/** The same for all threads; 1 where OpenMP cannot be told their number. */
	static int parts(final long items) {
		return parts(items, apart(ALL));
	}

	/** How many of so many can work apart; 1 where OpenMP cannot be told. */
	static int apart(final int threads) {
		return GIVEN == null ? 1 : threads;
	}

	/**
	 * Does pieces of work at the same time, each in a thread of its own, and
	 * waits for them.
	 *
	 * @param threads of OpenMP for each of them
	 * @throws RuntimeException what a piece of work has thrown; others are done
	 *           all the same
	 */
	static void run(final int threads, final List<Runnable> work) {
		final List<Throwable> failures = new ArrayList<>();
		final List<Thread> started = new ArrayList<>();
		try {
			for (final Runnable one : work) {
				final Thread thread = new Thread(() -> run(threads, one, failures),
					Thread.currentThread().getName() + " " + started.size());
				thread.setDaemon(true);
				thread.start();
				started.add(thread);
			}
		}
		finally {
			started.forEach(Threads::join);
		}
		if (!failures.isEmpty()) {
			throw rethrown(failures.get(0));
		}
	}

	private static void run(final int threads, final Runnable work,
		final List<Throwable> failures)
	{
		try {
			if (GIVEN != null) {
				GIVEN.call(threads);
			}
			work.run();
		}
		catch (final Throwable e) {
			// NB: errors too, for example OutOfMemoryError.
			synchronized (failures) {
				failures.add(e);
			}
		}
	}

	private static void join(final Thread thread) {
		boolean interrupted = false;
		while (thread.isAlive()) {
			try {
				thread.join();
			}
			catch (final InterruptedException e) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private static RuntimeException rethrown(final Throwable e) {
		if (e instanceof Error error) {
			throw error;
		}
		return (RuntimeException) e;
	}
}
