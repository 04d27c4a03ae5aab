
package org.latentj.onnx.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NativeCallsTest {

	private final NativeCalls calls = new NativeCalls();

	@Test
	@Timeout(60)
	void stopsWhatIsUnderWayAndWaitsForIt() throws InterruptedException {
		final CountDownLatch told = new CountDownLatch(1);
		final List<String> order = new ArrayList<>();
		final NativeCalls.Call call = calls.enter(told::countDown);
		final Thread work = new Thread(() -> {
			try (call) {
				told.await();
				order.add("work");
			}
			catch (final InterruptedException e) {
				order.add("interrupted");
			}
		});
		work.start();
		calls.end();
		order.add("end");
		work.join();
		assertEquals(List.of("work", "end"), order);
	}

	@Test
	void letsNothingBeginAfterTheEnd() {
		calls.enter(() -> {}).close();
		assertFalse(calls.isEnding());
		calls.end();
		assertTrue(calls.isEnding());
		assertThrows(CancellationException.class, () -> calls.enter(() -> {}));
	}
}
