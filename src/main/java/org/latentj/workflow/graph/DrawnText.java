
package org.latentj.workflow.graph;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prompts as ComfyUI's window sends them on: without comments, and of
 * {this|that} one, unless a backslash stands before a brace.
 */
public final class DrawnText {

	/** What is deeper in braces is left to who runs it, as a choice is. */
	private static final int DEEPEST = 100;

	private static final String LINE_ENDS = "\n\r\u0085\u2028\u2029";

	private static final Pattern ESCAPED = Pattern.compile("\\\\([{}|])");

	/** What must be escaped, with the backslashes before it. */
	private static final Pattern SPECIAL = Pattern.compile(
		"(?<!\\\\)(\\\\*+)([{}|])");

	/** A slash by which a comment would begin. */
	private static final Pattern SLASH = Pattern.compile("/(?=[/*])");

	private final String text;

	private final int depth;

	private int at;

	private DrawnText(final String text, final int depth) {
		this.text = withoutComments(text);
		this.depth = depth;
	}

	/** What is sent on; empty if it is drawn by chance. */
	public static Optional<String> plain(final String text) {
		return new DrawnText(text, 0).unescaped();
	}

	private Optional<String> unescaped() {
		return plain().map(p -> ESCAPED.matcher(p).replaceAll("$1"));
	}

	/** NB: what begins a comment that has no end is text. */
	private static String withoutComments(final String text) {
		final StringBuilder out = new StringBuilder(text.length());
		final int last = text.lastIndexOf("*/");
		int i = 0;
		while (i < text.length()) {
			if (text.startsWith("/*", i) && last >= i + 2) {
				i = text.indexOf("*/", i + 2) + 2;
			}
			else if (text.startsWith("//", i)) {
				while (i < text.length() && LINE_ENDS.indexOf(text.charAt(i)) < 0) {
					i++;
				}
			}
			else {
				out.append(text.charAt(i++));
			}
		}
		return out.toString();
	}

	/**
	 * A text that is sent on as this one. NB: backslashes before a brace must be
	 * even in number, else the brace stands in a choice of its own; an empty
	 * choice keeps slashes from being a comment.
	 */
	public static String of(final String plain) {
		final String escaped = SPECIAL.matcher(plain).replaceAll(m -> Matcher
			.quoteReplacement(escaped(m.group(1), m.group(2))));
		return SLASH.matcher(escaped).replaceAll("/{}");
	}

	private static String escaped(final String before, final String letter) {
		if (before.isEmpty() && letter.equals("|")) {
			return letter;
		}
		return before.length() % 2 == 0 ? before + "\\" + letter : before +
			"\\{\\" + letter + "}";
	}

	private Optional<String> plain() {
		final StringBuilder out = new StringBuilder();
		while (at < text.length()) {
			if (text.charAt(at) != '{') {
				next(out);
				continue;
			}
			at++;
			final Optional<String> one = choice();
			if (one.isEmpty()) {
				return one;
			}
			out.append(one.get());
		}
		return Optional.of(out.toString());
	}

	private void next(final StringBuilder out) {
		if (text.charAt(at) == '\\' && at + 1 < text.length()) {
			out.append(text.charAt(at++));
		}
		out.append(text.charAt(at++));
	}

	/** What is in braces, if there is no choice. */
	private Optional<String> choice() {
		final StringBuilder inside = new StringBuilder();
		int open = 0;
		while (at < text.length() && (text.charAt(at) != '}' || open > 0)) {
			final char letter = text.charAt(at);
			if (letter == '|' && open == 0) {
				return Optional.empty();
			}
			open += letter == '{' ? 1 : letter == '}' ? -1 : 0;
			next(inside);
		}
		at++;
		return depth == DEEPEST ? Optional.empty() : new DrawnText(inside
			.toString(), depth + 1).unescaped();
	}
}
