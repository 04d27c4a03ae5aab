
package org.latentj.launcher;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.PlugIn;

import java.awt.EventQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BinaryOperator;

import org.latentj.control.Utf8;
import org.latentj.host.MenuBridge;
import org.latentj.host.PngRecords;

/**
 * Runs a macro file and says what went wrong. A plugin, so that it can be
 * loaded by ImageJ's class loader; called through an interface of Java, which
 * all loaders share.
 */
public final class MacroFile implements PlugIn, BinaryOperator<String> {

	/** NB: ImageJ knows the options of a command by the name of its thread. */
	private static final String MACRO_THREAD = "Run$_Macro$";

	/** Does nothing: the class is only to be loaded. */
	@Override
	public void run(final String arg) {}

	/**
	 * Runs a macro.
	 *
	 * @param file in UTF-8
	 * @param argument for {@code getArgument()}
	 * @return what ended it before its end; empty if nothing did. NB: of an error
	 *         in the macro itself the interpreter prints more.
	 * @throws UncheckedIOException if something could not be added to a file that
	 *           the macro saved. It ends the macro from the event thread, and the
	 *           interpreter may read nonsense out of the statement that it is at
	 *           by then: what it says is of no use any more.
	 */
	@Override
	public String apply(final String file, final String argument) {
		Thread.currentThread().setName(MACRO_THREAD);
		Thread.currentThread().setContextClassLoader(IJ.getClassLoader());
		MenuBridge.prepare();
		final List<String> late = new CopyOnWriteArrayList<>();
		PngRecords.reportTo(late::add);
		final String ended = ended(file, argument);
		awaitListeners();
		if (!late.isEmpty()) {
			final String problems = String.join("; ", late);
			throw new UncheckedIOException(problems, new IOException(problems));
		}
		return ended;
	}

	/** NB: ImageJ tells listeners of saved images a moment later. */
	private static void awaitListeners() {
		try {
			EventQueue.invokeAndWait(() -> {});
		}
		catch (InvocationTargetException | InterruptedException e) {
			throw new IllegalStateException(e);
		}
	}

	private static String ended(final String file, final String argument) {
		final Interpreter interpreter = new Interpreter();
		try {
			interpreter.run(Utf8.text(Files.readAllBytes(Path.of(file))), argument);
			final String error = interpreter.getErrorMessage();
			return error == null ? "" : error;
		}
		catch (final NoSuchFileException e) {
			return "there is no such file";
		}
		catch (final Utf8.Malformed e) {
			return e.getMessage();
		}
		catch (final IOException e) {
			return "it cannot be read: " + e;
		}
		catch (final StackOverflowError e) {
			// NB: also the interpreter's own, ended while it reads an expression.
			return "its functions call each other without end";
		}
		catch (final RuntimeException e) {
			final String error = IJ.getErrorMessage();
			return error != null ? error : endedByExit(e) ? "" : Macro.MACRO_CANCELED
				.equals(e.getMessage()) ? "cancelled" : e.toString();
		}
	}

	/** NB: {@code exit} throws what a cancelled dialog throws. */
	private static boolean endedByExit(final RuntimeException e) {
		return e.getStackTrace().length > 0 && e.getStackTrace()[0].getMethodName()
			.equals("exit");
	}
}
