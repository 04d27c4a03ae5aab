
package org.latentj.host.macro;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
 * quotes. A key without a value means {@code true}; only what is on or off can
 * have none. A bare {@code &name} is a variable of the macro, whose text is
 * taken as it is; all other values are {@link OptionText}, which is decoded.
 * </p>
 */
public final class MacroOptions {

	private static final Pattern VARIABLE = Pattern.compile(
		"&([A-Za-z_][A-Za-z0-9_]*)");

	private final String options;

	private final UnaryOperator<String> variables;

	private final Predicate<String> known;

	private final Predicate<String> switches;

	private int at;

	/** What was read last, for a word that belongs to it. */
	private String last = "";

	private MacroOptions(final String options,
		final UnaryOperator<String> variables, final Predicate<String> known,
		final Predicate<String> switches)
	{
		this.options = options;
		this.variables = variables;
		this.known = known;
		this.switches = switches;
	}

	/**
	 * Keys and values in the order given.
	 *
	 * @param variables gives the text of a macro's variable by its name
	 * @throws IllegalArgumentException if a bracket or quote is not closed, text
	 *           follows one directly, or a key comes twice
	 */
	public static Map<String, String> parse(final String options,
		final UnaryOperator<String> variables)
	{
		return parse(options, variables, key -> true, key -> true);
	}

	/**
	 * Likewise.
	 *
	 * @param known whether a word is an option
	 * @param switches whether an option is one of those that can stand alone
	 * @throws IllegalArgumentException also for a word that belongs to the value
	 *           before it, and for an option that needs a value and has none,
	 *           with what would be right
	 */
	static Map<String, String> parse(final String options,
		final UnaryOperator<String> variables, final Predicate<String> known,
		final Predicate<String> switches)
	{
		return Collections.unmodifiableMap(new MacroOptions(options, variables,
			known, switches).pairs());
	}

	private Map<String, String> pairs() {
		final Map<String, String> pairs = new LinkedHashMap<>();
		for (skipBlanks(); at < options.length(); skipBlanks()) {
			final int start = at;
			final String key = key();
			final boolean valued = at < options.length() && options.charAt(at) == '=';
			if (key.isEmpty()) {
				throw blanks(start);
			}
			if (!valued && !last.isEmpty() && !known.test(key)) {
				throw words(start);
			}
			if (!valued && known.test(key) && !switches.test(key) &&
				!isBeforeEquals())
			{
				throw alone(key);
			}
			final String value = valued ? text(value(key)) : "true";
			final char end = options.charAt(at - 1);
			last = valued && end != ']' && end != '\'' ? options.substring(start, at)
				: "";
			if (pairs.put(key, value) != null) {
				throw new IllegalArgumentException("the option '" + key +
					"' is given twice in: " + options.strip());
			}
		}
		return pairs;
	}

	/** An "=" that follows a blank. */
	private IllegalArgumentException blanks(final int start) {
		final String before = options.substring(0, start).strip();
		final String key = before.substring(before.lastIndexOf(' ') + 1);
		at = start + 1;
		skipBlanks();
		at--;
		final String after = value(key);
		return new IllegalArgumentException("there are blanks around '=' in: " +
			options.strip() + "\nWrite " + key + "=" + (after.isEmpty() ? "..."
				: after.contains(" ") ? "[" + after + "]" : after) + " without blanks");
	}

	/** Words that follow a value without brackets. */
	private IllegalArgumentException words(final int start) {
		at = start;
		final int split = last.indexOf('=') + 1;
		final StringBuilder text = new StringBuilder(last.substring(split));
		int end = at;
		for (skipBlanks(); at < options.length(); skipBlanks()) {
			final int from = at;
			final String word = key();
			if (at < options.length() && !blank() || known.test(word)) {
				break;
			}
			text.append(' ').append(options, from, at);
			end = at;
		}
		final String all = text.toString().strip();
		return new IllegalArgumentException("'" + options.substring(start, end) +
			"' follows '" + last + "' and is no option" + (all.contains(" ")
				? ": put text of several words into brackets, as in " + last.substring(
					0, split) + "[" + all + "]" : ": write " + last.substring(0, split) +
						all + " without a blank"));
	}

	/** Whether there are but blanks before an "=". */
	private boolean isBeforeEquals() {
		return options.substring(at).stripLeading().startsWith("=");
	}

	/** NB: "many mask cells" may be a prompt, of which a word is an option. */
	private IllegalArgumentException alone(final String key) {
		return new IllegalArgumentException("'" + key + "' has no value: write " +
			key + "=..." + (last.isEmpty() ? "" : ", or, if it belongs to '" + last +
				"', put text of several words into brackets, as in " + last.substring(0,
					last.indexOf('=') + 1) + "[" + last.substring(last.indexOf('=') + 1) +
				" " + key + "]"));
	}

	/** NB: before it is decoded, so that a recorded "&x" is no variable. */
	private String text(final String value) {
		final Matcher variable = VARIABLE.matcher(value);
		return variable.matches() ? variables.apply(variable.group(1)) : OptionText
			.decode(value);
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
