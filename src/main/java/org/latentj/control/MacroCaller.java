
package org.latentj.control;

/**
 * Whether what is done now is done for an ImageJ macro. NB: ImageJ's own
 * {@code IJ.isMacro()} also says so to whoever clicks while a macro runs on
 * another thread.
 */
public final class MacroCaller {

	private static final String INTERPRETER = "ij.macro.Interpreter";

	/** How ImageJ calls the thread of a command that has got its options. */
	private static final String WITH_OPTIONS = "Run$_";

	private MacroCaller() {}

	/** Whether a macro runs on this thread. */
	public static boolean isMacro() {
		return StackWalker.getInstance().walk(frames -> frames.anyMatch(f -> f
			.getClassName().equals(INTERPRETER)));
	}

	/** The same, or a script has given a command on this thread its options. */
	public static boolean gaveOptions() {
		return Thread.currentThread().getName().startsWith(WITH_OPTIONS) ||
			isMacro();
	}
}
