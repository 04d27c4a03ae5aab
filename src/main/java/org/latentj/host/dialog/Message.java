
package org.latentj.host.dialog;

import ij.IJ;
import ij.Macro;
import ij.gui.GenericDialog;

import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.lang.reflect.InvocationTargetException;

import org.latentj.control.Names;

/**
 * Tells the user what went wrong: in a window that fits on the screen, whose
 * Help has the details, or in the text output.
 */
public final class Message {

	private Message() {}

	/**
	 * Waits until the event thread has done what it has to do. NB: a window that
	 * is just being closed, as Fiji's search results are by the command that is
	 * chosen there, makes Java fail to open a modal dialog, and leaves all
	 * windows blocked.
	 */
	static void awaitEvents() {
		if (GraphicsEnvironment.isHeadless() || EventQueue.isDispatchThread()) {
			return;
		}
		try {
			EventQueue.invokeAndWait(() -> {});
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
		catch (final InvocationTargetException e) {
			throw new IllegalStateException(e.getCause());
		}
	}

	/** Shows a message and ends the script that runs, if any. */
	public static void show(final String title, final String message) {
		if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null || IJ
			.redirectingErrorMessages())
		{
			IJ.error(title, message);
			return;
		}
		awaitEvents();
		final String whole = MessageText.wrapped(Names.summary(message));
		final String details = details(message, whole);
		if (details.isEmpty() || Macro.getOptions() != null) {
			// NB: ImageJ takes a dialog of its own for one that a script fills in.
			log(details);
			IJ.error(title, MessageText.begun(whole, "the Log"));
			return;
		}
		final GenericDialog dialog = new GenericDialog(title);
		dialog.addMessage(MessageText.begun(whole, "Help"));
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
		final String whole = MessageText.wrapped(Names.summary(text));
		log(details(message, whole));
		return MessageText.begun(whole, "the Log");
	}

	/** What is not in the window: the details; all if not all lines fit in. */
	private static String details(final String message, final String whole) {
		return MessageText.begun(whole, "").equals(whole) ? MessageText.details(
			message) : message;
	}

	/** A text as HTML. */
	static String html(final String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}
}
