
package org.latentj.command.forecast;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.latentj.command.input.Forecast;
import org.latentj.control.Pace;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.compute.Bf16Time;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.engine.memory.MemoryNeed;
import org.latentj.operation.Generation;
import org.latentj.operation.GenerationSettings;
import org.latentj.pipeline.RunSize;
import org.latentj.sampling.model.Quality;
import org.latentj.sampling.model.Speed;
import org.latentj.service.StableDiffusionService;
import org.latentj.setting.SettingValues;

/**
 * Tells what a run would take: the time by how fast the last one with the
 * checkpoint was that computed in the same way, the memory by what headers say.
 *
 * @param diffusion knows both
 * @param checkpoint its name
 * @param facts of it, if it can be read
 */
public record RunForecast(StableDiffusionService diffusion, String checkpoint,
		Optional<CheckpointFacts> facts) {

	private static final double GIGABYTE = 1e9;

	/**
	 * Tells it.
	 *
	 * @param models the files
	 * @param run what is worked on
	 * @param values of the operation
	 * @param seeds how many for each
	 */
	public Forecast of(final ModelChoice models, final PlannedRun run,
		final SettingValues values, final int seeds)
	{
		final Generation generation = GenerationSettings.of(values.find(
			GenerationSettings.DENOISE).isPresent() ? values : values.with(
				GenerationSettings.DENOISE, 1.0));
		final List<String> texts = new ArrayList<>();
		final RunSize size = run.size();
		if (!run.note().isEmpty()) {
			texts.add(run.note());
		}
		final long pictures = run.pictures() * seeds * generation.batch();
		if (pictures > 1) {
			texts.add(pictures + " pictures");
		}
		texts.add(seconds(run, generation, pictures).map(Pace::about).orElse(
			"time unknown yet"));
		memory(models, size.times(generation.batch()), generation.sampling()
			.speed()).ifPresent(need -> texts.add("at least " + text(need.bytes()) +
				(need.tiled() ? ", the VAE in tiles" : "")));
		final boolean bf16 = generation.sampling().speed()
			.quality() == Quality.BF16;
		// NB: dialogs ask on the event thread, and it is measured for a second.
		final boolean known = !bf16 || Bf16Time.isKnown();
		if (bf16 && known) {
			Bf16Time.brief().ifPresent(texts::add);
		}
		return new Forecast(String.join(", ", texts), run.part(), !known);
	}

	private Optional<Double> seconds(final PlannedRun run,
		final Generation generation, final long pictures)
	{
		final int cell = facts.map(CheckpointFacts::cell).orElseGet(
			CheckpointFacts::usualCell);
		final double cells = Math.max((double) run.size().sampled(), 1) / cell /
			cell;
		final double calls = run.passes() * generation.sampling().steps() *
			PaceMeter.calls(generation.sampling());
		return diffusion.paces().get(checkpoint, way(generation.sampling().speed()))
			.map(pace -> pace.seconds(cells, calls, pictures));
	}

	/** NB: threads and weights in memory change it less, and seldom. */
	private String way(final Speed speed) {
		return diffusion.compute().provider() + " " + speed.quality().id() + " " +
			speed.reuse();
	}

	/** Keeps how fast a run was. */
	public void keep(final PaceMeter meter) {
		meter.pace().ifPresent(pace -> diffusion.paces().put(checkpoint, way(meter
			.speed()), pace));
	}

	private Optional<MemoryNeed> memory(final ModelChoice models,
		final RunSize size, final Speed speed)
	{
		try {
			return Optional.of(diffusion.engine().memory(models, size, speed,
				new StopSignal()));
		}
		catch (IOException | IllegalArgumentException e) {
			// NB: the run says what is wrong with the files.
			return Optional.empty();
		}
	}

	private static String text(final long bytes) {
		return bytes < GIGABYTE ? Math.round(bytes / (GIGABYTE / 1000)) + " MB"
			: String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
	}
}
