
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.latentj.service.SharedStatus.Share;
import org.scijava.app.DefaultStatusService;

/** Tests {@link SharedStatus}. */
class SharedStatusTest {

	private final SharedStatus status = new SharedStatus();

	private final List<String> shown = new ArrayList<>();

	private Runnable meanwhile = () -> {};

	private final DefaultStatusService bar = new DefaultStatusService() {

		@Override
		public void showStatus(final int value, final int maximum,
			final String text)
		{
			shown.add(value + "/" + maximum + " " + text);
			final Runnable once = meanwhile;
			meanwhile = () -> {};
			once.run();
		}
	};

	@Test
	void isEmptiedWhenTheOnlyRunEnds() {
		final Share one = status.join(bar);
		one.show(2, 10, "Sampling");
		one.leave("");
		assertEquals(List.of("2/10 Sampling", "1/1 "), shown);
	}

	@Test
	void showsTheNewestAndHowManyMoreRun() {
		final Share first = status.join(bar);
		first.show(1, 10, "first");
		final Share second = status.join(bar);
		second.show(2, 10, "second");
		first.show(3, 10, "first");
		final Share third = status.join(bar);
		third.show(4, 10, "third");
		assertEquals(List.of("1/10 first", "2/10 second (and 1 more run)",
			"4/10 third (and 2 more runs)"), shown);
	}

	@Test
	void goesOnWithThoseThatStillRun() {
		final Share first = status.join(bar);
		final Share second = status.join(bar);
		first.show(3, 10, "first");
		second.show(2, 10, "second");
		second.leave("");
		first.show(4, 10, "first");
		first.leave("a warning");
		assertEquals(List.of("2/10 second (and 1 more run)", "3/10 first",
			"4/10 first", "1/1 a warning"), shown);
	}

	@Test
	void isNotResetByTheFirstThatEnds() {
		final Share first = status.join(bar);
		final Share second = status.join(bar);
		second.show(2, 10, "second");
		first.leave("");
		assertEquals("2/10 second", shown.get(1));
	}

	/** As by another thread, between what is to be shown and its showing. */
	@Test
	void endsWithWhatIsTrueIfOneRunOvertakesAnother() {
		final Share first = status.join(bar);
		final Share second = status.join(bar);
		second.show(2, 10, "second");
		meanwhile = () -> second.leave("");
		first.leave("");
		assertEquals("1/1 ", shown.get(shown.size() - 1));
		final Share slow = status.join(bar);
		meanwhile = () -> slow.leave("");
		slow.show(5, 10, "slow");
		assertEquals("1/1 ", shown.get(shown.size() - 1));
	}

	/** NB: Fiji tells that a command has finished, whatever stands there. */
	@Test
	void tellsTheLastWordInPlaceOfFijis() {
		final Share run = status.join(bar, "Txt2Img...");
		assertEquals(Optional.empty(), status.insteadOf(
			"Command finished: Txt2Img..."));
		run.leave("done in 1.0 s, seed 3");
		assertEquals(Optional.empty(), status.insteadOf(
			"Command finished: Gaussian Blur..."));
		assertEquals(Optional.empty(), status.insteadOf(
			"Running command: Txt2Img..."));
		assertEquals(Optional.of("done in 1.0 s, seed 3"), status.insteadOf(
			"Command finished: Txt2Img..."));
		assertEquals(Optional.empty(), status.insteadOf(
			"Command finished: Txt2Img..."));
	}
}
