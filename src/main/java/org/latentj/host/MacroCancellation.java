
package org.latentj.host;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;

import org.latentj.control.MacroCaller;
import org.latentj.record.CallingMacro;

/**
 * Ends macros silently when a command that they run is cancelled, so that no
 * further line works on the wrong image. {@link Macro#abort()} alone ends a
 * script, but not a macro since ImageJ 1.54.
 * <p>
 * ImageJ catches what is thrown in a command, and in a macro that another macro
 * runs, looks at the message, and goes on with the next line of the macro
 * around it. There this exception throws itself again.
 * </p>
 */
final class MacroCancellation extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private MacroCancellation() {
		super(Macro.MACRO_CANCELED);
	}

	/**
	 * Ends all macros that run on this thread, one from within the other.
	 *
	 * @throws MacroCancellation if there is one
	 */
	static void endMacros() {
		if (!MacroCaller.isMacro()) {
			Macro.abort();
			return;
		}
		final Interpreter macro = Interpreter.getInstance();
		if (macro != null) {
			macro.setIgnoreErrors(true);
			macro.abort(Macro.MACRO_CANCELED);
		}
		if (IJ.macroRunning()) {
			CallingMacro.endCommand();
		}
		throw new MacroCancellation();
	}

	/**
	 * Ends the macro that runs on another thread, if there is one, silently after
	 * the statement that it is at.
	 *
	 * @param reason that {@link Interpreter#getErrorMessage} tells
	 */
	static void endMacroElsewhere(final String reason) {
		final Interpreter macro = Interpreter.getInstance();
		if (macro != null) {
			macro.setIgnoreErrors(true);
			macro.abort(reason);
		}
	}

	@Override
	public String getMessage() {
		if (MacroCaller.isMacro()) {
			throw this;
		}
		return super.getMessage();
	}
}
