
package org.latentj.host.macro;

import java.util.Locale;

/**
 * Writes any text so that it survives an ImageJ macro: the recorder, a string
 * literal of the macro language, and the option string of {@code run(...)}.
 * <p>
 * Most texts survive as they are. Others don't: a quote or a line break ends
 * the literal, a {@code ]} ends the value, <code>seed=99</code> inside a prompt
 * is taken for the option by ImageJ's own parser, and the recorder refuses
 * letters beyond ASCII. Such a text is written as {@value #MARK} followed by
 * the text in which every such character stands as {@code %XX} or
 * {@code %uXXXX}, the form of JavaScript's {@code escape()}:
 * <code>escaped:a cat seed%3D99</code>. It stays readable, and every UTF-16
 * string, even a broken one, comes back as it was.
 * </p>
 * <p>
 * A text that itself begins with the mark is escaped too, so that
 * {@code decode(encode(text))} is always {@code text}.
 * </p>
 */
public final class OptionText {

	/** What an escaped text begins with. */
	public static final String MARK = "escaped:";

	/** Printable ASCII that means something to one of the parsers. */
	private static final String SPECIAL = "=[]\"\\";

	/** Likewise, at the start of a value: a quote, a macro variable. */
	private static final String SPECIAL_START = "'&";

	private OptionText() {}

	/** The text itself if it survives, otherwise its escaped form. */
	public static String encode(final String text) {
		return encode(text, false);
	}

	/**
	 * As {@link #encode}, but letters beyond ASCII stand as they are: the macro
	 * language takes them, ImageJ's recorder does not.
	 */
	public static String withLetters(final String text) {
		return encode(text, true);
	}

	private static String encode(final String text, final boolean letters) {
		boolean plain = !text.startsWith(MARK);
		for (int i = 0; i < text.length() && plain; i++) {
			plain = survives(text, i, letters);
		}
		if (plain) {
			return text;
		}
		final StringBuilder out = new StringBuilder(MARK);
		for (int i = 0; i < text.length(); i++) {
			final char c = text.charAt(i);
			if (c != '%' && survives(text, i, letters)) {
				out.append(c);
			}
			else {
				out.append(String.format(Locale.ROOT, c < 256 ? "%%%02X" : "%%u%04X",
					(int) c));
			}
		}
		return out.toString();
	}

	/**
	 * The text that {@link #encode} was given.
	 *
	 * @throws IllegalArgumentException if a text begins with the mark but holds a
	 *           {@code %} without two or {@code u} and four hexadecimal digits
	 */
	public static String decode(final String text) {
		if (!text.startsWith(MARK)) {
			return text;
		}
		final StringBuilder out = new StringBuilder();
		for (int i = MARK.length(); i < text.length(); i++) {
			if (text.charAt(i) != '%') {
				out.append(text.charAt(i));
				continue;
			}
			final boolean wide = text.startsWith("u", i + 1);
			final int from = i + (wide ? 2 : 1);
			final int to = from + (wide ? 4 : 2);
			out.append(character(text, i, from, to));
			i = to - 1;
		}
		return out.toString();
	}

	private static char character(final String text, final int at, final int from,
		final int to)
	{
		if (to > text.length() || !text.substring(from, to).matches(
			"[0-9A-Fa-f]+"))
		{
			throw new IllegalArgumentException("'" + text.substring(at, Math.min(at +
				6, text.length())) + "' at position " + at + " of '" + text +
				"' is no %XX or %uXXXX; write %25 for a percent sign after '" + MARK +
				"'");
		}
		return (char) Integer.parseInt(text.substring(from, to), 16);
	}

	private static boolean survives(final String text, final int i,
		final boolean letters)
	{
		final char c = text.charAt(i);
		if (c > '~') {
			return letters && Character.isLetter(c) && c != '\ufeff';
		}
		final boolean edge = i == 0 || i == text.length() - 1;
		return c >= ' ' && c <= '~' && SPECIAL.indexOf(c) < 0 && !(edge &&
			c == ' ') && !(i == 0 && SPECIAL_START.indexOf(c) >= 0);
	}
}
