
package org.latentj.command.base;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.engine.folder.SuggestedSettings;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Txt2Img;
import org.latentj.setting.Setting;
import org.scijava.module.Module;

/**
 * What a dialog shows of the settings that depend on the checkpoint: sizes,
 * clip skip, and what suits it, see {@link SuggestedSettings}. What the user
 * has put there himself stays when he chooses another checkpoint.
 */
final class DialogSettings {

	private static final String DENOISE = GenerationSettings.DENOISE.asked();

	/** What may be suggested, and has a value of its own where it isn't. */
	private static final Set<String> FOLLOWING = Set.of(GenerationSettings.STEPS
		.asked(), GenerationSettings.CFG.asked(), GenerationSettings.SAMPLER
			.asked(), GenerationSettings.SCHEDULER.asked(), DENOISE, Img2Img.IMAGE_CFG
				.asked());

	/** What was put there last. */
	private Map<String, Object> given = Map.of();

	/**
	 * Gives a module what suits its checkpoint.
	 *
	 * @param settings that are inputs of it
	 * @param standards of those that have none of their own
	 */
	void follow(final Module module, final List<Setting<?>> settings,
		final Map<String, Object> standards, final Optional<Checkpoint> header)
	{
		final Map<String, Object> usual = standards(settings, standards);
		final Map<String, Object> before = given.isEmpty() ? usual : given;
		given = proposed(settings, usual, header);
		given.forEach((name, value) -> {
			final Object now = module.getInput(name);
			if (now == null || !before.containsKey(name) || before.get(name).equals(
				now))
			{
				module.setInput(name, value);
			}
		});
	}

	/** What macros have that leave them out, as far as that is one value. */
	private static Map<String, Object> standards(final List<Setting<?>> settings,
		final Map<String, Object> further)
	{
		final Map<String, Object> all = new LinkedHashMap<>();
		for (final Setting<?> setting : settings) {
			final Object standard = SettingInputs.standard(setting);
			if (standard != null) {
				all.put(setting.asked(), standard);
			}
		}
		all.putAll(further);
		return all;
	}

	private static Map<String, Object> proposed(final List<Setting<?>> settings,
		final Map<String, Object> usual, final Optional<Checkpoint> header)
	{
		final Map<String, Object> suggested = new LinkedHashMap<>(header.map(
			SuggestedSettings::of).map(SuggestedSettings::values).orElse(Map.of()));
		// NB: what makes a picture anew, or a part of one, changes it wholly.
		if (Double.valueOf(1).equals(usual.get(DENOISE))) {
			suggested.remove(DENOISE);
		}
		final Optional<CheckpointFacts> facts = header.map(CheckpointFacts::of);
		final int size = facts.map(CheckpointFacts::nativeSize).orElseGet(
			CheckpointFacts::usualSize);
		suggested.put(Txt2Img.WIDTH.asked(), size);
		suggested.put(Txt2Img.HEIGHT.asked(), size);
		suggested.put(GenerationSettings.CLIPSKIP.asked(), UsualClipSkip.of(facts));
		final Map<String, Object> all = new LinkedHashMap<>();
		for (final Setting<?> setting : settings) {
			final String name = setting.asked();
			if (suggested.containsKey(name)) {
				all.put(name, suggested.get(name));
			}
			else if (usual.containsKey(name) && FOLLOWING.contains(name)) {
				all.put(name, usual.get(name));
			}
		}
		return all;
	}
}
