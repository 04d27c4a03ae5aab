
package org.latentj.command.workflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.LatentJ;
import org.latentj.LatentJException;
import org.latentj.command.BatchCommand;
import org.latentj.command.input.CommandCall;
import org.latentj.golden.DemoWorkflow;
import org.latentj.provenance.MethodsText;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.workflow.Workflow;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.event.EventSubscriber;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.task.event.TaskEvent;

/** {@link WorkflowCommand} with the bundled checkpoint. */
class WorkflowCommandTest {

	@TempDir
	static Path tmp;

	private static Context context;

	private static Path file;

	@BeforeAll
	static void open() throws IOException {
		context = new Context();
		file = Files.writeString(tmp.resolve("w.json"), DemoWorkflow.json());
	}

	@AfterAll
	static void close() {
		context.dispose();
	}

	private static LatentJ latentj() {
		return new LatentJ(context);
	}

	@Test
	void makesThePictureOfTheOwnOperation() {
		final ImagePlus own = latentj().prompt("many green nuclei").seed(42).steps(
			2).cfg(7).sampler("euler").scheduler("normal").txt2img(32, 24);
		final ImagePlus made = latentj().workflow(file.toString());
		assertEquals("nuclei (AI-generated)", made.getTitle());
		assertArrayEquals((int[]) own.getProcessor().getPixels(), (int[]) made
			.getProcessor().getPixels());
	}

	@Test
	void tellsHowItWasMade() {
		final ImagePlus made = latentj().with("set", "5.seed=18446744073709551615")
			.workflow(file.toString());
		final Provenance record = GeneratedImage.provenance(made).orElseThrow();
		assertEquals("18446744073709551615", record.setting("seed"));
		assertEquals("many green nuclei", record.setting("prompt"));
		assertEquals("latentj-demo.safetensors", record.checkpoint().name());
		assertEquals("2", record.setting("steps"));
		assertEquals(64, record.checkpoint().sha256().length());
		assertTrue(MethodsText.of(record).contains("latentj-demo.safetensors"));
		assertEquals("5", Workflow.parse(record.setting("workflow")).graph().nodes()
			.get("5").id());
	}

	@Test
	void writesFilesAsComfyUiNamesThemAndNothingOver() throws IOException {
		final Path output = Files.createDirectory(tmp.resolve("out"));
		for (int i = 0; i < 2; i++) {
			latentj().with("output", output.toString()).workflow(file.toString());
		}
		try (Stream<Path> files = Files.walk(output)) {
			assertEquals(List.of("nuclei_00001_.png", "nuclei_00002_.png"), files
				.filter(Files::isRegularFile).map(f -> f.getFileName().toString())
				.sorted().toList());
		}
		final Path written = output.resolve("sub/nuclei_00001_.png");
		final ImagePlus again = latentj().workflow(written.toString());
		assertArrayEquals((int[]) IJ.openImage(written.toString()).getProcessor()
			.convertToRGB().getPixels(), (int[]) again.getProcessor().getPixels());
	}

	@Test
	void writesPixelsThatNoModelMadeWithoutARecord() throws IOException {
		final Path output = Files.createDirectory(tmp.resolve("plain"));
		final Path empty = Files.writeString(tmp.resolve("empty.json"), """
				{"a": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 8,
				  "batch_size": 2, "color": 255}},
				 "b": {"class_type": "SaveImage", "inputs": {"images": ["a", 0],
				  "filename_prefix": "blue"}}}
				""");
		latentj().with("output", output.toString()).workflow(empty.toString());
		for (final String name : List.of("blue_00001_.png", "blue_00002_.png")) {
			final ImagePlus written = IJ.openImage(output.resolve(name).toString());
			assertEquals(255, written.getProcessor().get(3, 3) & 0xffffff);
			assertTrue(GeneratedImage.provenance(written).isEmpty());
		}
	}

	@Test
	void tellsWhatCouldNotBeWrittenAndLeavesNoHalfFile() throws IOException {
		final Path output = Files.createDirectory(tmp.resolve("blocked"));
		Files.writeString(output.resolve("sub"), "a file");
		final LatentJException failure = assertThrows(LatentJException.class,
			() -> latentj().with("output", output.toString()).workflow(file
				.toString()));
		assertTrue(failure.getMessage().contains("SaveImage") && failure
			.getMessage().contains("is a file, not a folder"), failure.getMessage());
		try (Stream<Path> files = Files.list(output)) {
			assertEquals(1, files.count());
		}
	}

	@Test
	void writesNothingUnlessAskedTo() throws IOException {
		try (Stream<Path> before = Files.list(tmp)) {
			final long count = before.count();
			latentj().workflow(file.toString());
			try (Stream<Path> after = Files.list(tmp)) {
				assertEquals(count, after.count());
			}
		}
	}

	@Test
	void startsFromFilesBesideTheWorkflowAndOpenImages() throws IOException {
		final ImagePlus grey = IJ.createImage("grey.png", "8-bit ramp", 32, 24, 1);
		assertTrue(new FileSaver(grey).saveAsPng(tmp.resolve("grey.png")
			.toString()));
		final String json = """
				{"a": {"class_type": "LoadImage", "inputs": {"image": "grey.png"}},
				 "b": {"class_type": "ImageInvert", "inputs": {"image": ["a", 0]}},
				 "c": {"class_type": "PreviewImage", "inputs": {"images": ["b", 0]}},
				 "d": {"class_type": "PreviewImage", "inputs": {"images": ["a", 0]}}}
				""";
		final Path load = Files.writeString(tmp.resolve("load.json"), json);
		final ImagePlus made = latentj().workflow(load.toString());
		assertEquals(grey.getProcessor().get(7, 3), made.getProcessor().get(7, 3) &
			0xff);
		assertTrue(GeneratedImage.provenance(made).isEmpty());
	}

	/** An image is encoded, and painted over. */
	private static Path paintingOver(final String name) throws IOException {
		return Files.writeString(tmp.resolve(name), DemoWorkflow.paintingOver());
	}

	private static void save(final ImagePlus image, final Path to) {
		assertTrue(new FileSaver(image).saveAsTiff(to.toString()));
	}

	@Test
	void runsForEachPictureOfAFolderAndGoesOn() throws IOException {
		final Path raw = Files.createDirectory(tmp.resolve("raw"));
		final Path results = tmp.resolve("results");
		save(IJ.createImage("a", "8-bit ramp", 32, 24, 1), raw.resolve("a.tif"));
		save(IJ.createImage("b", "8-bit black", 32, 24, 1), raw.resolve("b.tif"));
		final LatentJ batch = latentj().with("folder", raw.toString()).with(
			"output", results.toString());
		final Path over = paintingOver("over.json");
		batch.workflow(over.toString());
		final ImagePlus made = IJ.openImage(results.resolve("a.tif").toString());
		assertEquals("many green nuclei", GeneratedImage.provenance(made)
			.orElseThrow().setting("prompt"));
		final long before = Files.getLastModifiedTime(results.resolve("a.tif"))
			.toMillis();
		Files.delete(results.resolve("b.tif"));
		batch.workflow(over.toString());
		assertTrue(Files.exists(results.resolve("b.tif")));
		assertEquals(before, Files.getLastModifiedTime(results.resolve("a.tif"))
			.toMillis());
	}

	@Test
	void isAnOperationOfBatches() throws IOException {
		final Path raw = Files.createDirectory(tmp.resolve("more"));
		save(IJ.createImage("a", "8-bit ramp", 32, 24, 1), raw.resolve("a.tif"));
		final Path results = tmp.resolve("batch");
		final Module module = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(BatchCommand.class));
		Map.of("operation", "workflow", "workflow", paintingOver("op.json")
			.toFile(), "set", "5.steps=1", "input", raw.toFile(), "output", results
				.toFile(), "format", "png").forEach(module::setInput);
		CommandCall.inputs(module).forEach(i -> module.resolveInput(i.getName()));
		CommandCall.run(context, module);
		assertEquals(null, ((Cancelable) module).getCancelReason());
		assertTrue(((String) module.getOutput("report")).contains("1 made"));
		assertEquals("1", GeneratedImage.provenance(IJ.openImage(results.resolve(
			"a.tif.png").toString())).orElseThrow().setting("steps"));
	}

	@Test
	void runsTheWorkflowOfTheCurrentImage() throws IOException {
		final Path output = Files.createDirectory(tmp.resolve("current"));
		final ImagePlus made = latentj().with("output", output.toString()).workflow(
			file.toString());
		final ImagePlus opened = IJ.openImage(output.resolve(
			"sub/nuclei_00001_.png").toString());
		assertArrayEquals((int[]) made.getProcessor().getPixels(), (int[]) latentj()
			.with("input", opened).workflow("").getProcessor().getPixels());
		assertTrue(assertThrows(LatentJException.class, () -> latentj().with(
			"input", IJ.createImage("x", "8-bit", 8, 8, 1)).workflow("")).getMessage()
			.contains("open a picture that ComfyUI saved"));
	}

	@Test
	void runsForEachSliceOfAStack() throws IOException {
		final ImagePlus input = IJ.createImage("cells.tif", "8-bit ramp", 32, 24,
			3);
		input.getStack().getProcessor(3).invert();
		final ImagePlus made = latentj().with("stack", true).with("input", input)
			.workflow(paintingOver("slices.json").toString());
		assertEquals(3, made.getStackSize());
		assertEquals("cells (AI-generated)", made.getTitle());
		assertArrayEquals((int[]) made.getStack().getPixels(1), (int[]) made
			.getStack().getPixels(2));
		assertFalse(Arrays.equals((int[]) made.getStack().getPixels(1), (int[]) made
			.getStack().getPixels(3)));
	}

	@Test
	void saysWhichNodeCouldGetThePictures() throws IOException {
		final LatentJException none = assertThrows(LatentJException.class,
			() -> latentj().with("stack", true).with("input", IJ.createImage("x",
				"8-bit", 32, 24, 2)).workflow(file.toString()));
		assertTrue(none.getMessage().contains("no LoadImage node"), none
			.getMessage());
		final LatentJException wrong = assertThrows(LatentJException.class,
			() -> latentj().with("stack", true).with("load", "4").with("input", IJ
				.createImage("x", "8-bit", 32, 24, 2)).workflow(paintingOver(
					"wrong.json").toString()));
		assertTrue(wrong.getMessage().contains("no LoadImage node 4"), wrong
			.getMessage());
	}

	@Test
	void readsNoPicturesAboveTheWorkflow() throws IOException {
		final Path below = Files.createDirectory(tmp.resolve("below"));
		assertTrue(new FileSaver(IJ.createImage("s", "8-bit", 8, 8, 1)).saveAsPng(
			tmp.resolve("secret.png").toString()));
		final Path climbing = Files.writeString(below.resolve("w.json"),
			DemoWorkflow.paintingOver().replace("missing.png", "../secret.png"));
		assertTrue(assertThrows(LatentJException.class, () -> latentj().workflow(
			climbing.toString())).getMessage().contains(
				"there is no image '../secret.png'"));
	}

	@Test
	void makesTheOutputFolderWhenThereIsSomethingToWrite() throws IOException {
		final Path output = tmp.resolve("made/for it");
		assertFailure("5.steps", latentj().with("output", output.toString()).with(
			"set", "5.steps=0; 5.steps=1"), file);
		assertFalse(Files.exists(output));
		latentj().with("output", output.toString()).workflow(file.toString());
		assertTrue(Files.exists(output.resolve("sub/nuclei_00001_.png")));
		assertFailure("which is a file: give a folder", latentj().with("output",
			file.toString()), file);
	}

	@Test
	void refusesOptionsWithoutAUse() throws IOException {
		assertFailure("load has no use with neither folder nor stack: leave it out",
			latentj().with("load", "4"), file);
		final Path shown = Files.writeString(tmp.resolve("shown.json"), DemoWorkflow
			.json().replace("SaveImage", "PreviewImage"));
		assertFailure("it has no SaveImage node, whose images the output folder " +
			"would get: leave output out", latentj().with("output", tmp.toString()),
			shown);
		final Path spare = Files.writeString(tmp.resolve("spare.json"), DemoWorkflow
			.json().replace("\"7\": {\"class_type\"",
				"\"8\": {\"class_type\": \"EmptyLatentImage\", \"inputs\": {" +
					"\"width\": 32, \"height\": 24, \"batch_size\": 1}}, " +
					"\"7\": {\"class_type\""));
		assertFailure("set '8.width=64': it changes nothing: no image comes from " +
			"node 8 (EmptyLatentImage)", latentj().with("set", "8.width=64"), spare);
	}

	private static void assertFailure(final String part, final LatentJ call,
		final Path workflow)
	{
		final String said = assertThrows(LatentJException.class, () -> call
			.workflow(workflow.toString())).getMessage();
		assertTrue(said.contains(part), said);
	}

	/** Its sampler is given noise, guide and steps by other nodes. */
	@Test
	void tellsHowAnAdvancedSamplerHasMadeIt() throws IOException {
		final Path advanced = Files.writeString(tmp.resolve("advanced.json"),
			DemoWorkflow.advanced());
		final Provenance record = GeneratedImage.provenance(latentj().workflow(
			advanced.toString())).orElseThrow();
		assertEquals("77", record.setting("seed"));
		assertEquals("2", record.setting("steps"));
		assertEquals("euler", record.setting("sampler"));
		assertEquals("many green nuclei", record.setting("prompt"));
		assertEquals("red", record.setting("negative"));
		final Provenance quiet = GeneratedImage.provenance(latentj().workflow(Files
			.writeString(tmp.resolve("quiet.json"), DemoWorkflow.advanced().replace(
				"RandomNoise", "DisableNoise")).toString())).orElseThrow();
		assertEquals("0", quiet.setting("seed"));
	}

	/** Cancels a task, as its window and ESC do, when it says something. */
	private record Ending(String at, List<String> told) {

		@EventHandler
		void onEvent(final TaskEvent event) {
			final String message = String.valueOf(event.getTask().getStatusMessage());
			told.add(message);
			if (message.contains(at) && !event.getTask().isCanceled()) {
				event.getTask().cancel("");
			}
		}
	}

	@Test
	void namesItsNodeAndEndsWhenItIsCancelled() {
		final Path output = tmp.resolve("never");
		final Ending ending = new Ending("Sampling (KSampler)",
			new CopyOnWriteArrayList<>());
		final List<EventSubscriber<?>> subscribed = context.service(
			EventService.class).subscribe(ending);
		assertThrows(CancellationException.class, () -> latentj().with("set",
			"5.steps=9000").with("output", output.toString()).workflow(file
				.toString()));
		context.service(EventService.class).unsubscribe(subscribed);
		assertTrue(ending.told().stream().anyMatch(t -> t.contains("node ")), ending
			.told().toString());
		assertFalse(Files.exists(output));
	}

	@Test
	void namesAllProblemsOfTheFile() {
		final LatentJException e = assertThrows(LatentJException.class,
			() -> latentj().with("set", "1.ckpt_name=../../etc/passwd\n5.steps=0\n" +
				"7.filename_prefix=../x").workflow(file.toString()));
		assertTrue(e.getMessage().startsWith("the workflow has 3 problems"), e
			.getMessage());
		assertTrue(e.getMessage().contains("node 7 (SaveImage, 'Save it')"));
		assertFalse(Files.exists(tmp.resolve("x_00001_.png")));
	}
}
