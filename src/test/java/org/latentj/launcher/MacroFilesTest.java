
package org.latentj.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import ij.IJ;
import ij.ImagePlus;
import java.util.Arrays;
import org.latentj.engine.folder.InstalledModels;
import org.latentj.family.lora.LoraFileBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.golden.Golden;
import org.latentj.golden.RefinerFile;

/** Macros without a screen: the examples, and what is said of wrong ones. */
class MacroFilesTest {

	/**
	 * Macros with other arguments: {@link BatchMacrosTest} runs the first two,
	 * {@link FamilyMacrosTest} those that need another checkpoint,
	 * {@link MacroPicturesTest} those whose pictures are known.
	 */
	private static final Set<String> ELSEWHERE = Set.of("batch.ijm", "sweep.ijm",
		"inpaint_model.ijm", "instruct.ijm", "refiner.ijm", "sd2.ijm",
		"upscale_x4.ijm", "lora.ijm", "embedding.ijm", "unclip.ijm", "control.ijm",
		"txt2img.ijm", "img2img.ijm", "inpaint.ijm", "latent_upscale.ijm");

	@TempDir
	Path tmp;

	/** All that is in them, with fewer steps. */
	@ParameterizedTest
	@MethodSource("macros")
	void runsEveryExampleMacro(final String macro) throws Exception {
		final Path file = tmp.resolve("out put.png");
		assertEquals(List.of(), errors(0, macro(Files.readString(Path.of(macro))
			.replaceAll("\\bsteps=\\d+", "steps=2")), file.toString()));
		assertTrue(Files.size(file) > 0);
	}

	@Test
	void refinesAPictureOfSdxl() throws Exception {
		final Path file = tmp.resolve("xl.png");
		final Path refiner = RefinerFile.write(tmp.resolve("refiner.safetensors"));
		assertEquals(List.of(), errors(0, "macros/sdxl.ijm", file + ";" + Golden
			.file("families/tiny_sdxl.safetensors").toAbsolutePath() + ";" + refiner +
			";width=64 height=64"));
		assertTrue(Files.size(file) > 0);
	}

	@Test
	void makesAPictureWithALora() throws Exception {
		final Path file = tmp.resolve("both.tif");
		final Path lora = LoraFileBuilder.forDemo().write(tmp.resolve(
			"my lora.safetensors"));
		assertEquals(List.of(), errors(0, "macros/lora.ijm", lora + "," + file));
		assertTwoPictures(file);
	}

	@Test
	void makesAPictureWithAnEmbedding() throws Exception {
		final Path file = tmp.resolve("both.tif");
		LoraFileBuilder.empty().random("emb_params", 2, 96).write(Files
			.createDirectories(tmp.resolve("embeddings/sub")).resolve(
				"texture.safetensors"));
		System.setProperty(InstalledModels.PROPERTY, tmp.toString());
		try {
			assertEquals(List.of(), errors(0, "macros/embedding.ijm", "texture," +
				file));
		}
		finally {
			System.clearProperty(InstalledModels.PROPERTY);
		}
		assertTwoPictures(file);
	}

	private static void assertTwoPictures(final Path file) {
		final ImagePlus both = IJ.openImage(file.toString());
		assertEquals(2, both.getStackSize());
		assertFalse(Arrays.equals((int[]) both.getStack().getPixels(1), (int[]) both
			.getStack().getPixels(2)));
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
			": it is not in UTF-8: byte fc in line 1, column 3 is no letter there. " +
			"Save it as UTF-8"), errors(1, latin.toString()));
	}

	@Test
	void endsWithTheErrorOfAFunctionThatCallsItself() throws Exception {
		final String all = String.join("\n", errors(1, macro(
			"function f() { f(); }\nf();")));
		assertTrue(all.contains("its functions call each other without end"), all);
	}

	/**
	 * NB: ImageJ tells of it a moment later, also after the macro's last line. No
	 * loop waits: the interpreter of ij 1.54p never ends if another thread ends
	 * it while it reads a loop's head.
	 */
	@Test
	void endsWithTheErrorOfARecordThatIsDamaged() throws Exception {
		final Path on = tmp.resolve("went on.txt");
		final String save = """
				run("Txt2Img...", "prompt=x width=16 height=16 steps=1");
				saveAs("png", "%1$s/whole.png");
				close();
				open("%1$s/whole.png");
				Property.set("latentj", "{damaged");
				saveAs("png", "%1$s/damaged.png");
				""".formatted(tmp);
		for (final String rest : List.of("", "wait(10);\n".repeat(2000) +
			"File.saveString('on', '" + on + "');", "exit('the end');"))
		{
			final List<String> errors = errors(1, macro(save + rest));
			final String all = String.join("\n", errors);
			assertTrue(all.contains(
				"The settings could not be added to damaged.png: "), all);
			assertEquals(1, errors.size(), all);
			assertFalse(Files.exists(on));
		}
	}

	/** Those that take one file. */
	private static List<String> macros() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("macros"))) {
			return files.filter(f -> !ELSEWHERE.contains(f.getFileName().toString()))
				.map(Path::toString).filter(f -> f.endsWith(".ijm")).sorted().toList();
		}
	}

	private String macro(final String code) throws IOException {
		final Path file = tmp.resolve("a macro.ijm");
		return Files.writeString(file, code).toString();
	}

	private static List<String> errors(final int status, final String... args)
		throws Exception
	{
		final Macros.Ended ended = Macros.run(args);
		assertEquals(status, ended.status(), ended::printed);
		return ended.errors();
	}
}
