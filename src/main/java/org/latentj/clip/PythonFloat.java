
package org.latentj.clip;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Numbers as Python's {@code float()} reads them, which decides in ComfyUI
 * whether {@code (a:x)} holds a weight: blanks around it, {@code .5},
 * {@code 5.}, {@code 1e1}, {@code 1_0}, {@code inf}, {@code nan}, digits of any
 * script; no hexadecimal and no {@code 1f}, which Java would take.
 */
final class PythonFloat {

	private static final Pattern NUMBER = Pattern.compile(
		"[+-]?+(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+");

	private static final Pattern SEPARATOR = Pattern.compile(
		"(?<=[0-9])_(?=[0-9])");

	private static final Pattern INFINITE = Pattern.compile(
		"[+-]?+(?:inf|infinity|nan)", Pattern.CASE_INSENSITIVE);

	private PythonFloat() {}

	/**
	 * The number, or empty if Python would raise a ValueError; NaN for
	 * {@code inf} too, since neither is of use.
	 */
	static OptionalDouble parse(final String text) {
		final StringBuilder ascii = new StringBuilder();
		text.strip().codePoints().forEach(c -> ascii.appendCodePoint(Character
			.isDigit(c) ? '0' + Character.digit(c, 10) : c));
		final String number = SEPARATOR.matcher(ascii).replaceAll("");
		if (NUMBER.matcher(number).matches()) {
			return OptionalDouble.of(Double.parseDouble(number));
		}
		if (INFINITE.matcher(number).matches()) {
			return OptionalDouble.of(Double.NaN);
		}
		return OptionalDouble.empty();
	}
}
