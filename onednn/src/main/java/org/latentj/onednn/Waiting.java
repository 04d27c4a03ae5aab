
package org.latentj.onednn;

import java.nio.charset.StandardCharsets;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.NativeFunction;
import org.bytedeco.javacpp.Pointer;

/**
 * How long threads of GNU's OpenMP wait for each other in a loop before they
 * sleep, at the end of each operator. By itself that is some milliseconds,
 * which are lost where other programs have work: a call of one item then took
 * more than ten times the CPU time. Where there are none, a thread that sleeps
 * at once takes longer to come back than most waits are.
 */
final class Waiting {

	/** Looks in a loop: about 7 µs; waking a thread takes some tens. */
	private static final int LOOKS = 1000;

	private static final String VARIABLE = "GOMP_SPINCOUNT";

	private Waiting() {}

	/**
	 * Tells it by this process's environment, which OpenMP's library reads when
	 * it is loaded, so before that. What the environment has already is kept.
	 */
	static void makeShort() {
		if (System.getenv(VARIABLE) == null && System.getenv(
			"OMP_WAIT_POLICY") == null)
		{
			final long told = kept(VARIABLE + "=" + LOOKS);
			final NativeFunction put = NativeFunction.find("libc.so.6", "putenv");
			if (put != null) {
				put.call(told);
			}
		}
	}

	/** NB: never freed, as it becomes a part of the environment. */
	private static long kept(final String text) {
		final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		final Pointer made = Pointer.malloc(bytes.length + 1);
		new BytePointer(made).capacity(bytes.length + 1).put(bytes, 0, bytes.length)
			.put(bytes.length, (byte) 0);
		return made.address();
	}
}
