
package org.latentj.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

class BackgroundTest {

	@Test
	void goesOnWhenWhoeverWaitsLeaves() throws IOException {
		final CountDownLatch blocked = new CountDownLatch(1);
		final Background<String> work = Background.start("test", () -> {
			try {
				blocked.await();
			}
			catch (final InterruptedException e) {
				throw new IOException(e);
			}
			return "done";
		});
		final StopSignal stop = new StopSignal();
		Background.start("stopper", () -> {
			stop.stop();
			return null;
		});
		assertThrows(CancellationException.class, () -> work.await(stop));
		blocked.countDown();
		assertEquals("done", work.await(new StopSignal()));
	}

	@Test
	void tellsWhatWentWrong() {
		for (final Throwable cause : new Throwable[] { new IOException("io"),
			new IllegalStateException("state"), new OutOfMemoryError("memory") })
		{
			final Background<String> work = Background.start("test", () -> {
				if (cause instanceof Error error) throw error;
				if (cause instanceof RuntimeException e) throw e;
				throw (IOException) cause;
			});
			assertSame(cause, assertThrows(Throwable.class, () -> work.await(
				new StopSignal())));
			assertTrue(work.hasFailed());
		}
	}
}
