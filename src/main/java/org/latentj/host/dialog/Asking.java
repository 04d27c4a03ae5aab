
package org.latentj.host.dialog;

import ij.WindowManager;

import java.util.List;

import org.latentj.command.input.Preconditions;
import org.latentj.command.input.SharedPrompt;
import org.latentj.control.Failure;
import org.latentj.host.macro.MacroInputs;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.MethodCallException;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

/**
 * How a command comes to its inputs from a user: what it needs beforehand is
 * looked after first, so that nobody fills in a dialog in vain; then its dialog
 * opens, with the values that were last used.
 */
public final class Asking {

	private final Context context;

	private final ModuleService modules;

	private final Module module;

	private final List<ModuleItem<?>> inputs;

	public Asking(final Context context, final Module module) {
		this.context = context;
		this.module = module;
		modules = context.service(ModuleService.class);
		inputs = MacroInputs.inputs(module);
	}

	/**
	 * Initializes the module and gives it its inputs.
	 *
	 * @return whether the user wants the command to run
	 * @throws IllegalArgumentException if something is missing that the command
	 *           needs
	 */
	public boolean ask() {
		try {
			return asked();
		}
		catch (final MethodCallException e) {
			throw new IllegalArgumentException(Failure.reason(e), e);
		}
	}

	private boolean asked() throws MethodCallException {
		for (final ModuleItem<?> input : inputs) {
			if (MacroInputs.isImage(input)) {
				module.setInput(input.getName(), WindowManager.getCurrentImage());
				module.resolveInput(input.getName());
			}
		}
		if (module instanceof Preconditions command) {
			command.checkBeforeDialog();
		}
		initialize();
		// NB: a command may leave out inputs when it is initialized.
		if (!hasDialog()) {
			return true;
		}
		Message.awaitEvents();
		if (!FirstStart.pass(context, module)) {
			return false;
		}
		load();
		final boolean accepted = new CommandDialog(context, module).ask();
		if (accepted) {
			RememberedValues.save(modules, module, context.service(
				CommandService.class).getCommand(module.getInfo()
					.getDelegateClassName()));
			SharedPrompt.save(context, module);
		}
		return accepted;
	}

	/** Whether the module, which is initialized, has inputs to ask for. */
	public boolean hasDialog() {
		return !MacroInputs.inputs(module).stream().allMatch(MacroInputs::isImage);
	}

	private void initialize() throws MethodCallException {
		module.initialize();
		if (((Cancelable) module).isCanceled()) {
			throw new IllegalArgumentException(((Cancelable) module)
				.getCancelReason());
		}
	}

	/**
	 * Takes the values that were last used, where they can still be chosen.
	 */
	private void load() throws MethodCallException {
		DialogStart.begin(context, module);
		RememberedValues.load(modules, module);
		SharedPrompt.load(context, module);
		for (final ModuleItem<?> input : MacroInputs.inputs(module)) {
			final List<?> choices = input.getChoices();
			if (choices != null && !choices.isEmpty() && !choices.contains(module
				.getInput(input.getName())))
			{
				module.setInput(input.getName(), choices.get(0));
				input.callback(module);
			}
		}
	}
}
