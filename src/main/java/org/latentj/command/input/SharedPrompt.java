
package org.latentj.command.input;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.prefs.Preferences;

import org.scijava.Context;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.prefs.PrefService;

/**
 * The prompt that was used last, and the negative one: all dialogs and the
 * Studio begin with it. NB: only what a person has typed; macros and scripts
 * neither read it nor leave one.
 */
public final class SharedPrompt {

	private static final List<String> INPUTS = List.of("prompt", "negative");

	private SharedPrompt() {}

	/** What was used last, by the name of the input; empty if nothing was. */
	public static Map<String, String> last(final Context context) {
		final PrefService preferences = context.getService(PrefService.class);
		final Map<String, String> texts = new LinkedHashMap<>();
		for (final String name : preferences == null ? List.<String> of()
			: INPUTS)
		{
			Optional.ofNullable(preferences.get(SharedPrompt.class, name)).ifPresent(
				text -> texts.put(name, text));
		}
		return texts;
	}

	/**
	 * Gives a module what was used last.
	 *
	 * @param module initialized
	 */
	public static void load(final Context context, final Module module) {
		if (isTaken(module)) {
			last(context).forEach(module::setInput);
		}
	}

	/** Keeps what a module was given. */
	public static void save(final Context context, final Module module) {
		if (isTaken(module)) {
			final Map<String, String> texts = new LinkedHashMap<>();
			INPUTS.forEach(name -> texts.put(name, Objects.toString(module.getInput(
				name), "")));
			save(context, texts);
		}
	}

	/**
	 * Keeps texts by the names of the inputs. NB: what is longer than preferences
	 * can hold is not kept, and nothing else in its place.
	 */
	public static void save(final Context context,
		final Map<String, String> texts)
	{
		final PrefService preferences = context.getService(PrefService.class);
		if (preferences == null) {
			return;
		}
		for (final String name : INPUTS) {
			final String text = texts.getOrDefault(name, "");
			if (text.length() <= Preferences.MAX_VALUE_LENGTH) {
				preferences.put(SharedPrompt.class, name, text);
			}
			else {
				preferences.remove(SharedPrompt.class, name);
			}
		}
	}

	private static boolean isTaken(final Module module) {
		return INPUTS.stream().allMatch(name -> {
			final ModuleItem<?> item = module.getInfo().getInput(name);
			return item != null && item.getType() == String.class;
		});
	}
}
