
package org.latentj.command.base;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import org.latentj.imageplus.ImageSettings;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.OperationType;
import org.latentj.setting.Need;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;

/** Inputs of a command that change nothing with the others as they are. */
final class UselessInputs {

	private UselessInputs() {}

	/**
	 * What a user should know of them; a sentence each.
	 *
	 * @param settings that are inputs of the command
	 * @param known whether an input is one that the user sees or gave
	 * @param given what was given of some; of a random seed it is not asked,
	 *          since that would draw it
	 */
	static List<String> warnings(final OperationType<?> type,
		final List<Setting<?>> settings, final Predicate<String> known,
		final Function<List<Setting<?>>, SettingValues> given)
	{
		final SettingValues values = given.apply(settings.stream().filter(
			s -> s != GenerationSettings.SEED && known.test(s.asked())).toList());
		final List<Need> needs = new ArrayList<>(type.needs());
		needs.addAll(ImageSettings.NEEDS);
		return Need.warnings(needs, values);
	}
}
