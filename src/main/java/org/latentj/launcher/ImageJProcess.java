
package org.latentj.launcher;

import java.io.File;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;

import net.imagej.patcher.LegacyEnvironment;

/**
 * The Java machine that {@link Launcher} starts: ImageJ 1.x, patched so that it
 * runs without a screen and finds the plugins of this class path.
 */
final class ImageJProcess {

	private static final Pattern NOT_A_PLUGIN = Pattern.compile(
		"(ij|ij1-patcher|javassist|junit.*|archunit.*)-[0-9].*[.]jar");

	private ImageJProcess() {}

	/** @param args nothing, or the file of a macro and words for it */
	public static void main(final String... args) throws Exception {
		final LegacyEnvironment imagej = environment(args.length > 0);
		if (args.length == 0) {
			imagej.main();
			return;
		}
		System.exit(status(imagej, args));
	}

	/**
	 * Runs a macro, and prints in one line what went wrong if anything did.
	 *
	 * @param args the file of a macro and words for it
	 * @return the exit status: 1 if it failed
	 */
	static int status(final LegacyEnvironment imagej, final String... args) {
		final String error = run(imagej, args[0], String.join(" ", Arrays.asList(
			args).subList(1, args.length)));
		if (!error.isEmpty()) {
			System.err.println(error.strip().replaceAll("\\s*\\n\\s*", " "));
		}
		return error.isEmpty() ? 0 : 1;
	}

	/** @param headless whether it is to run without a screen */
	static LegacyEnvironment environment(final boolean headless)
		throws ClassNotFoundException
	{
		final LegacyEnvironment imagej = new LegacyEnvironment(null, headless);
		imagej.disableIJ1PluginDirs();
		imagej.disableInitializer();
		final List<String> files = List.of(System.getProperty("java.class.path")
			.split(File.pathSeparator));
		imagej.addPluginClasspath(files.stream().map(File::new).filter(
			f -> !NOT_A_PLUGIN.matcher(f.getName()).matches()).toArray(File[]::new));
		return imagej;
	}

	/** NB: the macro runs in a class that ImageJ's own loader has loaded. */
	@SuppressWarnings("unchecked")
	private static String run(final LegacyEnvironment imagej, final String file,
		final String argument)
	{
		try (MacroConsole console = new MacroConsole()) {
			final Object runner = imagej.runPlugIn(MacroFile.class.getName(), "");
			final String ended = ((BinaryOperator<String>) runner).apply(file,
				argument);
			final String error = console.held().isEmpty() ? ended : console.held();
			return error.isEmpty() ? "" : file + ": " + error;
		}
		catch (final UncheckedIOException e) {
			return file + ": " + e.getMessage();
		}
	}
}
