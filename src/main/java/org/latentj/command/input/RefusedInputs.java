
package org.latentj.command.input;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.scijava.Context;
import org.scijava.convert.ConvertService;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.util.Types;

/**
 * What is wrong with the inputs that a script has given to a command. NB:
 * SciJava itself takes any name, and makes 0 of a text that is no number.
 */
public final class RefusedInputs {

	private final Map<String, String> reasons = new LinkedHashMap<>();

	private boolean kept;

	/** Lets no later value take back what is wrong with an earlier one. */
	void keep() {
		kept = true;
	}

	/**
	 * Looks at an input.
	 *
	 * @param converted the value in the input's type; null if it is none
	 * @return whether there is an input of that name
	 */
	public boolean look(final ModuleInfo info, final String name,
		final Object value, final Object converted, final Context context)
	{
		if (!kept) {
			reasons.remove(name);
		}
		// NB: SciJava's own names begin with a dot.
		if (info.getInput(name) == null && !name.startsWith(".")) {
			reasons.put(name, UnknownOption.message(name, info.getTitle(), names(
				info)));
			return false;
		}
		final UnreadableText texts = context.service(ConvertService.class)
			.getInstance(UnreadableText.class);
		if (texts != null) {
			texts.of(value).ifPresent(text -> reasons.put(name, name + " is '" +
				text + "', it must be " + valid(info.getInput(name), text)));
		}
		if (value != null && converted == null) {
			reasons.put(name, name + " is '" + value + "', it must be " + valid(info
				.getInput(name), value.toString()));
		}
		return true;
	}

	/** All that is wrong, a line each; empty if nothing is. */
	public String text() {
		return String.join("\n", reasons.values());
	}

	/**
	 * What would be valid where a text is refused.
	 *
	 * @param input whose value the text cannot be; a whole number is none of it
	 *          beyond 32 bits
	 */
	public static String valid(final ModuleItem<?> input, final String text) {
		final Class<?> type = Types.box(input.getType());
		if (type == Integer.class && text.strip().matches("[+-]?\\d+") && input
			.getMinimumValue() != null)
		{
			return input.getMinimumValue() + " to " + input.getMaximumValue();
		}
		return type == Boolean.class ? "true or false" : type == Integer.class
			? "a whole number" : type == Double.class ? "a number, as in 3.5" : "a " +
				type.getSimpleName().toLowerCase(Locale.ROOT);
	}

	private static List<String> names(final ModuleInfo info) {
		return CommandCall.inputs(info).stream().map(ModuleItem::getName).toList();
	}
}
