
package org.latentj.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * ONNX Runtime itself, of which a process has one.
 * <p>
 * NB: when it starts, version 1.29 reads the command line of the process with a
 * recursive regular expression. In a Java thread's usual stack of 1 MB a class
 * path of 6,000 characters ends the Java machine without a word, so it is
 * started in a thread with a larger one.
 * </p>
 */
final class RuntimeEnvironment {

	/** Bytes; reserved, not used. Linux allows 128 kB for one argument. */
	private static final long STACK = 256L << 20;

	private RuntimeEnvironment() {}

	/**
	 * Starts it, if it hasn't been yet.
	 *
	 * @throws LinkageError if there is no library for this machine
	 */
	static OrtEnvironment get() {
		try {
			return Started.RUNTIME.join();
		}
		catch (final CompletionException e) {
			if (e.getCause() instanceof Error error) {
				throw error;
			}
			throw (RuntimeException) e.getCause();
		}
	}

	/** Java initialises it once, by whoever asks first. */
	private static final class Started {

		private static final CompletableFuture<OrtEnvironment> RUNTIME = start();

		private static CompletableFuture<OrtEnvironment> start() {
			final CompletableFuture<OrtEnvironment> runtime =
				new CompletableFuture<>();
			final Thread thread = new Thread(null, () -> {
				try {
					runtime.complete(OrtEnvironment.getEnvironment());
				}
				catch (final RuntimeException | Error e) {
					runtime.completeExceptionally(e);
				}
			}, "LatentJ starting ONNX Runtime", STACK);
			thread.setDaemon(true);
			thread.start();
			return runtime;
		}
	}
}
