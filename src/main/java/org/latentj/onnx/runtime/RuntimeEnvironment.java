
package org.latentj.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;

import java.util.concurrent.CancellationException;

import org.latentj.control.Failure;
import org.latentj.onnx.library.NativeCalls;
import org.latentj.onnx.library.NativeLibraries;

/** ONNX Runtime itself, of which a process has one. */
final class RuntimeEnvironment {

	/**
	 * What its log tells on the console. NB: its Java interface has no way to
	 * lead the log elsewhere; whatever fails is in an {@link InferenceException},
	 * too.
	 */
	static final OrtLoggingLevel LOG = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;

	private static final RuntimeEnvironment ONLY = new RuntimeEnvironment();

	private final NativeCalls calls = new NativeCalls();

	private final NativeLibraries libraries = new NativeLibraries();

	private final LowRankSum.Graphs sums = new LowRankSum.Graphs();

	private OrtEnvironment started;

	private RuntimeEnvironment() {}

	/**
	 * Starts it, if it hasn't been yet.
	 *
	 * @throws InferenceException if there is no library for this machine, or it
	 *           cannot be loaded; the message says why
	 * @throws IllegalStateException if the temporary folder cannot take the
	 *           library; the message says why
	 * @throws CancellationException if the process is ending
	 */
	static OrtEnvironment get() {
		return ONLY.environment();
	}

	/** What is under way in it. */
	static NativeCalls calls() {
		return ONLY.calls;
	}

	/** Where its native libraries lie. */
	static NativeLibraries libraries() {
		return ONLY.libraries;
	}

	/** The graphs that add products to weights. */
	static LowRankSum.Graphs sums() {
		return ONLY.sums;
	}

	/**
	 * A session of a small graph that has no weights, on one thread.
	 *
	 * @return the caller's to close
	 */
	static OrtSession small(final byte[] graph) throws OrtException {
		try (SessionOptions options = new SessionOptions()) {
			options.setSessionLogLevel(LOG);
			options.setIntraOpNumThreads(1);
			options.setMemoryPatternOptimization(false);
			return get().createSession(graph, options);
		}
	}

	private synchronized OrtEnvironment environment() {
		if (started == null) {
			try {
				started = start();
			}
			catch (final IllegalStateException e) {
				// NB: what is done at the end of the process can't be said any more.
				throw isEnding() ? NativeCalls.ending() : e;
			}
		}
		return started;
	}

	private OrtEnvironment start() {
		load();
		keepToTheEnd();
		final OrtEnvironment environment = OrtEnvironment.getEnvironment(LOG);
		endInOrder();
		sendNothing(environment);
		return environment;
	}

	private void load() {
		try {
			libraries.load(OrtEnvironment::getAvailableProviders);
		}
		catch (final LinkageError e) {
			throw new InferenceException("ONNX Runtime has no native library for " +
				System.getProperty("os.name") + " on " + System.getProperty("os.arch") +
				", or it cannot be loaded: " + Failure.reason(e), e);
		}
	}

	/** NB: Windows' libraries write events that Windows may send to Microsoft. */
	private static void sendNothing(final OrtEnvironment environment) {
		try {
			environment.setTelemetry(false);
		}
		catch (final OrtException e) {
			throw new InferenceException(
				"cannot turn off ONNX Runtime's telemetry: " + e.getMessage(), e);
		}
	}

	private static boolean isEnding() {
		final Thread none = new Thread(() -> {});
		try {
			Runtime.getRuntime().addShutdownHook(none);
			Runtime.getRuntime().removeShutdownHook(none);
			return false;
		}
		catch (final IllegalStateException e) {
			return true;
		}
	}

	/**
	 * Makes the environment once more than it is freed. NB: ONNX Runtime has a
	 * shutdown hook that frees it, also under a network that is just being opened
	 * or run, which then crashes the Java machine. It counts who has made it, and
	 * only the last one who frees it ends it. So it is made once without that
	 * hook: the hook's thread, as any new thread, is to inherit a value of this
	 * one that can't be inherited.
	 */
	private static void keepToTheEnd() {
		final InheritableThreadLocal<Boolean> refusing =
			new InheritableThreadLocal<>()
			{

				@Override
				protected Boolean childValue(final Boolean value) {
					throw new NoHeir();
				}
			};
		refusing.set(true);
		try {
			OrtEnvironment.getEnvironment(LOG);
		}
		catch (final NoHeir e) {
			// as it should be: made, and nobody is there to free it
		}
		finally {
			refusing.remove();
		}
	}

	/**
	 * NB: whatever ends the process, {@code System.exit}, ImageJ's Quit or a
	 * signal: the machine waits for its hooks before it ends.
	 */
	private void endInOrder() {
		try {
			Runtime.getRuntime().addShutdownHook(new Thread(calls::end,
				"LatentJ ending"));
		}
		catch (final IllegalStateException e) {
			throw NativeCalls.ending();
		}
	}

	private static final class NoHeir extends RuntimeException {

		private static final long serialVersionUID = 1L;
	}
}
