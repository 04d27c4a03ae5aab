
package org.latentj.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

import org.latentj.control.Failure;

/**
 * A file cannot be used as a checkpoint. The message reads
 * {@code file: place: what is wrong and what would be valid}.
 */
public final class CheckpointException extends IOException {

	private static final long serialVersionUID = 1L;

	private static final int LONGEST_TEXT = 150;

	// NB: Path is not serializable; a String is kept in its stead.
	private final String file;

	private final String place;

	/**
	 * @param file the file or folder, as it was named or resolved
	 * @param place where in it, for example {@code header, tensor 'a'}; empty
	 *          where the whole of it is meant
	 * @param problem what is wrong and what would be valid
	 */
	public CheckpointException(final Path file, final String place,
		final String problem)
	{
		this(file, place, problem, null);
	}

	/** Likewise, with the exception that told it. */
	public CheckpointException(final Path file, final String place,
		final String problem, final Throwable cause)
	{
		super(file + ": " + (place.isEmpty() ? "" : place + ": ") + problem, cause);
		this.file = file.toString();
		this.place = place;
	}

	/**
	 * Another exception of ours that says what is wrong with a file, as one of
	 * this kind.
	 *
	 * @throws IllegalArgumentException itself, if it is a fault of the program
	 */
	public static CheckpointException of(final Path file,
		final IllegalArgumentException problem)
	{
		if (Failure.isFault(problem)) {
			throw problem;
		}
		final String said = problem.getMessage();
		final String start = file + ": ";
		return new CheckpointException(file, "", said.startsWith(start) ? said
			.substring(start.length()) : said, problem);
	}

	/** The message without the file. */
	public String reason() {
		return getMessage().substring(file.length() + 2);
	}

	/** The file or folder that cannot be used. */
	public Path file() {
		return Path.of(file);
	}

	/** Where in the file, empty where the whole of it is meant. */
	public String place() {
		return place;
	}

	/** A text from a file in quotes, cut where it is too long for a message. */
	public static String quote(final String text) {
		return "'" + cut(text) + "'";
	}

	/** A text from a file, cut where it is too long for a message. */
	public static String cut(final String text) {
		return text.length() <= LONGEST_TEXT ? text : text.substring(0,
			LONGEST_TEXT) + "... (" + text.length() + " characters)";
	}
}
