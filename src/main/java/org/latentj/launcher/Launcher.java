
package org.latentj.launcher;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts ImageJ with this plugin in its menu, or runs a macro without a screen:
 *
 * <pre>
 * mvn -q compile exec:java
 * mvn -q compile exec:java -Dexec.args="macros/txt2img.ijm OUTPUT.png"
 * </pre>
 *
 * The work is done in a Java machine of its own, {@link ImageJProcess}, since
 * it needs settings that are fixed when a machine starts: whether there is a
 * screen, access for the patcher of ImageJ 1.x, and the {@link PatchedJar} in
 * front of ImageJ. The exit status is the child's: 1, with one line on standard
 * error, if the macro failed.
 */
public final class Launcher {

	private Launcher() {}

	/**
	 * @param args nothing, or the file of a macro and words, which the macro gets
	 *          by {@code getArgument()}, joined by blanks
	 */
	public static void main(final String... args) throws Exception {
		warnOfLostLetters(args);
		final boolean headless = args.length > 0;
		final String classPath = classPath();
		final Optional<Path> patched = headless ? PatchedJar.of(classPath)
			: Optional.empty();
		System.exit(run(java(headless, ImageJProcess.class, args), patched.map(
			jar -> jar + File.pathSeparator).orElse("") + classPath));
	}

	/** How a Java machine for ImageJ is started. */
	static List<String> java(final boolean headless, final Class<?> main,
		final String... args)
	{
		final List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java")
			.toString());
		command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
		command.add("-Djava.awt.headless=" + headless);
		// NB: starts ImageJ twice as fast; the inference is not Java.
		command.add("-XX:+UseSerialGC");
		command.add("-XX:TieredStopAtLevel=1");
		System.getProperties().forEach((key, value) -> {
			if (key.toString().matches("(latentj|java\\.util\\.prefs)\\..*")) {
				command.add("-D" + key + "=" + value);
			}
		});
		command.add(main.getName());
		command.addAll(List.of(args));
		return command;
	}

	/** NB: of ASCII alone, Java gives '?' or U+FFFD for each byte of others. */
	private static void warnOfLostLetters(final String... args) {
		final String charset = System.getProperty("sun.jnu.encoding", "");
		if (Stream.of(args).anyMatch(a -> a.matches("(?s).*[?\\ufffd].*")) &&
			Charset.isSupported(charset) && Charset.forName(charset).equals(
				StandardCharsets.US_ASCII))
		{
			System.err.println(
				"[WARNING] there may be letters lost in the arguments: in this language setting letters beyond ASCII, " +
					"as in names and prompts, come as '?'. If there were some, use one with UTF-8, as in LC_ALL=C.UTF-8");
		}
	}

	private static int run(final List<String> command, final String classPath)
		throws IOException, InterruptedException
	{
		final ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
		// NB: not in the command line, whose length Windows limits.
		builder.environment().put("CLASSPATH", classPath);
		final Process child = builder.start();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> end(child)));
		return child.waitFor();
	}

	/** NB: it ends in order, which may take a moment. */
	private static void end(final Process child) {
		child.destroy();
		try {
			child.waitFor();
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * NB: Maven runs this class in a loader of its own, not in the class path.
	 */
	private static String classPath() throws URISyntaxException {
		if (!(Launcher.class.getClassLoader() instanceof URLClassLoader loader)) {
			return System.getProperty("java.class.path");
		}
		final List<String> files = new ArrayList<>();
		for (final URL url : loader.getURLs()) {
			files.add(Path.of(url.toURI()).toString());
		}
		return String.join(File.pathSeparator, files);
	}
}
