
package org.latentj.command.base;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.operation.GenerationSettings;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;
import org.scijava.module.Module;

/** The text encoder's layer that a checkpoint's family takes. */
public final class UsualClipSkip {

	private static final Setting<Integer> CLIPSKIP = GenerationSettings.CLIPSKIP;

	private UsualClipSkip() {}

	/** Gives it to a module. */
	public static void give(final Module module,
		final Optional<CheckpointFacts> facts)
	{
		module.setInput(CLIPSKIP.asked(), of(facts));
	}

	/**
	 * Gives it to a module if nobody gave another one. NB: the framework has then
	 * put the minimum there.
	 */
	public static void complete(final Module module,
		final Supplier<Optional<CheckpointFacts>> facts)
	{
		if (module.getInput(CLIPSKIP.asked()) == null || !module.isInputResolved(
			CLIPSKIP.asked()))
		{
			give(module, facts.get());
		}
	}

	/** Values with it if it is among some settings, and was not given. */
	public static SettingValues complete(final SettingValues values,
		final List<Setting<?>> some,
		final Supplier<Optional<CheckpointFacts>> facts)
	{
		return values.find(CLIPSKIP).isPresent() || !some.contains(CLIPSKIP)
			? values : values.with(CLIPSKIP, of(facts.get()));
	}

	/** The layer that a checkpoint takes. */
	static int of(final Optional<CheckpointFacts> facts) {
		return facts.map(CheckpointFacts::clipSkip).orElseGet(
			CheckpointFacts::usualClipSkip);
	}
}
