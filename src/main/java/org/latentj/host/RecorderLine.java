
package org.latentj.host;

import ij.IJ;
import ij.gui.ImageWindow;
import ij.plugin.frame.Recorder;

import java.awt.EventQueue;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.lang.reflect.InvocationTargetException;
import java.util.StringJoiner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/**
 * What ImageJ's recorder gets of a command beside its options: letters as they
 * are, and nothing of the windows that the command opens.
 */
final class RecorderLine {

	/** How long a window may take to get the focus; some never get it. */
	private static final int PATIENCE_MILLIS = 1000;

	private RecorderLine() {}

	/**
	 * Waits until a command's last window has the focus. NB: while the command is
	 * recorded ImageJ leaves out {@code selectImage}; focus comes a moment later,
	 * and goes from window to window if there are several.
	 */
	static void awaitFocus(final ImageWindow window) {
		if (window == null || !IJ.recording() || EventQueue.isDispatchThread()) {
			return;
		}
		final CountDownLatch focused = new CountDownLatch(1);
		final WindowAdapter listener = new WindowAdapter() {

			@Override
			public void windowGainedFocus(final WindowEvent e) {
				focused.countDown();
			}
		};
		window.addWindowFocusListener(listener);
		try {
			if (window.isFocused() || focused.await(PATIENCE_MILLIS,
				TimeUnit.MILLISECONDS))
			{
				// NB: ImageJ's own listeners hear of it, too.
				EventQueue.invokeAndWait(() -> {});
			}
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
		catch (final InvocationTargetException e) {
			throw new IllegalStateException(e);
		}
		finally {
			window.removeWindowFocusListener(listener);
		}
	}

	/**
	 * Writes a command's line into the recorder where a text has letters beyond
	 * ASCII. NB: under a line with such letters the recorder itself writes a
	 * warning that no macro can be run with, so that its options are escaped.
	 */
	static void writeLetters(final Module module) {
		final String command = Recorder.getCommand();
		final String options = options(module);
		if (IJ.recording() && command != null && !Recorder.scriptMode() && options
			.chars().anyMatch(c -> c > '~'))
		{
			Recorder.recordString("run(\"" + command + "\", \"" + options + "\");\n");
			Recorder.setCommand(null);
		}
	}

	/** The options of a macro's call, with letters as they are. */
	static String options(final Module module) {
		final StringJoiner options = new StringJoiner(" ");
		for (final ModuleItem<?> input : MacroInputs.inputs(module)) {
			final Object value = module.getInput(input.getName());
			if (!MacroInputs.isImage(input) && value != null) {
				final String text = OptionText.withLetters(value.toString());
				options.add(input.getName() + "=" + (text.indexOf(' ') >= 0 ? "[" +
					text + "]" : text));
			}
		}
		return options.toString();
	}
}
