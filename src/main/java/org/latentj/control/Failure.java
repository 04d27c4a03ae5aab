
package org.latentj.control;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * What a user is told of an exception. A mistake of the user's, or something
 * that the program cannot help, is a message of ours that says what is wrong
 * and what would be valid. A class that is missing, or of another version, is
 * named. All else is a fault of the program: it says so, and where to report
 * it. Both go into the log with their stack trace.
 */
public final class Failure {

	/** Where faults are reported. */
	public static final String REPORT =
		"https://github.com/latentj/latentj/issues";

	private static final String OURS = "org.latentj.";

	private Failure() {}

	/**
	 * Whether an exception is a fault of the program: none that it throws on
	 * purpose. NB: Java itself throws {@code IllegalArgumentException}s, too, of
	 * which nothing was foreseen.
	 */
	public static boolean isFault(final Throwable e) {
		if (e instanceof IllegalArgumentException) {
			return !(e instanceof InvalidPathException) && !isThrownByUs(e);
		}
		return e instanceof RuntimeException && !(e instanceof OutsideException ||
			e instanceof UncheckedIOException || e instanceof CancellationException);
	}

	private static boolean isThrownByUs(final Throwable e) {
		final StackTraceElement[] trace = e.getStackTrace();
		return trace.length > 0 && trace[0].getClassName().startsWith(OURS);
	}

	/** One or more lines, never empty. */
	public static String text(final Throwable e) {
		if (isOfOurStart(e)) {
			return text(e.getCause());
		}
		if (e instanceof OutOfMemoryError) {
			return "there is not enough memory: " + e.getMessage();
		}
		if (e instanceof LinkageError) {
			return "something that LatentJ needs is missing or of a version that " +
				"does not fit: " + innermost(e) + ". Unpack LatentJ's zip again, and " +
				"look for a second or an older jar in the folders jars and plugins; " +
				"if that does not help, please report it at " + REPORT +
				", with what the log says of it (Window>Console)";
		}
		if (isFault(e)) {
			return "LatentJ has a fault, which is no mistake of yours: " + e + place(
				e) + ". Please report it at " + REPORT +
				", with what the log says of it (Window>Console)";
		}
		final Throwable cause = e instanceof UncheckedIOException ? e.getCause()
			: e;
		if (cause instanceof FileSystemException of && of.getReason() == null && of
			.getFile() != null)
		{
			return of.getFile() + " " + problem(of);
		}
		final String text = cause.getMessage();
		return text == null || text.isBlank() ? cause.toString() : text;
	}

	/** NB: the message of these is the file alone. */
	private static String problem(final FileSystemException e) {
		if (e instanceof NoSuchFileException) {
			return "is not there";
		}
		if (e instanceof AccessDeniedException) {
			return "may not be read or written by this user";
		}
		if (e instanceof FileAlreadyExistsException) {
			return "is there already";
		}
		if (e instanceof NotDirectoryException) {
			return "is no folder";
		}
		return "cannot be used: " + e.getClass().getSimpleName();
	}

	/**
	 * The text of an exception; a fault is logged.
	 *
	 * @param log writes an exception with its stack trace
	 */
	public static String tell(final Throwable e, final Consumer<Throwable> log) {
		if (isFault(e) || e instanceof LinkageError) {
			log.accept(e);
		}
		return text(e);
	}

	/** What the innermost cause of an exception says. */
	public static String reason(final Throwable e) {
		final Throwable cause = innermost(e);
		return cause.getMessage() == null ? cause.toString() : cause.getMessage();
	}

	/** What has caused an exception in the end; itself if nothing did. */
	public static Throwable innermost(final Throwable e) {
		return e.getCause() == null ? e : innermost(e.getCause());
	}

	/** Whether a class could not be prepared because of an exception. */
	private static boolean isOfOurStart(final Throwable e) {
		return e instanceof ExceptionInInitializerError && e
			.getCause() instanceof Exception;
	}

	/** The innermost place in our own code. */
	private static String place(final Throwable e) {
		for (final StackTraceElement at : e.getStackTrace()) {
			if (at.getClassName().startsWith(OURS)) {
				return " (" + at.getClassName().substring(OURS.length()) + ":" + at
					.getLineNumber() + ")";
			}
		}
		return "";
	}
}
