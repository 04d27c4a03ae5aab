
package org.latentj.launcher;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import net.imagej.patcher.LegacyEnvironment;

/**
 * Runs macros without a screen as the command line does, all in one ImageJ
 * inside of this Java machine. That ImageJ has a class loader of its own, hence
 * SciJava's context and the service, too; it starts with the first macro and
 * stays. What {@link LauncherTest} shows of processes is what this leaves out.
 */
final class Macros {

	/** What is left of a macro for the next one: images, also hidden ones. */
	private static final String TIDY = """
			setBatchMode(false);
			while (nImages > 0) { selectImage(nImages); close(); }
			""";

	private static LegacyEnvironment imagej;

	private Macros() {}

	/**
	 * What came of a macro.
	 *
	 * @param status of the process
	 * @param out standard output
	 * @param err standard error
	 */
	record Ended(int status, String out, String err) {

		/** Standard output and error, for messages. */
		String printed() {
			return out + err;
		}

		/**
		 * Lines of standard error. NB: Java's preferences log when they make their
		 * folder.
		 */
		List<String> errors() {
			return err.lines().filter(l -> !l.contains("prefs") && !l.startsWith(
				"INFO") && !l.contains("ECLIPSE HELPER")).toList();
		}
	}

	/** @param args the macro's file and its arguments */
	static synchronized Ended run(final String... args) throws Exception {
		if (imagej == null) {
			imagej = ImageJProcess.environment(true);
		}
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		final ByteArrayOutputStream err = new ByteArrayOutputStream();
		final PrintStream realOut = System.out;
		final PrintStream realErr = System.err;
		System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
		System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
		try {
			final int status = inThread(args);
			return new Ended(status, out.toString(StandardCharsets.UTF_8), err
				.toString(StandardCharsets.UTF_8));
		}
		finally {
			System.setOut(realOut);
			System.setErr(realErr);
			imagej.runMacro(TIDY, "");
		}
	}

	/** NB: it gets the name and the class loader of ImageJ's threads. */
	private static int inThread(final String... args) throws Exception {
		final AtomicReference<Object> ended = new AtomicReference<>();
		final Thread thread = new Thread(() -> {
			try {
				ended.set(ImageJProcess.status(imagej::runPlugIn, args));
			}
			catch (final Throwable e) {
				ended.set(e);
			}
		});
		thread.start();
		thread.join();
		if (ended.get() instanceof Throwable e) {
			throw new AssertionError("the macro ended the process", e);
		}
		return (Integer) ended.get();
	}
}
