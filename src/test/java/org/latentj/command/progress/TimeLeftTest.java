
package org.latentj.command.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.command.progress.TimeLeft.Pass;

class TimeLeftTest {

	/** Close to where such a clock overflows. */
	private long now = Long.MAX_VALUE - 1000;

	private final TimeLeft time = new TimeLeft(() -> now);

	@Test
	void saysNothingBeforeTwoStepsAndASecond() {
		final Pass pass = new Pass(0, 1, 20, 64);
		assertEquals("", time.text());
		step(pass, 1, 30);
		step(pass, 2, 0.4);
		step(pass, 3, 0.4);
		assertEquals("", time.text());
		step(pass, 4, 0.4);
		assertEquals("0:06 left", time.text(), "the first one does not count");
		step(new Pass(0, 1, 20, 64), 20, 0.4);
		assertEquals("", time.text(), "none is left");
		final TimeLeft slow = new TimeLeft(() -> now);
		pass(100);
		slow.step(pass, 1);
		assertEquals("", slow.text());
	}

	@Test
	void countsLoadingAndEncodingBeforehandForNothing() {
		stage(true, 30);
		stage(false, 10);
		stage(false, 0);
		final Pass pass = new Pass(0, 1, 20, 64);
		step(pass, 1, 2);
		step(pass, 2, 2);
		assertEquals("0:36 left", time.text());
	}

	@Test
	void weighsStepsByCells() {
		final Pass small = new Pass(0, 0.2, 10, 100);
		step(small, 1, 1);
		step(small, 2, 1);
		assertEquals("0:48 left", time.text(), "8 of 1 s and 10 of 4 s");
		final Pass large = new Pass(0.2, 1, 10, 400);
		for (int k = 3; k <= 10; k++) {
			step(small, k, 1);
		}
		step(large, 1, 4);
		assertEquals("0:36 left", time.text());
	}

	@Test
	void takesWhatIsToComeForLikeWhatWas() {
		final Pass small = new Pass(0, 0.25, 2, 100);
		step(small, 1, 1);
		step(small, 2, 1);
		assertEquals("0:06 left", time.text());
		final Pass large = new Pass(0.25, 0.5, 2, 300);
		step(large, 1, 3);
		step(large, 2, 3);
		assertEquals("0:08 left", time.text(), "two of the mean size");
	}

	@Test
	void addsWhatPassesBetweenSamplingsButLoading() {
		final Pass first = new Pass(0, 1 / 3., 2, 100);
		step(first, 1, 1);
		step(first, 2, 1);
		stage(false, 0);
		stage(true, 5);
		stage(false, 60);
		step(new Pass(1 / 3., 2 / 3., 2, 100), 1, 1);
		assertEquals("0:13 left", time.text(), "3 steps, 2 times 5 s");
	}

	@ParameterizedTest
	@CsvSource({ "30,0:30 left", "1799.6,30:00 left", "3599,59:59 left",
		"3600,1:00:00 left", "360061,100:01:01 left" })
	void saysHoursWhereThereAreAny(final double seconds, final String text) {
		step(new Pass(0, 1, 3, 1), 1, seconds);
		step(new Pass(0, 1, 3, 1), 2, seconds);
		assertEquals(text, time.text());
	}

	private void step(final Pass pass, final int step, final double seconds) {
		pass(seconds);
		time.step(pass, step);
	}

	/** A stage begins, so many seconds after the last event. */
	private void stage(final boolean loading, final double seconds) {
		pass(seconds);
		time.stage(loading);
	}

	private void pass(final double seconds) {
		now += (long) (seconds * 1e9);
	}
}
