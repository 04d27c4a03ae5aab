
package org.latentj.host.dialog;

import java.util.Set;

import org.latentj.command.input.DialogDefault;
import org.latentj.host.macro.MacroInputs;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.MethodCallException;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

/** The values that a dialog begins with that nobody has used yet. */
final class DialogStart {

	/** What a user has typed or chosen that is no matter of what is usual. */
	private static final Set<String> OWN = Set.of("prompt", "negative",
		"checkpoint", "seed", "operation");

	private DialogStart() {}

	/**
	 * Gives a module these values, where they are others than those of macros.
	 *
	 * @param module initialized
	 */
	static void begin(final Context context, final Module module) {
		// NB: of the module's own items those that are fields have lost their
		// attributes; its command does not know those of settings.
		start(module, context.service(CommandService.class).getCommand(module
			.getInfo().getDelegateClassName()).inputs());
		start(module, module.getInfo().inputs());
	}

	private static void start(final Module module,
		final Iterable<ModuleItem<?>> items)
	{
		items.forEach(i -> DialogDefault.of(i).ifPresent(value -> module.setInput(i
			.getName(), value)));
	}

	/**
	 * Gives a module all of them, with what follows from them; but for the
	 * prompts, and what they are for.
	 */
	static void reset(final Context context, final Module module)
		throws MethodCallException
	{
		final Module fresh = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(module.getInfo()
				.getDelegateClassName()));
		for (final ModuleItem<?> item : MacroInputs.inputs(module)) {
			final String name = item.getName();
			if (MacroInputs.isImage(item) || OWN.contains(name)) {
				fresh.setInput(name, module.getInput(name));
				// NB: else it would be asked for.
				fresh.resolveInput(name);
			}
		}
		fresh.initialize();
		begin(context, fresh);
		for (final ModuleItem<?> item : MacroInputs.inputs(fresh)) {
			item.callback(fresh);
		}
		for (final ModuleItem<?> item : MacroInputs.inputs(module)) {
			final String name = item.getName();
			if (!MacroInputs.isImage(item) && !OWN.contains(name) && fresh.getInfo()
				.getInput(name) != null)
			{
				module.setInput(name, fresh.getInput(name));
			}
		}
	}
}
