
package org.latentj.batch.journal;

import java.nio.file.InvalidPathException;

import org.latentj.control.Failure;

/**
 * What an error says to people. NB: the message of many of Java's own is a path
 * alone, or nothing.
 */
public final class ErrorText {

	private ErrorText() {}

	/** One or more lines, never empty. */
	public static String of(final Throwable e) {
		if (e instanceof InvalidPathException path) {
			return ofName(path.getInput());
		}
		return Failure.text(e);
	}

	/** Says that a file cannot have this name, or cannot be found by it. */
	public static String ofName(final String name) {
		return "the name '" + shown(name) +
			"' has letters that file names cannot have here (Java's character set for them is " +
			System.getProperty("sun.jnu.encoding") +
			"): rename the file, or start ImageJ in a language setting with UTF-8, as in LC_ALL=C.UTF-8";
	}

	/** A name on one line. */
	public static String shown(final String name) {
		return name.replace("\n", "\\n").replace("\r", "\\r").replaceAll(
			"\\p{Cntrl}", "?");
	}
}
