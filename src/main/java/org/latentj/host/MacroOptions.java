
package org.latentj.host;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the option string of {@code run("Command...", "key=value ...")}.
 * <p>
 * ImageJ's own reader looks for the first <code>key=</code> anywhere, even
 * inside another value. This one reads from left to right, so that in
 * <code>prompt=[a cat seed=99] seed=5</code> the seed is 5, and it leaves
 * nothing unread: a key that is nobody's is an error, not a value that silently
 * counts for nothing.
 * </p>
 * <p>
 * A value ends at a blank, or is in brackets, which may be nested, or in single
 * quotes. A key without a value means {@code true}. {@link OptionText} is
 * decoded.
 * </p>
 */
public final class MacroOptions {

	private final String options;

	private int at;

	private MacroOptions(final String options) {
		this.options = options;
	}

	/**
	 * Keys and values in the order given.
	 *
	 * @throws IllegalArgumentException if a bracket or quote is not closed, text
	 *           follows one directly, or a key comes twice
	 */
	public static Map<String, String> parse(final String options) {
		return Collections.unmodifiableMap(new MacroOptions(options).pairs());
	}

	private Map<String, String> pairs() {
		final Map<String, String> pairs = new LinkedHashMap<>();
		for (skipBlanks(); at < options.length(); skipBlanks()) {
			final String key = key();
			final String value = at < options.length() && options.charAt(at) == '='
				? OptionText.decode(value(key)) : "true";
			if (pairs.put(key, value) != null) {
				throw new IllegalArgumentException("the option '" + key +
					"' is given twice in: " + options.strip());
			}
		}
		return pairs;
	}

	private String key() {
		final int start = at;
		while (at < options.length() && options.charAt(at) != '=' && !blank()) {
			at++;
		}
		return options.substring(start, at);
	}

	private String value(final String key) {
		at++;
		if (at == options.length()) {
			return "";
		}
		final int end = switch (options.charAt(at)) {
			case '[' -> bracket();
			case '\'' -> options.indexOf('\'', at + 1);
			default -> -2;
		};
		if (end == -2) {
			final int start = at;
			while (at < options.length() && !blank()) {
				at++;
			}
			return options.substring(start, at);
		}
		final String value = enclosed(key, end);
		at = end + 1;
		if (at < options.length() && !blank()) {
			throw new IllegalArgumentException("the value of '" + key +
				"' goes on after its end: " + options.substring(at).strip());
		}
		return value;
	}

	private String enclosed(final String key, final int end) {
		if (end < 0) {
			throw new IllegalArgumentException("the value of '" + key +
				"' has no end, a " + (options.charAt(at) == '[' ? "']'" : "\"'\"") +
				" is missing: " + options.substring(at).strip());
		}
		return options.substring(at + 1, end);
	}

	private int bracket() {
		int depth = 0;
		for (int i = at; i < options.length(); i++) {
			final char c = options.charAt(i);
			depth += c == '[' ? 1 : c == ']' ? -1 : 0;
			if (depth == 0) {
				return i;
			}
		}
		return -1;
	}

	private void skipBlanks() {
		while (at < options.length() && blank()) {
			at++;
		}
	}

	private boolean blank() {
		return Character.isWhitespace(options.charAt(at));
	}
}
