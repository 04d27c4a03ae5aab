
package org.latentj.record;

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
}
