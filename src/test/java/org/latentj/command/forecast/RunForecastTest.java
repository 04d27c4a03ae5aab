
package org.latentj.command.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.latentj.engine.ModelChoice;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.Operations;
import org.latentj.pipeline.RunSize;
import org.latentj.pipeline.Stage;
import org.latentj.sampling.model.Quality;
import org.latentj.sampling.model.Speed;
import org.latentj.service.StableDiffusionService;
import org.latentj.setting.SettingValues;
import org.latentj.tensor.Tensor;
import org.scijava.Context;

/** Tests {@link RunForecast}. */
class RunForecastTest {

	private static SettingValues values(final Speed speed) {
		return Operations.ALL.of("txt2img").completed(SettingValues.none().with(
			GenerationSettings.STEPS, 2).with(GenerationSettings.CLIPSKIP, 1).with(
				GenerationSettings.SEED, 1L).with(GenerationSettings.CFG, 1.0).with(
					GenerationSettings.QUALITY, speed.quality()).with(
						GenerationSettings.REUSE, speed.reuse()));
	}

	private static String told(final RunForecast forecast, final Speed speed) {
		return forecast.of(new ModelChoice(Path.of("none"), Optional.empty()),
			new PlannedRun(RunSize.of(64, 64, 1).sampling(), 1), values(speed), 1)
			.text();
	}

	/** @param step seconds of it; as much for all else */
	private static PaceMeter run(final Speed speed, final double step) {
		final AtomicLong clock = new AtomicLong();
		final PaceMeter meter = new PaceMeter(clock::get);
		meter.onStage(Stage.SAMPLING);
		meter.onSampling(GenerationSettings.of(values(speed).with(
			GenerationSettings.DENOISE, 1.0)).sampling());
		for (int k = 1; k <= 2; k++) {
			clock.addAndGet((long) (step * 1e9));
			meter.onStep(k, 2, 1, Tensor.zeros(1, 4, 8, 8));
		}
		meter.onStage(Stage.decoding(1, 1));
		return meter;
	}

	@Test
	void knowsTheTimeOfEachWayOfComputing() {
		// NB: an earlier run of the test has left its paces in the preferences.
		final String checkpoint = UUID.randomUUID().toString();
		final List<Speed> speeds = List.of(Speed.EXACT, new Speed(Quality.FAST, 1),
			new Speed(Quality.EXACT, 2));
		try (Context context = new Context(StableDiffusionService.class)) {
			final RunForecast forecast = new RunForecast(context.service(
				StableDiffusionService.class), checkpoint, Optional.empty());
			for (final Speed speed : speeds) {
				assertEquals("time unknown yet", told(forecast, speed));
				forecast.keep(run(speed, 10.0 * (1 + speeds.indexOf(speed))));
			}
			for (final Speed speed : speeds) {
				assertEquals("about " + 20 * (1 + speeds.indexOf(speed)) + " s", told(
					forecast, speed));
			}
		}
	}
}
