
package org.latentj.host;

import ij.IJ;

import java.awt.GraphicsEnvironment;

import org.latentj.command.GettingStartedCommand;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.prefs.PrefService;

/**
 * Shows {@link GettingStartedCommand}'s page beside the first dialog that a
 * user ever opens of a command with a checkpoint; never to macros or without a
 * screen.
 */
final class FirstStart {

	private FirstStart() {}

	/** Shows the page, if it is the first time. */
	static void show(final Context context, final Module module) {
		if (!MacroInputs.isOurs(module) || module.getInfo().getInput(
			"checkpoint") == null || IJ.isMacro() || GraphicsEnvironment
				.isHeadless() || GettingStartedCommand.wasSeen(context.service(
					PrefService.class)))
		{
			return;
		}
		final Module page = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(
				GettingStartedCommand.class));
		page.setInput("preferences", context.service(PrefService.class));
		page.run();
		MenuBridge.show(page.getInfo().getOutput("page"), page.getOutput("page"));
	}
}
