
package org.latentj.imageplus.file;

import ij.IJ;
import ij.Menus;
import ij.macro.Interpreter;

import java.awt.AWTEvent;
import java.awt.Dialog;
import java.awt.GraphicsEnvironment;
import java.awt.Toolkit;
import java.awt.event.AWTEventListener;
import java.awt.event.WindowEvent;
import java.util.Arrays;
import java.util.Optional;

import org.latentj.record.CallingMacro;

/**
 * Keeps the messages of ImageJ's readers from being shown while this thread
 * opens files. Shown, they would stop a batch until somebody clicks, and in a
 * macro end it. NB: ImageJ has a switch for that, which it does not heed in a
 * macro, takes back after one message, and not all readers ask.
 */
final class NoDialogs implements AutoCloseable, AWTEventListener {

	private final Thread opener = Thread.currentThread();

	private final boolean screen = !GraphicsEnvironment.isHeadless();

	private volatile String shown;

	NoDialogs() {
		forgetMacro();
		IJ.redirectErrorMessages(true);
		if (screen) {
			Toolkit.getDefaultToolkit().addAWTEventListener(this,
				AWTEvent.WINDOW_EVENT_MASK);
		}
	}

	/** What a reader has said so far, on one line. */
	Optional<String> error() {
		final String error = IJ.getErrorMessage();
		return Optional.ofNullable(error == null ? shown : error).map(e -> e
			.replaceAll("\\s+", " ").strip());
	}

	/** Called on the event thread; a dialog that this thread waits for goes. */
	@Override
	public void eventDispatched(final AWTEvent event) {
		if (event.getID() == WindowEvent.WINDOW_OPENED && event
			.getSource() instanceof Dialog dialog && dialog.isModal() &&
			openerWaits())
		{
			shown = dialog.getTitle();
			dialog.dispose();
		}
	}

	private boolean openerWaits() {
		return Arrays.stream(opener.getStackTrace()).anyMatch(f -> f.getClassName()
			.equals(Dialog.class.getName()) && f.getMethodName().equals("show"));
	}

	@Override
	public void close() {
		if (screen) {
			Toolkit.getDefaultToolkit().removeAWTEventListener(this);
		}
		IJ.redirectErrorMessages(false);
		forgetMacro();
	}

	/** NB: or an error while this is open would end the macro that runs. */
	private static void forgetMacro() {
		if (Interpreter.getInstance() != null && Menus.getCommands() != null) {
			CallingMacro.endCommand();
		}
	}
}
