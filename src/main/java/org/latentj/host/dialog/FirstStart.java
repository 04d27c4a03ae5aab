
package org.latentj.host.dialog;

import ij.IJ;
import ij.gui.HTMLDialog;

import java.util.List;

import org.latentj.command.models.GettingStartedCommand;
import org.latentj.command.input.Preconditions;
import org.latentj.service.StableDiffusionService;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.prefs.PrefService;

/**
 * Shows {@link GettingStartedCommand}'s page before the first dialog that a
 * user ever opens of a command with a checkpoint, and instead of one as long as
 * there is no checkpoint. NB: before, not beside it, since nothing can be read
 * under a modal dialog.
 */
public final class FirstStart {

	private static final String CHECKPOINT = "checkpoint";

	private FirstStart() {}

	/**
	 * Shows the page if it is time.
	 *
	 * @param module initialized
	 * @return whether the dialog can be opened: there is a checkpoint to choose,
	 *         or the command needs none of those that are found
	 * @throws IllegalArgumentException in a macro, if there is none
	 */
	static boolean pass(final Context context, final Module module) {
		final ModuleItem<?> checkpoint = module.getInfo().getInput(CHECKPOINT);
		if (checkpoint == null || !checkpoint.isRequired()) {
			return true;
		}
		final List<?> choices = checkpoint.getChoices();
		final boolean some = choices != null && !choices.isEmpty();
		if (IJ.isMacro()) {
			if (!some) {
				((Preconditions) module).checkInputs();
			}
			return some;
		}
		if (!some || !GettingStartedCommand.wasSeen(context.service(
			PrefService.class)))
		{
			show(context);
		}
		return some;
	}

	private static void show(final Context context) {
		final Module page = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(
				GettingStartedCommand.class));
		page.setInput("preferences", context.service(PrefService.class));
		page.setInput("diffusion", context.service(StableDiffusionService.class));
		page.run();
		new HTMLDialog(page.getInfo().getTitle(), "<html><pre>" + Message.html(
			(String) page.getOutput("page")) + "</pre></html>");
	}
}
