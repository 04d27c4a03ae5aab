
package org.latentj.host.dialog;

import ij.IJ;
import ij.gui.HTMLDialog;

import java.awt.Dimension;
import java.util.List;

import org.latentj.command.models.GettingStartedCommand;
import org.latentj.command.input.Preconditions;
import org.latentj.control.MacroCaller;
import org.latentj.service.StableDiffusionService;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.prefs.PrefService;

/**
 * Shows {@link GettingStartedCommand}'s page before the first dialog that a
 * user ever opens of a command that makes pictures, and instead of that of any
 * command with a checkpoint as long as there is none. NB: before, not beside
 * it, since nothing can be read under a modal dialog.
 */
public final class FirstStart {

	private static final String CHECKPOINT = "checkpoint";

	/** What all commands have that make pictures, and no others. */
	private static final String SEED = "seed";

	/** Pairs of characters that are wider than a scroll bar. */
	private static final int ROOM = 3;

	/** Of the screen, as ImageJ has it. */
	private static final double MOST_WIDTH = 0.7;

	private static final double MOST_HEIGHT = 0.8;

	private static final double MOST_PIXELS = 800;

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
		if (MacroCaller.isMacroOrScript()) {
			if (!some) {
				((Preconditions) module).checkInputs();
			}
			return some;
		}
		if (!some || module.getInfo().getInput(SEED) != null &&
			!GettingStartedCommand.wasSeen(context.service(PrefService.class)))
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
		new Page(page.getInfo().getTitle(), html((String) page.getOutput("page")));
	}

	/**
	 * NB: ImageJ makes its window as wide as the text, and the bar at its right
	 * then takes away what the longest line needs, so that it is scrolled to the
	 * sides, too. The blanks below make room for the bar; they may be wrapped.
	 */
	private static String html(final String text) {
		final int longest = text.lines().mapToInt(String::length).max().orElse(0);
		return "<html><pre>" + Message.html(text) + "</pre><tt>" + "&nbsp; ".repeat(
			longest / 2 + ROOM) + "</tt></html>";
	}

	/**
	 * How large a page is.
	 *
	 * @param whole so large that nothing would have to be scrolled
	 */
	static Dimension fitting(final Dimension whole, final Dimension screen) {
		return new Dimension(Math.min(whole.width, (int) Math.min(MOST_WIDTH *
			screen.width, MOST_PIXELS)), Math.min(whole.height, (int) (MOST_HEIGHT *
				screen.height)));
	}

	/**
	 * NB: ImageJ's gets its whole size before that which fits on the screen, and
	 * a window that gets two sizes may keep the first one, with its button beyond
	 * the screen.
	 */
	private static final class Page extends HTMLDialog {

		private static final long serialVersionUID = 1L;

		Page(final String title, final String html) {
			super(title, html);
		}

		@Override
		public void pack() {
			if (!isDisplayable()) {
				addNotify();
			}
			setPreferredSize(fitting(getPreferredSize(), IJ.getScreenSize()));
			super.pack();
		}
	}
}
