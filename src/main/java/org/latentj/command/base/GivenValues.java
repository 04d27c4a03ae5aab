
package org.latentj.command.base;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.latentj.command.input.Forecast;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.operation.GenerationSettings;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;
import org.scijava.module.Module;

/** What a module was given of settings. */
final class GivenValues {

	private GivenValues() {}

	/** What was given of one. */
	static <T> T value(final Module module, final Setting<T> setting) {
		return setting.given(module.getInput(setting.asked()));
	}

	/**
	 * What was given of some; a random seed is drawn.
	 *
	 * @param facts of the checkpoint
	 * @throws IllegalArgumentException if a value is none of its setting
	 */
	static SettingValues of(final Module module, final List<Setting<?>> some,
		final Supplier<Optional<CheckpointFacts>> facts)
	{
		SettingValues values = SettingValues.none();
		for (final Setting<?> setting : some) {
			values = setting == GenerationSettings.SEED ? values.with(
				GenerationSettings.SEED, SeedText.drawnFor(module)) : add(module,
					setting, values);
		}
		return UsualClipSkip.complete(values, some, facts);
	}

	private static <T> SettingValues add(final Module module,
		final Setting<T> setting, final SettingValues values)
	{
		return module.getInput(setting.asked()) == null && setting.standard()
			.isEmpty() ? values : values.with(setting, value(module, setting));
	}

	/**
	 * Tells what a run would take. NB: a random seed stays random, for the run.
	 *
	 * @param telling may find that inputs are wrong, which is said when the
	 *          dialog is left
	 */
	static Forecast forecast(final Module module,
		final Supplier<Optional<Forecast>> telling)
	{
		final String name = GenerationSettings.SEED.asked();
		final Object seed = module.getInput(name);
		try {
			return telling.get().orElse(Forecast.NONE);
		}
		catch (final IllegalArgumentException e) {
			return Forecast.NONE;
		}
		finally {
			module.setInput(name, seed);
		}
	}
}
