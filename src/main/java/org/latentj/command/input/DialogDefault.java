
package org.latentj.command.input;

import java.util.Optional;

import org.scijava.module.ModuleItem;

/**
 * A parameter's value in a dialog that nobody has used yet, where it is another
 * one than that of a macro which leaves the parameter out: old macros go on
 * making the same pixels.
 */
public final class DialogDefault {

	/** Name of the parameter's attribute that holds it. */
	public static final String KEY = "dialogDefault";

	private DialogDefault() {}

	/**
	 * The value; empty if a dialog starts with what macros have.
	 *
	 * @param item of a command's info, or of a setting; a module's own items of
	 *          fields do not know it
	 */
	public static Optional<String> of(final ModuleItem<?> item) {
		return Optional.ofNullable(item.get(KEY));
	}
}
