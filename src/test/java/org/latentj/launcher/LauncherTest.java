
package org.latentj.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.process.ImageProcessor;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;

/**
 * The command line, in processes of its own: the ways a macro may end, and what
 * a language setting loses. All else of macros is tested without a process, by
 * {@link Macros}.
 */
class LauncherTest {

	@TempDir
	Path tmp;

	@Test
	void makesThePictureOfTheExampleMacro() throws Exception {
		final Path file = tmp.resolve("out put.png");
		assertEquals(List.of(), errors(Map.of(), 0, "macros/txt2img.ijm", file
			.toString()));
		final Provenance provenance = GeneratedImage.provenance(IJ.openImage(file
			.toString())).orElseThrow();
		assertEquals("42", provenance.setting("seed"));
		final ImageProcessor pixels = IJ.openImage(file.toString()).getProcessor();
		final double[] sums = new double[3];
		for (int i = 0; i < pixels.getPixelCount(); i++) {
			for (int c = 0; c < 3; c++) {
				sums[c] += pixels.get(i) >> 16 - 8 * c & 0xff;
			}
		}
		assertTrue(sums[1] > 2 * sums[0] && sums[1] > 2 * sums[2],
			"it should be green: " + sums[0] + " " + sums[1] + " " + sums[2]);
	}

	/** Of letters beyond ASCII nothing is said where they are kept. */
	@Test
	void failsInOneLineThatNamesWhatIsValid() throws Exception {
		final String file = macro("run('Txt2Img...', 'sampler=foo');\n");
		final List<String> errors = errors(Map.of("LC_ALL", "C.UTF-8"), 1, file,
			"gr\u00fcn");
		assertEquals(1, errors.size(), errors.toString());
		for (final String part : List.of(file, "foo", "dpmpp_2m", "in line 1")) {
			assertTrue(errors.get(0).contains(part), errors.get(0));
		}
	}

	/** NB: in the language setting C, an umlaut comes as two of them. */
	@Test
	void warnsOfLettersThatTheLanguageSettingLoses() throws Exception {
		assumeTrue(File.separatorChar == '/');
		final String macro = macro("x = 1;");
		final List<String> errors = errors(Map.of("LC_ALL", "C"), 0, macro,
			"gr\u00fcn");
		assertEquals(1, errors.size(), errors.toString());
		assertTrue(errors.get(0).contains("LC_ALL=C.UTF-8"), errors.get(0));
	}

	private String macro(final String code) throws IOException {
		final Path file = tmp.resolve("a macro.ijm");
		return Files.writeString(file, code).toString();
	}

	private List<String> errors(final Map<String, String> environment,
		final int status, final String... args) throws Exception
	{
		final Path errors = tmp.resolve("errors.txt");
		final List<String> command = new ArrayList<>(List.of(Path.of(System
			.getProperty("java.home"), "bin", "java").toString(),
			"-Djava.util.prefs.userRoot=" + System.getProperty(
				"java.util.prefs.userRoot", tmp.toString()), "-cp", System.getProperty(
					"surefire.test.class.path", System.getProperty("java.class.path")),
			Launcher.class.getName()));
		command.addAll(List.of(args));
		final ProcessBuilder launcher = new ProcessBuilder(command).redirectError(
			errors.toFile()).redirectOutput(tmp.resolve("out.txt").toFile());
		launcher.environment().putAll(environment);
		final Process process = launcher.start();
		assertEquals(status, process.waitFor(), () -> read(errors).toString());
		return read(errors);
	}

	/** NB: the Java preferences log when they make their folder. */
	private static List<String> read(final Path file) {
		try {
			return Files.readAllLines(file).stream().filter(l -> !l.contains(
				"prefs") && !l.startsWith("INFO") && !l.contains("ECLIPSE HELPER"))
				.toList();
		}
		catch (final IOException e) {
			return List.of(e.toString());
		}
	}
}
