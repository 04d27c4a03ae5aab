
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ByteProcessor;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.batch.SeedRule;
import org.latentj.command.batch.BatchFiles;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.operation.Operation;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.RunListener;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.service.StableDiffusionService;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.prefs.PrefService;
import org.scijava.service.Service;
import org.scijava.task.TaskService;

class BatchCommandTest {

	@TempDir
	Path tmp;

	private Context context;

	private Path input;

	private File output;

	@BeforeEach
	void start() throws IOException {
		context = BatchProcess.shared();
		input = Files.createDirectory(tmp.resolve("in put"));
		output = tmp.resolve("out").toFile();
	}

	@AfterEach
	void stop() {
		if (context != BatchProcess.shared()) {
			context.dispose();
		}
	}

	@Test
	void paintsOverWhatIsThereAndSaysWhatIsBad() throws Exception {
		final ImagePlus image = IJ.createImage("a", "16-bit ramp", 20, 17, 1);
		image.getCalibration().setUnit("micron");
		image.getCalibration().pixelWidth = 0.25;
		IJ.saveAsTiff(image, input.resolve("a.tif").toString());
		new FileSaver(IJ.createImage("b", "RGB ramp", 16, 16, 1)).saveAsPng(input
			.resolve("a.png").toString());
		Files.writeString(input.resolve("bad.tif"), "no picture at all");
		Files.writeString(input.resolve("notes.txt"), "no picture either");
		final String error = error(run("operation", "img2img", "input", input
			.toFile(), "seed", "7", "itemseeds", "count"));
		assertTrue(error.startsWith("2 made, 0 kept from before, 1 failed\n" +
			"bad.tif: ImageJ cannot open "), error);
		assertEquals(List.of("a.png.tif", "a.png.tif.json", "a.tif", "a.tif.json",
			"latentj-batch.jsonl", "latentj-batch.lock"), names());
		final ImagePlus made = IJ.openImage(new File(output, "a.tif").toString());
		assertEquals(16, made.getBitDepth());
		assertEquals(0.25, made.getCalibration().pixelWidth);
		final Provenance provenance = GeneratedImage.provenance(made).orElseThrow();
		assertEquals("8", provenance.setting("seed"), "the second item");
		assertEquals("Img2Img...", provenance.call().orElseThrow().command());
		assertEquals("8", provenance.call().orElseThrow().inputs().get("seed"));
		final String record = Files.readString(new File(output, "a.tif.json")
			.toPath());
		for (final String part : List.of("\"input\": \"SHA-256 ",
			"\"statement\": \"AI-generated\"", "\"seed\": \"8\"", "\"sha256\": \""))
		{
			assertTrue(record.contains(part), record);
		}
	}

	@Test
	void makesAPictureOfEachPromptAndGoesOnWithItsRandomSeed() throws Exception {
		final Path prompts = Files.writeString(tmp.resolve("prompts.txt"),
			"a cat seed=99\n\n  \nzwei Mäuse [klein]\n");
		assertNull(error(txt2img(prompts)));
		assertEquals(List.of("0001.png", "0001.png.json", "0002.png",
			"0002.png.json", "latentj-batch.jsonl", "latentj-batch.lock"), names());
		final byte[] first = Files.readAllBytes(new File(output, "0002.png")
			.toPath());
		assertTrue(new File(output, "0002.png").delete());
		final Module module = txt2img(prompts);
		assertEquals("1 made, 1 kept from before, 0 failed", module.getOutput(
			"report"));
		assertTrue(Arrays.equals(first, Files.readAllBytes(new File(output,
			"0002.png").toPath())));
		final Provenance provenance = GeneratedImage.provenance(IJ.openImage(
			new File(output, "0002.png").toString())).orElseThrow();
		assertEquals("zwei Mäuse [klein]", provenance.setting("prompt"));
	}

	private Module txt2img(final Path prompts) throws Exception {
		return run("operation", "txt2img", "prompts", prompts.toFile(), "width", 24,
			"height", 16, "format", "png");
	}

	@Test
	void keepsTheBitsOutsideOfTheMasksOfAFolder() throws Exception {
		final ImagePlus image = IJ.createImage("a", "16-bit random", 32, 32, 3);
		IJ.saveAsTiff(image, input.resolve("a.tif").toString());
		final ByteProcessor mask = new ByteProcessor(32, 32);
		mask.setRoi(4, 4, 8, 8);
		mask.setValue(255);
		mask.fill();
		final Path masks = Files.createDirectory(tmp.resolve("masks"));
		IJ.saveAsTiff(new ImagePlus("m", mask), masks.resolve("a.tif").toString());
		assertNull(error(run("operation", "inpaint", "input", input.toFile(),
			"mask", masks.toString(), "grow", 0, "feather", 0, "stack", true, "range",
			"full")));
		final ImagePlus made = IJ.openImage(new File(output, "a.tif").toString());
		for (int slice = 1; slice <= 3; slice++) {
			int changed = 0;
			for (int i = 0; i < 32 * 32; i++) {
				final boolean same = image.getStack().getProcessor(slice).get(i) == made
					.getStack().getProcessor(slice).get(i);
				assertTrue(same || mask.get(i) == 255);
				changed += same ? 0 : 1;
			}
			assertNotEquals(0, changed);
			assertTrue(made.getStack().getSliceLabel(slice).contains("AI-inpainted"));
		}
	}

	@Test
	void plansAndEstimatesWithoutWriting() throws Exception {
		IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 16, 16, 1), input.resolve(
			"a.tif").toString());
		final String report = (String) run("operation", "upscale", "input", input
			.toFile(), "seed", "3", "dryrun", true).getOutput("report");
		assertTrue(report.startsWith("Plan: 1 of 1 items to be done, shard 1/1"),
			report);
		assertTrue(report.contains("\n  a.tif -> a.tif, seed 3"), report);
		assertTrue(report.contains("\n  denoise=0.5"), report);
		assertTrue(report.matches(
			"(?s)Plan: [^\n]*\nTime: [0-9.]+ s each, [0-9]+ " +
				"s in all \\(from one and two steps on a.tif\\)\nMemory: 0[.][0-9]+ GB " +
				"for models, at most [0-9.]+ GB for Java\nDisk: about 0.000 GB for " +
				"results, [0-9.]+ GB free\nSettings:\n.*"), report);
		assertFalse(output.exists());
	}

	@Test
	void plansInSpiteOfABadPicture() throws Exception {
		Files.writeString(input.resolve("a bad one.tif"), "no picture");
		IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 16, 16, 1), input.resolve(
			"b.tif").toString());
		final Module module = run("input", input.toFile(), "seed", "3", "dryrun",
			true);
		assertNull(error(module));
		final String report = (String) module.getOutput("report");
		assertTrue(report.matches("(?s)Plan: 2 of 2 items[^\n]*\nTime: [^\n]*on b" +
			".tif\\)\nMemory: [^\n]*\nDisk: [^\n]*\nCannot be done: a bad one.tif: " +
			"ImageJ cannot open [^\n]*\nSettings:\n.*"), report);
		Files.delete(input.resolve("b.tif"));
		final String none = (String) run("input", input.toFile(), "seed", "3",
			"dryrun", true).getOutput("report");
		assertTrue(none.contains(
			"\nTime, memory and disk: unknown, since no item " +
				"can be done\nCannot be done: a bad one.tif: "), none);
		assertFalse(output.exists());
	}

	@Test
	void plansAroundFilesThatAreInTheWay() throws Exception {
		for (final String name : List.of("a.tif", "b.tif")) {
			IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 16, 16, 1), input.resolve(
				name).toString());
		}
		Files.createDirectory(output.toPath());
		Files.writeString(output.toPath().resolve("a.tif"), "somebody's");
		final String report = (String) run("input", input.toFile(), "seed", "3",
			"dryrun", true).getOutput("report");
		assertTrue(report.matches("(?s)Plan: 2 of 2 items[^\n]*\nTime: [^\n]*on b" +
			".tif\\)\nMemory: [^\n]*\nDisk: [^\n]*\nCannot be done: a.tif: " +
			"[^\n]*a.tif is there already and is no result of this batch[^\n]*\n" +
			"Settings:\n.*"), report);
	}

	@Test
	void neverReplacesItsInputs() throws Exception {
		final ImagePlus image = IJ.createImage("a", "8-bit ramp", 16, 16, 1);
		for (final String name : List.of("x.tif", "unfinished-x.tif")) {
			IJ.saveAsTiff(image, input.resolve(name).toString());
		}
		Files.createSymbolicLink(output.toPath(), input);
		assertError("the input folder: the results would replace", "input", input
			.toFile());
		Files.delete(output.toPath());
		final Path masks = Files.createDirectory(tmp.resolve("masks"));
		Files.createSymbolicLink(output.toPath(), masks);
		assertError("the folder of masks: the results would replace", "operation",
			"inpaint", "input", input.toFile(), "mask", masks.toString());
		Files.delete(output.toPath());
		assertEquals("2 made, 0 kept from before, 0 failed", run("input", input
			.toFile(), "seed", "1").getOutput("report"));
		assertEquals(List.of("latentj-batch.jsonl", "latentj-batch.lock",
			"unfinished-x.tif", "unfinished-x.tif.json", "x.tif", "x.tif.json"),
			names());
	}

	@Test
	void keepsNoPartOfAStack() throws Exception {
		final ImagePlus image = IJ.createImage("a", "32-bit ramp", 16, 16, 3);
		image.getStack().getProcessor(2).setf(5, Float.NaN);
		IJ.saveAsTiff(image, input.resolve("a.tif").toString());
		final String error = error(run("input", input.toFile(), "seed", "3",
			"stack", true, "range", "0-1"));
		assertTrue(error.startsWith(
			"0 made, 0 kept from before, 1 failed\na.tif: " +
				"the picture at c=1 z=2 t=1 failed: ") && !error.contains("finished"),
			error);
		assertEquals(List.of("latentj-batch.jsonl", "latentj-batch.lock"), names());
	}

	@Test
	void takesPromptsInUtf8WithOrWithoutAMark() throws Exception {
		final Path prompts = Files.writeString(tmp.resolve("prompts.txt"),
			"\uFEFFa cat\r\na dog\n");
		assertEquals(List.of("a cat", "a dog"), BatchFiles.prompts(prompts));
		Files.write(prompts, "a cat\nM\u00e4use\n".getBytes(
			StandardCharsets.ISO_8859_1));
		assertError("prompts.txt', whose line 2 is not in UTF-8: save it as",
			"operation", "txt2img", "prompts", prompts.toFile());
		Files.write(prompts, "\uFEFFa cat\n".getBytes(StandardCharsets.UTF_16LE));
		assertError("prompts.txt', whose line 1 is not in UTF-8", "operation",
			"txt2img", "prompts", prompts.toFile());
		Files.write(prompts, "a cat\n".getBytes(StandardCharsets.UTF_16BE));
		assertError("prompts.txt', whose line 1 is not in UTF-8", "operation",
			"txt2img", "prompts", prompts.toFile());
	}

	@Test
	void estimatesByTheItemsBefore() throws Exception {
		for (final String name : List.of("a.tif", "b.tif")) {
			IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 16, 16, 1), input.resolve(
				name).toString());
		}
		assertNull(error(run("input", input.toFile(), "seed", "3")));
		assertTrue(new File(output, "b.tif").delete());
		final List<String> before = names();
		final String report = (String) run("input", input.toFile(), "seed", "3",
			"dryrun", true).getOutput("report");
		assertTrue(report.startsWith("Plan: 1 of 2 items to be done"), report);
		assertTrue(report.contains("a.tif -> a.tif, seed 3, done already\n"),
			report);
		assertTrue(report.matches("(?s)[^\n]*\nTime: [0-9.]+ s each, [0-9]+ s in " +
			"all \\(as the items before\\)\nMemory: at most [0-9.]+ GB for models, " +
			"at most [0-9.]+ GB for Java\nDisk: about 0.[0-9]+ GB for results, " +
			"[0-9.]+ GB free\n.*"), report);
		assertEquals(before, names());
	}

	@Test
	void worksOnNamedSlicesOfEachPictureWithSeedsInTheRecord() throws Exception {
		for (final String name : List.of("a.tif", "b.tif")) {
			IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 16, 16, 5), input.resolve(
				name).toString());
		}
		IJ.saveAsTiff(IJ.createImage("c", "8-bit ramp", 16, 16, 2), input.resolve(
			"c.tif").toString());
		final String error = error(run("input", input.toFile(), "seed", "3",
			"itemseeds", "count", "slices", "2-4:2", "noise", "independent", "range",
			"full"));
		assertEquals("2 made, 0 kept from before, 1 failed\nc.tif: slices is " +
			"'2-4:2', the image 'c.tif' has 2 slices: valid are numbers from 1 to 2 " +
			"and ranges, as in 1,3,5-9 or 1-40:2 (every second one), and all", error);
		final ImagePlus made = IJ.openImage(new File(output, "b.tif").toString());
		assertEquals(2, made.getStackSize());
		final String record = Files.readString(new File(output, "b.tif.json")
			.toPath());
		assertTrue(record.contains("\"seed\": \"4\""), record);
		assertTrue(record.contains("\"c=1 z=4 t=1\": \"" + Long.toUnsignedString(
			SeedRule.derived(4, "c=1 z=4 t=1")) + "\""), record);
		final Provenance provenance = GeneratedImage.provenance(made).orElseThrow();
		assertEquals("2-4:2", provenance.call().orElseThrow().inputs().get(
			"slices"));
		assertEquals("independent", provenance.call().orElseThrow().inputs().get(
			"noise"));
	}

	/** Another checkpoint takes the place of this one in the first item. */
	public static class Replacing extends StableDiffusionService {

		private boolean replaced;

		@Override
		public Picture run(final ModelChoice models, final Operation operation,
			final RunListener listener, final StopSignal stop) throws IOException
		{
			final Picture picture = super.run(models, operation, listener, stop);
			if (!replaced) {
				replaced = true;
				final Path file = models.checkpoint();
				Files.move(Files.copy(file, file.resolveSibling("other")), file,
					StandardCopyOption.REPLACE_EXISTING);
			}
			return picture;
		}
	}

	@Test
	void holdsToOneCheckpointOrStops() throws Exception {
		final Path file = Files.copy(Golden.file("tiny_sd1.safetensors"), tmp
			.resolve("model.safetensors"));
		for (final String name : List.of("a.tif", "b.tif", "c.tif")) {
			IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 16, 16, 1), input.resolve(
				name).toString());
		}
		context = new Context(List.<Class<? extends Service>> of(Replacing.class,
			CommandService.class, PrefService.class, StatusService.class,
			TaskService.class));
		final String error = error(run("input", input.toFile(), "seed", "3",
			"checkpoint", file.toString()));
		assertTrue(error.startsWith(file + ": is another file now"), error);
		assertEquals(List.of("a.tif", "a.tif.json", "latentj-batch.jsonl",
			"latentj-batch.lock"), names());
	}

	@Test
	void saysWhatIsMissing() throws Exception {
		IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 16, 16, 1), input.resolve(
			"a.tif").toString());
		assertError("output is missing", "output", new File(""));
		assertError("input is missing");
		assertError("the results would replace the pictures", "input", input
			.toFile(), "output", input.toFile());
		assertError("must be a text file", "operation", "txt2img", "prompts", tmp
			.resolve("none.txt").toFile());
		assertError("has no pictures", "input", Files.createDirectory(tmp.resolve(
			"empty")).toFile());
		assertError("format is 'jpg', valid are tif, png", "input", input.toFile(),
			"format", "jpg");
		assertError("it must be 'selection' or a folder of mask images",
			"operation", "inpaint", "input", input.toFile(), "mask", "none");
		assertError("give a seed", "input", input.toFile(), "shard", "1/2");
		assertError("upscalex4, workflow", "operation", "Img2Img");
		assertError("width is -1, it must be 16 to 16384", "operation", "txt2img",
			"prompts", Files.writeString(tmp.resolve("p.txt"), "a cat").toFile(),
			"width", -1);
		assertFalse(output.exists());
	}

	@Test
	void refusesOptionsThatItsOperationDoesNotUse() throws Exception {
		IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 16, 16, 1), input.resolve(
			"a.tif").toString());
		assertError(
			"width, factor have no use with operation=img2img: leave them " +
				"out.\n\nValid options:\noperation,\nformat,\ninput,\noutput,\n",
			"input", input.toFile(), "width", 64, "factor", 3.0);
		assertError("workflow has no use with operation=img2img", "input", input
			.toFile(), "workflow", tmp.resolve("w.json").toFile());
		assertError("input, stack have no use with operation=txt2img", "operation",
			"txt2img", "input", input.toFile(), "stack", true);
		assertError("prompt has no use with operation=txt2img", "operation",
			"txt2img", "prompts", tmp.toFile(), "prompt", "a dog");
		assertError("prompts has no use with operation=upscale", "operation",
			"upscale", "input", input.toFile(), "prompts", tmp.toFile());
		assertFalse(output.exists());
	}

	/** What a recorder of earlier versions wrote of unused inputs. */
	@Test
	void takesUnusedOptionsThatSayNothing() throws Exception {
		IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 16, 16, 1), input.resolve(
			"a.tif").toString());
		final Module done = run("input", input.toFile(), "prompts", new File(""),
			"set", "", "labels", "");
		assertTrue(error(done).startsWith("'labels' is no option of Batch..."),
			error(done));
		assertEquals(null, error(run("input", input.toFile(), "prompts", new File(
			""), "set", "", "seed", "1")));
	}

	/** Each item would fail, and only after its last step. */
	@Test
	void refusesACheckpointWithoutVaeOnceAndNotForEachItem() throws Exception {
		for (final String name : List.of("a.tif", "b.tif")) {
			IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 16, 16, 1), input.resolve(
				name).toString());
		}
		final Path file = new Rewritten(Golden.file(
			"families/micro_sd1.safetensors")).without(n -> n.startsWith(
				"first_stage_model.")).write(tmp.resolve("no_vae.safetensors"));
		for (final boolean dry : new boolean[] { false, true }) {
			final String error = error(run("input", input.toFile(), "checkpoint", file
				.toString(), "seed", "1", "dryrun", dry));
			assertTrue(error.startsWith(file + ": there is no VAE in it"), error);
		}
		assertFalse(output.exists());
	}

	/** NB: its engine is not on the class path of these tests. */
	@Test
	void refusesAQualityThatCannotBeComputedOnce() throws Exception {
		IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 16, 16, 1), input.resolve(
			"a.tif").toString());
		for (final boolean dry : new boolean[] { false, true }) {
			final String error = error(run("input", input.toFile(), "seed", "1",
				"quality", "bf16", "dryrun", dry));
			assertTrue(error.startsWith("quality is 'bf16', which the oneDNN engine"),
				error);
		}
		assertFalse(output.exists());
	}

	private void assertError(final String part, final Object... inputs)
		throws Exception
	{
		final String error = error(run(inputs));
		assertTrue(error != null && error.contains(part), error);
	}

	private Module run(final Object... inputs) throws Exception {
		final Object[] all = Arrays.copyOf(new Object[] { "output", output },
			inputs.length + 2);
		System.arraycopy(inputs, 0, all, 2, inputs.length);
		return BatchProcess.run(context, all);
	}

	private static String error(final Module module) {
		return ((Cancelable) module).getCancelReason();
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(output.toPath())) {
			return files.map(f -> f.getFileName().toString()).sorted().toList();
		}
	}
}
