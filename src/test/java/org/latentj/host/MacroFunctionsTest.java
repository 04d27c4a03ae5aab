
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.macro.Interpreter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.golden.TinyClip;
import org.latentj.operation.Operations;
import org.latentj.operation.Tint;

/**
 * The functions as macros call them, with the bundled checkpoint. NB: public,
 * for the macros.
 */
public class MacroFunctionsTest {

	private static final String SEED = "18446744073709551615";

	@TempDir
	Path tmp;

	/** Called by the macros in the place of run("LatentJ Macro Extensions"). */
	public static String register() {
		new MacroFunctions().run("");
		return "";
	}

	@AfterEach
	void closeAll() {
		Interpreter.batchMode = false;
	}

	@ParameterizedTest
	@ValueSource(strings = { "txt2img('', p, '', 17, 16, '" + SEED + "', 1)",
		"img2img('', p, '', 0.5, '" + SEED + "', 1)",
		"inpaint('', p, '', 'selection', 6, 2, 1, 'inpaint', '" + SEED + "', 1)",
		"outpaint('', p, '', 4, 0, 4, 0, 0, '" + SEED + "', 1)",
		"upscale('', p, '', 'bilinear', 2, 0.5, '" + SEED + "', 1)" })
	void keepsAllBitsOfTheSeedAndEveryLetterOfThePrompt(final String call) {
		assertEquals("1 " + SEED + " a \"cat\" [seed=99]", macro(
			"p = 'a \\\"cat\\\" [seed=99]'; newImage('in', '8-bit ramp', 16, 16, 1);" +
				" makeRectangle(4, 4, 8, 8); id = Ext." + call + ";" +
				" json = Ext.provenance();" +
				" prompt = substring(json, indexOf(json, '\"prompt\": ') + 11);" +
				" prompt = substring(prompt, 0, indexOf(prompt, ']') + 1);" +
				" return '' + (parseInt(id) == getImageID()) + ' ' + Ext.seed() + ' ' +" +
				" replace(prompt, '[\\\\\\\\]', '');"));
	}

	@Test
	void takesWhatElseTheCommandHasAsOptions() {
		assertEquals("3 24", macro(
			"p = 'batch=7'; id = Ext.txt2img('', p, '', 24, " +
				"16, '5', 1, 1, 'euler', 'normal', 'batch=3 clipskip=2');" +
				" return '' + nSlices + ' ' + getWidth;"));
	}

	@Test
	void worksOnAFolder() throws Exception {
		final Path input = Files.createDirectory(tmp.resolve("in put"));
		IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 24, 16, 1), input.resolve(
			"a.tif").toString());
		final Path output = tmp.resolve("out put");
		final String report = macro("return Ext.batch('', 'x', '', 'img2img', '" +
			input + "', '" + output + "', '" + SEED +
			"', 1, 1, 'euler', 'normal', 'denoise=0.3');");
		assertTrue(report.contains("1 made"), report);
		assertTrue(Files.readString(output.resolve("a.tif.json")).contains(SEED));
	}

	@Test
	void continuesTheCurrentImageAndThoseOfAFolder() throws Exception {
		assertEquals("32 19 7", macro("newImage('in', '8-bit black', 24, 16, 1);" +
			" setPixel(2, 1, 7); id = Ext.outpaint('', 'x', '', 5, 3, 3, 0, 0, '5'," +
			" 1, 1, 'euler', 'normal');" +
			" return '' + getWidth + ' ' + getHeight + ' ' + getPixel(7, 4);"));
		final Path input = Files.createDirectory(tmp.resolve("old"));
		final ImagePlus old = IJ.createImage("a", "16-bit ramp", 24, 16, 1);
		IJ.saveAsTiff(old, input.resolve("a.tif").toString());
		final Path output = tmp.resolve("new");
		final String report = macro("return Ext.batch('', 'x', '', 'outpaint', '" +
			input + "', '" + output + "', '" + SEED +
			"', 1, 1, 'euler', 'normal', 'right=8');");
		assertTrue(report.contains("1 made"), report);
		final ImagePlus made = IJ.openImage(output.resolve("a.tif").toString());
		assertEquals(32, made.getWidth());
		for (int x = 0; x < 24; x++) {
			assertEquals(old.getProcessor().get(x, 9), made.getProcessor().get(x, 9));
		}
	}

	@Test
	void hasAFunctionForEachOperationOfAList() {
		assertEquals(Map.of("tint", List.of("checkpoint", "prompt", "negative",
			"strength", "denoise", "seed", "steps", "cfg", "sampler", "scheduler",
			"options"), "batch", List.of("checkpoint", "prompt", "negative",
				"operation", "input", "output", "seed", "steps", "cfg", "sampler",
				"scheduler", "options")), OperationFunctions.parameters(new Operations(
					List.of(Tint.TYPE))));
	}

	@Test
	void listsWhatThereIs() {
		assertTrue(lines("checkpoints").contains(ModelFolder.BUNDLED));
		assertTrue(lines("samplers").contains("dpmpp_2m"));
		assertTrue(lines("schedulers").contains("karras"));
		assertFalse(lines("vaes").contains(ModelFolder.BUNDLED));
		assertFalse(lines("loras").contains(ModelFolder.BUNDLED));
		assertFalse(lines("embeddings").contains(ModelFolder.BUNDLED));
		assertTrue(lines("loaded").get(0).contains("MB"));
	}

	@Test
	void choosesHowNetworksAreComputed() {
		assertEquals("cpu", lines("providers").get(0));
		try {
			assertTrue(macro("return Ext.compute('threads=1 weights=mapped');")
				.contains("threads: 1\nweights: mapped"));
			assertTrue(macro("return Ext.compute('');").contains(
				"threads: 1\nweights: mapped"));
			assertTrue(failure("Ext.compute('provider=gpu');").contains(
				"provider is 'gpu', valid are cpu, cuda"));
		}
		finally {
			assertTrue(macro("return Ext.compute('threads=0');").contains(
				"weights: auto"));
		}
	}

	@Test
	void comparesTheCurrentImageWithPhrases() throws Exception {
		final Path clip = TinyClip.whole().write(tmp.resolve("clip.safetensors"));
		final String image = "newImage('ramp', '8-bit ramp', 40, 30, 1); ";
		final String table = macro(image + "return Ext.similarity('" + clip +
			"', 'a; cat', 'crop=none');");
		assertTrue(table.startsWith("Label,Slice,a,cat,p(a),p(cat)\nramp,1,"),
			table);
		assertEquals("1 ramp 1.0000", macro(image +
			"n = nResults; Ext.similarity('" + clip +
			"', 'a; cat'); return '' + (nResults - n) + ' ' + getResultLabel(n)" +
			" + ' ' + d2s(getResult('p(a)', n) + getResult('p(cat)', n), 4);"));
		assertTrue(failure("Ext.similarity('" + clip + "', 'a (b)');").contains(
			"a weight of 1.1"));
	}

	@ParameterizedTest
	@CsvSource({ "18446744073709551615,digits are lost", "5000000000,in quotes",
		"'-1',0 to 18446744073709551615", "'1.5',0 to 18446744073709551615",
		"'18446744073709551616',0 to 18446744073709551615" })
	void refusesASeedThatIsNone(final String seed, final String message) {
		final String said = failure("Ext.txt2img('', 'x', '', 16, 16, " + (message
			.startsWith("0") ? "'" + seed + "'" : seed) + ", 1);");
		assertTrue(said.contains(message), said);
	}

	@Test
	void saysWhatIsWrongWithAnArgument() {
		assertTrue(failure(
			"Ext.txt2img('', 'x', '', 16, 16, '1', 1, 1, 'foo', 'normal');").contains(
				"dpmpp_2m"));
		assertTrue(failure(
			"Ext.txt2img('', 'x', '', 16, 16, '1', 1, 1, 'euler', 'normal', 'foo=1');")
			.contains("'foo' is no option"));
		assertTrue(failure(
			"Ext.txt2img('', 'x', '', 16, 16, '1', 1, 1, 'euler', 'normal', 'seed=2');")
			.contains("'seed' is an argument"));
		assertTrue(failure("Ext.txt2img('no', 'x', '', 16, 16, '1', 1);").contains(
			"there is no checkpoint 'no'"));
	}

	/** NB: each entry of the menu, whatever it does. */
	@Test
	void noCommandTakesAnOptionThatItDoesNotHave() throws Exception {
		for (final String line : Files.readAllLines(Path.of(
			"src/main/resources/plugins.config")))
		{
			final Matcher entry = Pattern.compile(
				".*\"(.+)\", (org\\.\\S+)\\(\"(.*)\"\\)").matcher(line);
			if (entry.matches()) {
				final String said = failure("call('" + MacroFunctionsTest.class
					.getName() + ".plugIn', '" + entry.group(2) + "', '" + entry.group(
						3) + "', 'sstep=5');");
				assertTrue(said.contains("'sstep"), entry.group(1) + ": " + said);
				assertTrue(said.contains("is no option of "), said);
			}
		}
	}

	@Test
	void tellsWhichClassIsMissing() {
		assertEquals("Ext", missing("Ext", () -> new MacroFunctions()
			.handleExtension("provenance", new Object[0])));
		assertEquals("Menu", missing("Menu", () -> MenuBridge.run(PlainImageJ
			.context(), "MethodsTextCommand", Map.of())));
	}

	/** What a user is told to be missing, whose image needs it. */
	private static String missing(final String needed, final Runnable call) {
		WindowManager.setTempCurrentImage(new UnlinkedImage(needed));
		IJ.redirectErrorMessages();
		try {
			call.run();
			return Pattern.compile(".*" + UnlinkedImage.TOLD + "(\\w+)[.] .*",
				Pattern.DOTALL).matcher(IJ.getErrorMessage()).replaceFirst("$1");
		}
		finally {
			WindowManager.setTempCurrentImage(null);
		}
	}

	/** What ImageJ does at run(label, options). */
	public static String plugIn(final String type, final String argument,
		final String options)
	{
		final Thread thread = Thread.currentThread();
		final String name = thread.getName();
		thread.setName("Run$_" + name);
		try {
			Macro.setOptions(options);
			IJ.runPlugIn(type, argument);
			return "";
		}
		finally {
			Macro.setOptions(null);
			thread.setName(name);
		}
	}

	private static List<String> lines(final String function) {
		return List.of(macro("return Ext." + function + "();").split("\n"));
	}

	private static String macro(final String code) {
		return new Interpreter().run("setBatchMode(true); call('" +
			MacroFunctionsTest.class.getName() + ".register'); " + code, "");
	}

	private static String failure(final String code) {
		final Interpreter macro = new Interpreter();
		macro.setIgnoreErrors(true);
		try {
			macro.run("setBatchMode(true); call('" + MacroFunctionsTest.class
				.getName() + ".register'); " + code, "");
		}
		catch (final RuntimeException e) {
			// NB: that is how an aborted macro ends; what it says stands elsewhere.
			return String.valueOf(IJ.getErrorMessage()) + macro.getErrorMessage();
		}
		return String.valueOf(macro.getErrorMessage());
	}
}
