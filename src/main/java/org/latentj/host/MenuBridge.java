
package org.latentj.host;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.gui.GUI;
import ij.gui.ImageWindow;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import ij.text.TextWindow;

import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import org.latentj.command.input.CommandCall;
import org.latentj.command.input.MenuCommand;
import org.latentj.command.input.MenuCommands;
import org.latentj.control.Failure;
import org.latentj.control.MacroCaller;
import org.latentj.host.dialog.Asking;
import org.latentj.host.dialog.Message;
import org.latentj.host.macro.MacroInputs;
import org.latentj.record.CallingMacro;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

/**
 * Runs a SciJava command from the menu of ImageJ 1.x and from macros:
 * {@code plugins.config} lists each command's label with {@link MenuEntry} and
 * the command's simple name. Dialog, macro options, recorder and outputs follow
 * from the command's metadata. So it is in Fiji, too, since the commands are
 * invisible there: of a visible one Fiji would make a menu entry of its own in
 * the place of ours, with other dialogs, macros and errors.
 */
public final class MenuBridge {

	private static final int TEXT_WIDTH = 860;

	private static final int TEXT_HEIGHT = 560;

	/** Makes ready what macros may rely on before the first command is called. */
	public static void prepare() {
		PlainImageJ.context();
	}

	/** @param command simple name of a {@link MenuCommand} */
	static void run(final String command) {
		run(PlainImageJ.context(), command, Map.of());
	}

	/**
	 * Runs a command as its menu entry does.
	 *
	 * @param command simple name of a {@link MenuCommand}
	 * @param begun with which values of inputs its dialog opens
	 */
	public static void run(final Context context, final String command,
		final Map<String, ?> begun)
	{
		final CommandInfo info = command(context, command);
		try {
			run(context, info, begun);
		}
		catch (final RuntimeException | LinkageError e) {
			// NB: by which ImageJ ends a macro.
			if (Macro.MACRO_CANCELED.equals(e.getMessage())) {
				throw e;
			}
			RecorderLine.drop();
			fail(info.getTitle(), Failure.tell(e, context.service(
				LogService.class)::error));
		}
		catch (final Error e) {
			// NB: ImageJ would show it in a window. By name, since Java will lose it.
			if (!e.getClass().getName().equals("java.lang.ThreadDeath")) {
				throw e;
			}
			MacroCancellation.endMacros();
		}
	}

	private static void run(final Context context, final CommandInfo info,
		final Map<String, ?> begun)
	{
		final Module module = context.service(ModuleService.class).createModule(
			info);
		begun.forEach(module::setInput);
		final String options = Macro.getOptions();
		if (options != null || GraphicsEnvironment.isHeadless()) {
			MacroInputs.resolve(module, options == null ? "" : options);
			finish(CommandCall.run(context, module));
		}
		else {
			ask(context, module);
		}
	}

	private static void ask(final Context context, final Module module) {
		final Asking asking = new Asking(context, module);
		if (!asking.ask()) {
			RecorderLine.drop();
			MacroCancellation.endMacros();
			return;
		}
		final boolean byPerson = asking.hasDialog() && !MacroCaller.isMacro();
		final Module done = CommandCall.runInitialized(context, module);
		if (byPerson) {
			markUnsaved(done);
		}
		finish(done);
	}

	private static CommandInfo command(final Context context, final String name) {
		return MenuCommands.named(context.service(CommandService.class), name)
			.orElseThrow();
	}

	/**
	 * Tells the user why a command failed, and ends the macro that has called it,
	 * if one has. NB: not one that runs elsewhere meanwhile.
	 *
	 * @param message empty or null if the user has cancelled it
	 */
	static void fail(final String title, final String message) {
		final Optional<Interpreter> macro = CallingMacro.now();
		if (message == null || message.isEmpty()) {
			MacroCancellation.endMacros();
		}
		else if (macro.isPresent()) {
			macro.get().abort(Message.ofMacro(title, message));
		}
		else {
			Message.show(title.replace("...", ""), message);
		}
	}

	private static void finish(final Module module) {
		final String title = module.getInfo().getTitle();
		if (((Cancelable) module).isCanceled()) {
			RecorderLine.drop();
			// NB: there are some if it failed after a part had been finished.
			showAll(module);
			fail(title, ((Cancelable) module).getCancelReason());
			return;
		}
		RecorderLine.claim(module);
		showAll(module);
		RecorderLine.write(module);
	}

	/** Shows all that a command has given. */
	static void showAll(final Module module) {
		ImageWindow last = null;
		for (final ModuleItem<?> output : module.getInfo().outputs()) {
			final Object made = module.getOutput(output.getName());
			show(output, made);
			last = made instanceof ImagePlus image ? image.getWindow() : last;
		}
		RecorderLine.awaitFocus(last);
	}

	/**
	 * Has ImageJ ask before it closes images that are not saved. NB: for what a
	 * dialog has asked a person; a macro or a script would stand still when it
	 * closes an image.
	 */
	private static void markUnsaved(final Module module) {
		module.getInfo().outputs().forEach(output -> {
			final Object made = module.getOutput(output.getName());
			if (made instanceof ImagePlus image) {
				image.changes = true;
			}
			else if (made instanceof ImagePlus[] images) {
				Arrays.stream(images).forEach(i -> i.changes = true);
			}
		});
	}

	/** Shows what a command gives: images, texts and tables in windows. */
	static void show(final ModuleItem<?> item, final Object output) {
		if (output instanceof ImagePlus image) {
			image.show();
		}
		else if (output instanceof ImagePlus[] images) {
			Arrays.stream(images).forEach(ImagePlus::show);
		}
		else if (output instanceof String text) {
			show(item.getLabel(), text);
		}
		else if (output instanceof ResultsTable table && !GraphicsEnvironment
			.isHeadless())
		{
			onEvents(() -> table.show(item.getLabel()));
		}
	}

	/** Shows a text in a window, or prints it where there is no screen. */
	static void show(final String title, final String text) {
		if (GraphicsEnvironment.isHeadless()) {
			IJ.log(text);
		}
		else {
			final Dimension size = textSize(GUI.getMaxWindowBounds());
			onEvents(() -> new TextWindow(title, text, size.width, size.height));
		}
	}

	/** How large a text's window is on a screen, less what bars take of it. */
	static Dimension textSize(final Rectangle screen) {
		return new Dimension(Math.min(TEXT_WIDTH, screen.width), Math.min(
			TEXT_HEIGHT, screen.height));
	}

	/** NB: a macro may work on the window next; and may run on that thread. */
	private static void onEvents(final Runnable action) {
		if (EventQueue.isDispatchThread()) {
			action.run();
			return;
		}
		try {
			EventQueue.invokeAndWait(action);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
		catch (final InvocationTargetException e) {
			throw new IllegalStateException(e.getCause());
		}
	}
}
