
package org.latentj.host.dialog;

import ij.IJ;
import ij.Macro;
import ij.gui.GenericDialog;

import java.awt.GraphicsEnvironment;

import org.latentj.control.Names;

/**
 * Tells the user what went wrong: in a window that fits on the screen, whose
 * Help has the details, or in the text output.
 */
public final class Message {

	private Message() {}

	/** Shows a message and ends the script that runs, if any. */
	public static void show(final String title, final String message) {
		final String details = MessageText.details(message);
		if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null || IJ
			.redirectingErrorMessages())
		{
			IJ.error(title, message);
			return;
		}
		final String text = MessageText.wrapped(Names.summary(message));
		if (details.isEmpty() || Macro.getOptions() != null) {
			// NB: ImageJ takes a dialog of its own for one that a script fills in.
			log(details);
			IJ.error(title, text);
			return;
		}
		final GenericDialog dialog = new GenericDialog(title);
		dialog.addMessage(text);
		dialog.hideCancelButton();
		dialog.addHelp("<html>" + html(details).replace("\n", "<br>") + "</html>");
		dialog.showDialog();
		Macro.abort();
	}

	private static void log(final String details) {
		if (!details.isEmpty()) {
			IJ.log(details);
		}
	}

	/**
	 * A message as the text of a macro's error. NB: ImageJ shows it in a window
	 * of its own, without Help.
	 */
	public static String ofMacro(final String title, final String message) {
		final String text = title.replace("...", "") + ": " + message;
		if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) {
			return text;
		}
		log(MessageText.details(message));
		return MessageText.wrapped(Names.summary(text));
	}

	/** A text as HTML. */
	static String html(final String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}
}
