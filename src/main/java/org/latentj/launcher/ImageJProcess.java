
package org.latentj.launcher;

import ij.IJ;

import java.io.File;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;

import net.imagej.patcher.LegacyEnvironment;

/**
 * The Java machine that {@link Launcher} starts: ImageJ 1.x, patched so that it
 * runs without a screen and finds the plugins of this class path.
 */
final class ImageJProcess {

	private static final Pattern NOT_A_PLUGIN = Pattern.compile(
		"(ij|patched|ij1-patcher|javassist|junit.*|archunit.*)-[0-9a-f].*[.]jar");

	private ImageJProcess() {}

	/** @param args nothing, or the file of a macro and words for it */
	public static void main(final String... args) throws Exception {
		if (PatchedJar.isFirstIn(System.getProperty("java.class.path"))) {
			PatchedImageJ.start(plugins());
			System.exit(status(IJ::runPlugIn, args));
		}
		final LegacyEnvironment imagej = environment(args.length > 0);
		if (args.length == 0) {
			imagej.main();
			return;
		}
		System.exit(status(imagej::runPlugIn, args));
	}

	/**
	 * Runs a macro, and prints in one line what went wrong if anything did.
	 *
	 * @param imagej runs a plugin of ImageJ: its class, its argument
	 * @param args the file of a macro and words for it
	 * @return the exit status: 1 if it failed
	 */
	static int status(final BiFunction<String, String, Object> imagej,
		final String... args)
	{
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
		imagej.addPluginClasspath(plugins().toArray(File[]::new));
		return imagej;
	}

	/** Jars and folders of the class path that may have plugins. */
	private static List<File> plugins() {
		return Arrays.stream(System.getProperty("java.class.path").split(
			File.pathSeparator)).map(File::new).filter(f -> !NOT_A_PLUGIN.matcher(f
				.getName()).matches()).toList();
	}

	/** NB: the macro runs in a class that ImageJ's own loader has loaded. */
	@SuppressWarnings("unchecked")
	private static String run(final BiFunction<String, String, Object> imagej,
		final String file, final String argument)
	{
		try (MacroConsole console = new MacroConsole()) {
			final Object runner = imagej.apply(MacroFile.class.getName(), "");
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
