
package org.latentj.command.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.control.Names;
import org.scijava.Context;
import org.scijava.convert.ConvertService;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.service.Service;

/**
 * What is wrong with the inputs that a script has given to a command. NB:
 * SciJava itself takes any name, and makes 0 of a text that is no number.
 */
public final class RefusedInputs {

	private final Map<String, String> reasons = new LinkedHashMap<>();

	/**
	 * Looks at an input.
	 *
	 * @return whether there is one of that name
	 */
	public boolean look(final ModuleInfo info, final String name,
		final Object value, final Context context)
	{
		reasons.remove(name);
		// NB: SciJava's own names begin with a dot.
		if (info.getInput(name) == null && !name.startsWith(".")) {
			reasons.put(name, "'" + name + "' is no option of " + info.getTitle() +
				Names.hint(name, names(info), "options"));
			return false;
		}
		final UnreadableText texts = context.service(ConvertService.class)
			.getInstance(UnreadableText.class);
		if (texts != null) {
			texts.of(value).ifPresent(text -> reasons.put(name, name + " is '" +
				text + "', it must be " + valid(value)));
		}
		return true;
	}

	/** All that is wrong, a line each; empty if nothing is. */
	public String text() {
		return String.join("\n", reasons.values());
	}

	private static String valid(final Object value) {
		return value instanceof Boolean ? "true or false" : value instanceof Integer
			? "a whole number" : "a number, as in 3.5";
	}

	private static List<String> names(final ModuleInfo info) {
		final List<String> names = new ArrayList<>();
		for (final ModuleItem<?> item : info.inputs()) {
			if (!Service.class.isAssignableFrom(item.getType()) && item
				.getType() != Context.class)
			{
				names.add(item.getName());
			}
		}
		return names;
	}
}
