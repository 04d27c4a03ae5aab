
package org.latentj.command.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.latentj.control.Pace;
import org.latentj.pipeline.Stage;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** Tests {@link PaceMeter} and {@link Pace}. */
class PaceMeterTest {

	private static final Tensor LATENT = Tensor.zeros(1, 4, 8, 8);

	private final AtomicLong clock = new AtomicLong();

	private final PaceMeter meter = new PaceMeter(clock::get);

	private void after(final double seconds) {
		clock.addAndGet((long) (seconds * 1e9));
	}

	private static SamplingSettings settings(final Samplers sampler,
		final double cfg)
	{
		return new SamplingSettings(1, 3, cfg, sampler, Schedulers.of("normal"), 1);
	}

	private void run(final double loading, final double step) {
		meter.onStage(Stage.ENCODING_PROMPT);
		after(1);
		meter.onStage(Stage.LOADING);
		after(loading);
		meter.onStage(Stage.SAMPLING);
		meter.onSampling(settings(Samplers.of("euler"), 4));
		for (int k = 1; k <= 3; k++) {
			after(step);
			meter.onStep(k, 3, 1, LATENT);
		}
		meter.onStage(Stage.decoding(1, 1));
		after(2);
	}

	@Test
	void measuresStepsAndTheRestWithoutLoading() {
		run(100, 5);
		final Pace pace = meter.pace().orElseThrow();
		assertEquals(10.0 / (2 * 64 * 2), pace.perCell(), 1e-12);
		assertEquals(3.0 / 64, pace.beside(), 1e-12);
		assertEquals(3 + 3 * 5, pace.seconds(64, 3 * 2, 1), 1e-9);
		assertEquals(2 * 4 * (3 + 3 * 5), pace.seconds(4 * 64, 3 * 2, 2), 1e-9);
	}

	@Test
	void measuresNothingFromOneStep() {
		meter.onStep(1, 1, 1, LATENT);
		assertEquals(Optional.empty(), meter.pace());
	}

	@Test
	void countsTheCallsOfSamplersAndGuidance() {
		assertEquals(1, PaceMeter.calls(settings(Samplers.of("euler"), 1)));
		assertEquals(4, PaceMeter.calls(settings(Samplers.of("heun"), 7)));
	}

	@Test
	void isKeptAsText() {
		final Pace pace = new Pace(0.25, 0);
		assertEquals(Optional.of(pace), Pace.ofText(pace.toText()));
		for (final String text : new String[] { "", "x", "1 -1", "NaN 1", "0 0" }) {
			assertEquals(Optional.empty(), Pace.ofText(text), text);
		}
	}

	@Test
	void isToldInTwoDigits() {
		assertEquals("less than 1 s", Pace.about(0.4));
		assertEquals("about 4.1 s", Pace.about(4.13));
		assertEquals("about 4 s", Pace.about(4.01));
		assertEquals("about 35 s", Pace.about(35.4));
		assertEquals("about 2.5 min", Pace.about(150));
		assertEquals("about 3 h", Pace.about(3 * 3600));
		assertEquals("about 120 h", Pace.about(123 * 3600));
	}
}
