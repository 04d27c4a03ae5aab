
package org.latentj.launcher;

import java.io.PrintStream;

/**
 * Standard output and error while a macro runs. What ImageJ prints where it
 * would show an error in a window is held back, so that it can be reported in
 * one line: the three lines of an error in the macro (message, nothing, the
 * code) and the message of {@code exit("message")}.
 */
final class MacroConsole implements AutoCloseable {

	private static final String ERROR = "Macro Error: ";

	private static final String EXIT_CALLER = "ij.macro.Functions";

	private final PrintStream out = System.out;

	private final PrintStream err = System.err;

	private String held = "";

	MacroConsole() {
		System.setOut(new Filter(out));
		System.setErr(new Filter(err));
	}

	/** What was held back first; empty if nothing was. */
	String held() {
		return held;
	}

	@Override
	public void close() {
		System.setOut(out);
		System.setErr(err);
	}

	private boolean holds(final String text) {
		if (text == null || !text.startsWith(ERROR) && !calledByExit()) {
			return false;
		}
		if (held.isEmpty()) {
			held = text.startsWith(ERROR) ? text.substring(ERROR.length())
				.replaceFirst("\\n \\n[^\\n]*$", "") : text;
		}
		return true;
	}

	private static boolean calledByExit() {
		return StackWalker.getInstance().walk(frames -> frames.anyMatch(f -> f
			.getMethodName().equals("exit") && f.getClassName().equals(EXIT_CALLER)));
	}

	private final class Filter extends PrintStream {

		Filter(final PrintStream to) {
			super(to, true);
		}

		@Override
		public void println(final String text) {
			if (!holds(text)) {
				super.println(text);
			}
		}
	}
}
