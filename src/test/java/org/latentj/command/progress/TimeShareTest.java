
package org.latentj.command.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TimeShareTest {

	/** Close to where such a clock overflows. */
	private long now = Long.MAX_VALUE - 1000;

	private final TimeShare pace = new TimeShare(0.01, () -> now);

	@Test
	void doesNotCountTheFirstTime() {
		assertTrue(pace.isDue());
		pace.run(() -> now += 1_000_000);
		assertTrue(pace.isDue());
	}

	@Test
	void waitsTheLongerTheMoreTimeItTakes() {
		pace.run(() -> now += 100);
		for (final long work : new long[] { 10, 1000 }) {
			pace.run(() -> now += work);
			now += 99 * work - 1;
			assertFalse(pace.isDue());
			now++;
			assertTrue(pace.isDue());
		}
	}

	@Test
	void takesNoMoreThanItsPart() {
		pace.run(() -> {});
		final long start = now;
		long spent = 0;
		for (int step = 0; step < 10_000; step++) {
			now += 10;
			if (pace.isDue()) {
				pace.run(() -> now += 3);
				spent += 3;
			}
		}
		assertEquals(0.01, (double) spent / (now - start), 0.001);
		assertTrue(spent <= 0.01 * (now - start) + 3);
	}
}
