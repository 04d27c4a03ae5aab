
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.latentj.service.StableDiffusionService;

/** LatentJ's jar alone, without some of those that it needs. */
class MissingJarTest {

	/** NB: a service that cannot be made keeps all of Fiji from starting. */
	@Test
	void letsFijiStartWithoutOnnxRuntime() throws Exception {
		try (URLClassLoader loader = with(jar -> !jar.startsWith("onnxruntime-"))) {
			assertThrows(ClassNotFoundException.class, () -> loader.loadClass(
				"ai.onnxruntime.OrtEnvironment"));
			final Thread thread = Thread.currentThread();
			final ClassLoader before = thread.getContextClassLoader();
			thread.setContextClassLoader(loader);
			try {
				final Class<?> type = loader.loadClass("org.scijava.Context");
				final Object context = type.getConstructor().newInstance();
				assertNotNull(type.getMethod("getService", String.class).invoke(context,
					StableDiffusionService.class.getName()));
				type.getMethod("dispose").invoke(context);
			}
			finally {
				thread.setContextClassLoader(before);
			}
		}
	}

	@Test
	void saysInPlainImageJThatThereAreNoJarsBesideOurs() throws Exception {
		for (final String[] entry : entries()) {
			try (URLClassLoader loader = with(jar -> jar.equals("classes") || jar
				.startsWith("ij-")))
			{
				assertEquals(
					"LatentJ lacks jars of others, beside its own: there is no " +
						"org.scijava.X. Unpack all of LatentJ's zip for plain ImageJ over " +
						"the folder in which ij.jar lies, and start ImageJ again", said(
							loader, entry).replaceFirst("org\\.scijava(\\.\\w+)+",
								"org.scijava.X"), entry[0]);
			}
		}
	}

	/** Names of classes and what they are given, of all entries of the menu. */
	private static List<String[]> entries() throws IOException {
		final List<String[]> entries = Files.readAllLines(Path.of(
			"src/main/resources/plugins.config")).stream().map(Pattern.compile(
				".*\", (org\\.\\S+)\\(\"(.*)\"\\)")::matcher).filter(Matcher::matches)
			.map(m -> new String[] { m.group(1), m.group(2) }).toList();
		assertTrue(entries.stream().map(e -> e[0]).toList().containsAll(List.of(
			MenuEntry.class.getName(), MacroFunctionsEntry.class.getName())));
		return entries;
	}

	/** What ImageJ shows when an entry is chosen. */
	private static String said(final ClassLoader loader, final String[] entry)
		throws ReflectiveOperationException
	{
		final Class<?> imagej = loader.loadClass("ij.IJ");
		imagej.getMethod("redirectErrorMessages").invoke(null);
		final Class<?> type = loader.loadClass(entry[0]);
		type.getMethod("run", String.class).invoke(type.getConstructor()
			.newInstance(), entry[1]);
		return (String) imagej.getMethod("getErrorMessage").invoke(null);
	}

	/** The class path without some of its jars and folders, by their names. */
	private static URLClassLoader with(final Predicate<String> wanted) {
		return new URLClassLoader(Arrays.stream(System.getProperty(
			"java.class.path").split(File.pathSeparator)).map(Path::of).filter(
				path -> wanted.test(path.getFileName().toString())).map(
					MissingJarTest::url).toArray(URL[]::new), ClassLoader
						.getPlatformClassLoader());
	}

	private static URL url(final Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (final MalformedURLException e) {
			throw new IllegalArgumentException(e);
		}
	}
}
