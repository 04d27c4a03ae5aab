
package org.latentj.host.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Component;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Label;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.latentj.command.input.Forecast;

/** Tests {@link ForecastLine}. */
class ForecastLineTest {

	private static final long MOST_SECONDS = 20;

	@Test
	@Tag("display")
	void waitsForADialogThatOpensLater() throws Exception {
		final CountDownLatch asked = new CountDownLatch(1);
		final Frame frame = new Frame();
		final ForecastLine[] line = new ForecastLine[1];
		EventQueue.invokeAndWait(() -> {
			line[0] = new ForecastLine(() -> {}, () -> {
				asked.countDown();
				return Forecast.NONE;
			}, Optional.empty());
			line[0].changed();
		});
		assertFalse(asked.await(1, TimeUnit.SECONDS), "is not to be seen");
		EventQueue.invokeAndWait(() -> {
			frame.add(line[0]);
			frame.pack();
			frame.setVisible(true);
		});
		assertTrue(asked.await(MOST_SECONDS, TimeUnit.SECONDS));
		EventQueue.invokeAndWait(() -> {
			line[0].close();
			frame.dispose();
		});
	}

	@Test
	@Tag("display")
	void asksAgainWhereMoreIsToCome() throws Exception {
		final AtomicInteger asked = new AtomicInteger();
		final CountDownLatch all = new CountDownLatch(3);
		final Frame frame = new Frame();
		final ForecastLine[] line = new ForecastLine[1];
		EventQueue.invokeAndWait(() -> {
			line[0] = new ForecastLine(() -> {}, () -> {
				all.countDown();
				final int time = asked.incrementAndGet();
				return new Forecast("told " + time, Optional.empty(), time < 3);
			}, Optional.empty());
			frame.add(line[0]);
			frame.pack();
			frame.setVisible(true);
			line[0].changed();
		});
		all.await(MOST_SECONDS, TimeUnit.SECONDS);
		EventQueue.invokeAndWait(() -> {
			final Component text = Arrays.stream(line[0].getComponents()).filter(
				c -> ForecastLine.TEXT.equals(c.getName())).findFirst().orElseThrow();
			assertEquals("Told 3", ((Label) text).getText());
			line[0].close();
			frame.dispose();
		});
	}
}
