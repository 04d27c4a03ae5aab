
package org.latentj.setting;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a setting needs of others to change anything.
 *
 * @param setting which
 * @param met whether values have what it needs
 * @param what it is for, as in
 *          {@code "a second pass, which a factor above 1 makes"}
 */
public record Need(Setting<?> setting, Predicate<SettingValues> met,
		String what) {

	/** Warnings of those that are unmet; a sentence each. */
	public static List<String> warnings(final List<Need> needs,
		final SettingValues values)
	{
		return needs.stream().filter(n -> n.isUnmet(values)).map(n -> n.warning(
			values)).toList();
	}

	/**
	 * Whether a value was chosen that changes nothing.
	 *
	 * @param values of the setting and of those that it needs
	 */
	private boolean isUnmet(final SettingValues values) {
		return !isUsual(setting, values) && !met.test(values);
	}

	private static <T> boolean isUsual(final Setting<T> setting,
		final SettingValues values)
	{
		final Optional<T> value = values.find(setting);
		return value.isEmpty() || value.equals(setting.standard());
	}

	/** That it changes nothing, and why; with the name that macros have. */
	private String warning(final SettingValues values) {
		return setting.asked() + " is " + text(setting, values) +
			" and changes nothing: it is for " + what;
	}

	private static <T> String text(final Setting<T> setting,
		final SettingValues values)
	{
		return values.find(setting).map(setting::text).orElse("");
	}
}
