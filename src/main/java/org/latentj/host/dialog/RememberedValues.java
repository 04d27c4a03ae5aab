
package org.latentj.host.dialog;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.latentj.host.macro.MacroInputs;
import org.scijava.module.MethodCallException;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.util.Types;

/**
 * The values with which a dialog was last left. A number that the command has
 * found out itself, such as a checkpoint's native size, is not among them
 * unless the user has changed it: it would be taken for that of the next
 * checkpoint.
 */
public final class RememberedValues {

	private RememberedValues() {}

	/**
	 * Gives a module the values that are remembered, and what follows from them.
	 *
	 * @param module initialized
	 */
	static void load(final ModuleService modules, final Module module)
		throws MethodCallException
	{
		loadChosen(modules, module);
		for (final ModuleItem<?> input : MacroInputs.inputs(module)) {
			input.callback(module);
		}
		// NB: what the user has chosen goes before what follows from the rest.
		loadChosen(modules, module);
	}

	/** NB: a dialog that had nothing to choose from has left an empty text. */
	private static void loadChosen(final ModuleService modules,
		final Module module)
	{
		final Map<String, Object> before = new HashMap<>();
		for (final ModuleItem<?> input : MacroInputs.inputs(module)) {
			before.put(input.getName(), module.getInput(input.getName()));
		}
		modules.loadInputs(module);
		for (final ModuleItem<?> input : MacroInputs.inputs(module)) {
			if (input.getChoices() != null && !input.getChoices().isEmpty() && ""
				.equals(module.getInput(input.getName())))
			{
				module.setInput(input.getName(), before.get(input.getName()));
			}
		}
	}

	/**
	 * Remembers the values of a module.
	 *
	 * @param info of its command
	 */
	static void save(final ModuleService modules, final Module module,
		final ModuleInfo info) throws MethodCallException
	{
		modules.saveInputs(module);
		final Module found = modules.createModule(info);
		final Map<String, ModuleItem<?>> numbers = new HashMap<>();
		for (final ModuleItem<?> input : MacroInputs.inputs(module)) {
			final String name = input.getName();
			if (found.getInput(name) == null && Number.class.isAssignableFrom(Types
				.box(input.getType())))
			{
				numbers.put(name, input);
			}
			else if (!MacroInputs.isImage(input) && module.getInput(name) != null) {
				found.setInput(name, module.getInput(name));
			}
		}
		found.initialize();
		numbers.forEach((name, input) -> {
			if (Objects.equals(found.getInput(name), module.getInput(name))) {
				modules.save(input, null);
			}
		});
	}
}
