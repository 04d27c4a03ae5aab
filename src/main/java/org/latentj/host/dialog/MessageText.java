
package org.latentj.host.dialog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.control.Names;

/**
 * Messages in lines that fit on a screen: ImageJ makes a window as wide as the
 * longest line. Paths stand on lines of their own.
 */
public final class MessageText {

	/** Characters of a line: about half of a laptop's screen. */
	public static final int COLUMNS = 90;

	/** Lines of a message: on a screen of 540 pixels, with a button below. */
	static final int LINES = 20;

	private static final String ROOT = "(?:/|[A-Za-z]:[\\\\/]|\\\\\\\\)";

	/**
	 * An absolute path and what closes it. NB: without quotes a path with blanks
	 * is known by the ending of its name.
	 */
	private static final Pattern PATH = Pattern.compile("(?<![^\\s(])(?:'" +
		ROOT + "[^'\n]*'|" + ROOT +
		"[^'\"\n:,;]*?\\.[A-Za-z]\\w{1,10}(?=[\\s:,;)]|$)|" + ROOT +
		"[^\\s'\"]+?(?=[:,;)]*(?:\\s|$)))\\)?[:,;.]?");

	private MessageText() {}

	/** What can be read by those who ask for help; empty if there is nothing. */
	static String details(final String message) {
		final int end = message.indexOf(Names.DETAILS);
		return end < 0 ? "" : message.substring(end + Names.DETAILS.length());
	}

	/** The same text in lines of at most {@link #COLUMNS} characters. */
	static String wrapped(final String text) {
		final List<String> lines = new ArrayList<>();
		for (final String line : text.split("\n", -1)) {
			wrap(line, lines);
		}
		return String.join("\n", lines);
	}

	/**
	 * The lines with which a message begins, if it has more than fit on a small
	 * screen; else all of it.
	 *
	 * @param lines as {@link #wrapped} gives them
	 * @param where the others can be read, as "Help"
	 */
	static String begun(final String lines, final String where) {
		final List<String> all = lines.lines().toList();
		return all.size() <= LINES ? lines : String.join("\n", all.subList(0,
			LINES - 1)) + "\n... and " + (all.size() - LINES + 1) +
			" more lines: see " + where;
	}

	private static void wrap(final String line, final List<String> lines) {
		if (line.isBlank()) {
			lines.add("");
			return;
		}
		final Matcher path = PATH.matcher(line);
		int at = 0;
		while (path.find()) {
			fill(line.substring(at, path.start()), lines);
			fill(path.group(), lines);
			at = path.end();
		}
		fill(line.substring(at), lines);
	}

	/** Breaks at blanks, or within what has none. */
	private static void fill(final String text, final List<String> lines) {
		String rest = text.strip();
		while (rest.length() > COLUMNS) {
			final int blank = rest.lastIndexOf(' ', COLUMNS);
			final int end = blank > 0 ? blank : COLUMNS;
			lines.add(rest.substring(0, end));
			rest = rest.substring(end).stripLeading();
		}
		if (!rest.isEmpty()) {
			lines.add(rest);
		}
	}
}
