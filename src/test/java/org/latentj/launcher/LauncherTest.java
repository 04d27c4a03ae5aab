
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
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.pipeline.Provenance;
import org.latentj.record.GeneratedImage;

/** Macros without a screen, as the command line runs them. */
class LauncherTest {

	@TempDir
	Path tmp;

	@Test
	void makesThePictureOfTheExampleMacro() throws Exception {
		final Path file = tmp.resolve("out put.png");
		assertEquals(List.of(), errors(0, "macros/txt2img.ijm", file.toString()));
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

	@ParameterizedTest
	@MethodSource("macros")
	void runsEveryExampleMacro(final String macro) throws Exception {
		final Path file = tmp.resolve("out put.png");
		assertEquals(List.of(), errors(0, macro, file.toString()));
		assertTrue(Files.size(file) > 0);
	}

	@Test
	void runsCommandsAndFunctionsWithTheSamePixels() throws Exception {
		final Path file = tmp.resolve("result.txt");
		final String macro =
			"""
					run("LatentJ Macro Extensions");
					prompt = "many [green] \\"nuclei\\" seed=7";
					rest = " negative=[a cat seed=99] width=40 height=24 steps=2 cfg=3";
					run("Txt2Img...", "prompt=&prompt seed=5" + rest);
					a = getImageID();
					title = getTitle();
					run("Txt2Img...", "prompt=[" + Ext.option(prompt) + "] seed=" + Ext.seed() + rest);
					b = getImageID();
					c = parseInt(Ext.txt2img("", prompt, "a cat seed=99", 40, 24, "5", 2, 3, "euler", "normal"));
					imageCalculator("Difference create", a, b);
					getRawStatistics(n, mean, min, max1);
					imageCalculator("Difference create", a, c);
					getRawStatistics(n, mean, min, max2);
					selectImage(c);
					size = "" + getWidth + "x" + getHeight + " " + nImages;
					run("Repeat...");
					imageCalculator("Difference create", a, getImageID());
					getRawStatistics(n, mean, min, max3);
					File.saveString(title + "\\n" + max1 + " " + max2 + " " + max3 + " " + size + "\\n" + Ext.samplers(), getArgument());
					""";
		assertEquals(List.of(), errors(0, macro(macro), file.toString()));
		final List<String> lines = Files.readAllLines(file);
		assertEquals("many [green] 'nuclei' seed=7 (AI-generated)", lines.get(0));
		assertEquals("0 0 0 40x24 5", lines.get(1));
		assertTrue(lines.contains("dpmpp_2m"));
	}

	@Test
	void failsInOneLineThatNamesWhatIsValid() throws Exception {
		final String file = macro("run('Txt2Img...', 'sampler=foo');\n");
		final List<String> errors = errors(1, file);
		assertEquals(1, errors.size(), errors.toString());
		for (final String part : List.of(file, "foo", "dpmpp_2m", "in line 1")) {
			assertTrue(errors.get(0).contains(part), errors.get(0));
		}
	}

	@Test
	void failsInOneLineOnAnUnknownOption() throws Exception {
		final List<String> errors = errors(1, macro(
			"run('Txt2Img...', 'guidancescale=9');\n"));
		assertEquals(1, errors.size(), errors.toString());
		assertTrue(errors.get(0).contains("'guidancescale' is no option"), errors
			.get(0));
		assertTrue(errors.get(0).contains("clipskip"), errors.get(0));
	}

	@Test
	void saysWhyAMacroCannotBeRead() throws Exception {
		final String missing = tmp.resolve("none.ijm").toString();
		assertEquals(List.of(missing + ": there is no such file"), errors(1,
			missing));
		final Path latin = tmp.resolve("latin.ijm");
		Files.write(latin, new byte[] { '/', '/', (byte) 0xfc });
		assertEquals(List.of(latin +
			": it is not in UTF-8: save it as a text file in UTF-8"), errors(1, latin
				.toString()));
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
		assertEquals(List.of(), errors(Map.of("LC_ALL", "C.UTF-8"), 0, macro,
			"gr\u00fcn"));
	}

	/** Those that take one file; {@link BatchMacrosTest} runs the others. */
	private static List<String> macros() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("macros"))) {
			return files.map(Path::toString).filter(f -> f.endsWith(".ijm") && !f
				.endsWith("batch.ijm") && !f.endsWith("sweep.ijm")).sorted().toList();
		}
	}

	private String macro(final String code) throws IOException {
		final Path file = tmp.resolve("a macro.ijm");
		return Files.writeString(file, code).toString();
	}

	private List<String> errors(final int status, final String... args)
		throws Exception
	{
		return errors(Map.of(), status, args);
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
