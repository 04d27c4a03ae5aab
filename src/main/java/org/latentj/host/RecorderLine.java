
package org.latentj.host;

import ij.IJ;
import ij.Menus;
import ij.gui.ImageWindow;
import ij.plugin.frame.Recorder;

import java.awt.EventQueue;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.latentj.command.RepeatCommand;
import org.latentj.command.input.DialogSections;
import org.latentj.host.macro.MacroInputs;
import org.latentj.host.macro.OptionText;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/**
 * What ImageJ's recorder gets of a command: its line, when it ends, whatever
 * else runs; letters as they are; and nothing of the windows that it opens.
 */
public final class RecorderLine {

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
	 * Keeps ImageJ's recorder from writing of the windows that a command opens.
	 * NB: it knows one command at a time, and none any more when another one has
	 * ended in the meantime.
	 */
	static void claim(final Module module) {
		if (isRecorded() && Recorder.getCommand() == null) {
			Recorder.setCommand(name(module));
		}
	}

	/**
	 * Writes the line of a command that has ended. NB: not by the recorder's own
	 * command and options, which are those of the command that was begun last;
	 * and under letters beyond ASCII the recorder writes a warning that no macro
	 * can be run with.
	 */
	public static void write(final Module module) {
		// NB: what that one has called is recorded.
		if (isRecorded() && !(module
			.getDelegateObject() instanceof RepeatCommand))
		{
			Recorder.recordString(line(name(module), options(module), Recorder
				.scriptMode()));
		}
		drop();
	}

	/**
	 * Writes the line of a call that is known by its record alone, for the
	 * current image.
	 *
	 * @param inputs texts by name, as a macro would give them
	 */
	public static void write(final String command,
		final Map<String, String> inputs)
	{
		final StringJoiner options = new StringJoiner(" ");
		inputs.forEach((name, text) -> options.add(option(name, OptionText.encode(
			text))));
		write(line(command, options.toString(), Recorder.scriptMode()));
	}

	/**
	 * Writes a line as it is, with its end.
	 *
	 * @return whether something is recorded
	 */
	public static boolean write(final String line) {
		if (isRecorded()) {
			Recorder.recordString(line);
		}
		return isRecorded();
	}

	/** Writes what a reader of the macro must know, as a comment. */
	public static void comment(final String text) {
		write("// " + text.replaceAll("\\s+", " ") + "\n");
	}

	/** The line that makes an image the current one, by its title. */
	public static String selecting(final String title) {
		return (Recorder.scriptMode() ? "IJ.selectWindow" : "selectImage") + "(\"" +
			title.replace("\\", "\\\\").replace("\"", "\\\"") + "\");\n";
	}

	/**
	 * Leaves the recorder nothing to write when our command returns, of another
	 * one of ours neither: each writes its own line.
	 */
	static void drop() {
		final String command = Recorder.getCommand();
		final Object entry = command == null || !isRecorded() ? null : Menus
			.getCommands().get(command);
		if (entry != null && entry.toString().startsWith(MenuEntry.class
			.getName()))
		{
			Recorder.setCommand(null);
		}
	}

	/** NB: as the recorder decides itself. */
	private static boolean isRecorded() {
		final String thread = Thread.currentThread().getName();
		return IJ.recording() && (Recorder.recordInMacros || !thread.startsWith(
			"Run$_") || thread.contains("Popup Menu") || thread.contains(
				"Developer Menu"));
	}

	private static String name(final Module module) {
		return module.getInfo().getMenuPath().getLeaf().getName();
	}

	/** The call of a command, in a macro or a script. */
	static String line(final String command, final String options,
		final boolean script)
	{
		return (script ? "IJ." : "") + "run(\"" + command + "\"" + (options
			.isEmpty() && !script ? "" : ", \"" + options + "\"") + ");\n";
	}

	/** NB: nothing but letters is left unescaped, and these in macros only. */
	private static String options(final Module module) {
		final String letters = options(module, OptionText::withLetters);
		return Recorder.scriptMode() || letters.chars().allMatch(c -> c <= '~')
			? options(module, OptionText::encode) : letters;
	}

	/** NB: what means nothing for a checkpoint would only make lines longer. */
	private static boolean isRecorded(final Module module, final String input) {
		return !(module.getDelegateObject() instanceof DialogSections sections) ||
			sections.isRecorded(input);
	}

	/** The options of a macro's call. */
	static String options(final Module module,
		final UnaryOperator<String> written)
	{
		final StringJoiner options = new StringJoiner(" ");
		for (final ModuleItem<?> input : MacroInputs.inputs(module)) {
			final Object value = module.getInput(input.getName());
			if (!MacroInputs.isImage(input) && value != null && isRecorded(module,
				input.getName()))
			{
				final String text = written.apply(value.toString());
				options.add(option(input.getName(), text));
			}
		}
		return options.toString();
	}

	private static String option(final String name, final String text) {
		return name + "=" + (text.indexOf(' ') >= 0 ? "[" + text + "]" : text);
	}
}
