
package org.latentj.record;

import ij.CommandListener;
import ij.Executer;
import ij.IJ;
import ij.macro.Interpreter;

import java.util.Optional;

import org.latentj.control.MacroCaller;

/**
 * The macro that has called what is done now. NB: not one that runs elsewhere
 * meanwhile. This needs nothing but ImageJ, as who says that a jar is missing
 * must.
 */
public final class CallingMacro {

	private CallingMacro() {}

	/** What runs it; empty if it is no macro that has called. */
	public static Optional<Interpreter> now() {
		return Optional.ofNullable(Interpreter.getInstance()).filter(
			macro -> MacroCaller.isMacro());
	}

	/** Ends it with an error; if there is none, the user is shown that. */
	public static void fail(final String message) {
		now().ifPresentOrElse(macro -> macro.abort(message), () -> IJ.error(
			"LatentJ", message));
	}

	/**
	 * Makes ImageJ forget that a command of it runs, and that an error in this
	 * should end it. NB: it does so only when a command returns; this one has no
	 * name and does nothing.
	 */
	public static void endCommand() {
		final CommandListener refusal = command -> command.isEmpty() ? null
			: command;
		Executer.addCommandListener(refusal);
		try {
			IJ.run("");
		}
		finally {
			Executer.removeCommandListener(refusal);
		}
	}
}
