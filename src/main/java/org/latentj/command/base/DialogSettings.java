
package org.latentj.command.base;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.latentj.operation.GenerationSettings;
import org.latentj.setting.Setting;
import org.scijava.module.Module;

/**
 * Steps, CFG scale, sampler and scheduler: what macros have that leave them
 * out, and what a dialog shows when a checkpoint is chosen.
 */
public final class DialogSettings {

	private static final Map<String, Object> USUAL = Stream.<Setting<?>> of(
		GenerationSettings.STEPS, GenerationSettings.CFG,
		GenerationSettings.SAMPLER, GenerationSettings.SCHEDULER).collect(Collectors
			.toMap(Setting::asked, SettingInputs::standard));

	/** What the checkpoint asks for that was chosen before. */
	private Map<String, Object> before = Map.of();

	/**
	 * Gives a module what its checkpoint asks for. Where that asks for nothing,
	 * what the one before had asked for goes, and what the user has chosen stays.
	 *
	 * @param asked values by the names of inputs
	 */
	void follow(final Module module, final Map<String, Object> asked) {
		USUAL.forEach((name, usual) -> {
			if (asked.containsKey(name)) {
				module.setInput(name, asked.get(name));
			}
			else if (before.containsKey(name) && before.get(name).equals(module
				.getInput(name)))
			{
				module.setInput(name, usual);
			}
		});
		before = asked;
	}
}
