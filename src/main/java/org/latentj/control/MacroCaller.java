
package org.latentj.control;

import java.util.function.Predicate;

/**
 * Whether what is done now is done for an ImageJ macro or a script. NB:
 * ImageJ's own {@code IJ.isMacro()} also says so to whoever clicks while one
 * runs on another thread, and the name of a thread that has once run a command
 * for a script stays.
 */
public final class MacroCaller {

	private MacroCaller() {}

	/** Whether a macro runs on this thread. */
	public static boolean isMacro() {
		return isWithin(f -> f.getClassName().equals("ij.macro.Interpreter"));
	}

	/** The same, or a script that runs a command by {@code IJ.run}. */
	public static boolean isMacroOrScript() {
		return isMacro() || isWithin(f -> f.getClassName().equals("ij.IJ") && f
			.getMethodName().equals("run"));
	}

	private static boolean isWithin(
		final Predicate<StackWalker.StackFrame> call)
	{
		return StackWalker.getInstance().walk(frames -> frames.anyMatch(call));
	}
}
