
package org.latentj.command.workflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import ij.process.ColorProcessor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.LatentJ;
import org.latentj.command.RepeatCommand;
import org.latentj.command.input.CommandCall;
import org.latentj.golden.DemoWorkflow;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.log.LogListener;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** {@code Make Again...} of images that workflows made. */
class WorkflowRepeatTest {

	private static Context context;

	@TempDir
	private Path tmp;

	private final List<ImagePlus> open = new ArrayList<>();

	@BeforeAll
	static void open() {
		context = new Context();
	}

	@AfterAll
	static void dispose() {
		context.dispose();
	}

	@AfterEach
	void close() {
		open.forEach(Interpreter::removeBatchModeImage);
		open.clear();
		Interpreter.batchMode = false;
	}

	private ImagePlus show(final ImagePlus image) {
		Interpreter.batchMode = true;
		Interpreter.addBatchModeImage(image);
		open.add(image);
		return image;
	}

	private Path file(final String name, final String json) throws IOException {
		return Files.writeString(tmp.resolve(name), json);
	}

	private static LatentJ latentj() {
		return new LatentJ(context);
	}

	private static Module repeat(final ImagePlus image) {
		final Module module = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(RepeatCommand.class));
		module.setInput("input", image);
		CommandCall.inputs(module).forEach(i -> module.resolveInput(i.getName()));
		CommandCall.run(context, module);
		return module;
	}

	private static String reason(final ImagePlus image) {
		return ((Cancelable) repeat(image)).getCancelReason();
	}

	/** The same pixels, and a record by which it can be made once more. */
	private static void assertSame(final ImagePlus made, final ImagePlus of) {
		final Module done = repeat(of);
		assertNull(((Cancelable) done).getCancelReason());
		final ImagePlus again = (ImagePlus) done.getOutput("image");
		assertEquals(made.getStackSize(), again.getStackSize());
		for (int slice = 1; slice <= made.getStackSize(); slice++) {
			assertArrayEquals((int[]) made.getStack().getProcessor(slice)
				.convertToRGB().getPixels(), (int[]) again.getStack().getPixels(slice));
		}
		final Provenance before = GeneratedImage.provenance(of).orElseThrow();
		final Provenance now = GeneratedImage.provenance(again).orElseThrow();
		assertEquals(before.call(), now.call());
		assertEquals(List.of("node", "samplernoise"), List.copyOf(before.call()
			.orElseThrow().inputs().keySet()).subList(0, 2));
		assertEquals(before.settings(), now.settings());
	}

	@Test
	void makesTheImageOfItsNodeAgain() throws IOException {
		final Path output = tmp.resolve("out");
		final ImagePlus made = latentj().with("set", "5.seed=7").with("output",
			output.toString()).workflow(file("w.json", DemoWorkflow.json())
				.toString());
		assertSame(made, made);
		assertSame(made, IJ.openImage(output.resolve("sub/nuclei_00001_.png")
			.toString()));
	}

	/** NB: a record is text, which anybody can change. */
	@Test
	void tellsOfSettingsThatAreNotThoseOfTheWorkflow() throws IOException {
		final ImagePlus made = latentj().workflow(file("told.json", DemoWorkflow
			.json()).toString());
		final JsonObject json = JsonParser.parseString(made.getProp(
			GeneratedImage.JSON)).getAsJsonObject();
		final String steps = json.getAsJsonObject("settings").get("steps")
			.getAsString();
		json.getAsJsonObject("settings").addProperty("steps", 99);
		json.remove("checksum");
		final ImagePlus changed = made.duplicate();
		changed.setProp(GeneratedImage.JSON, json.toString());
		final List<String> warnings = new ArrayList<>();
		final LogListener keep = m -> warnings.add(m.text());
		final LogService log = context.service(LogService.class);
		log.addLogListener(keep);
		repeat(made);
		assertEquals(List.of(), warnings);
		repeat(changed);
		log.removeLogListener(keep);
		assertEquals(List.of("the record of this image contradicts itself: steps " +
			"is '99' in its settings and '" + steps + "' in its workflow. The " +
			"workflow is run; Methods Text tells the settings"), warnings);
	}

	@Test
	void makesItAsFastAgain() throws IOException {
		final ImagePlus made = latentj().with("set", "5.steps=4").workflow(file(
			"fast.json", "{\"prompt\": " + DemoWorkflow.json() +
				", \"extra_data\": {\"latentj\": {\"reuse\": \"2\"}}}").toString());
		assertSame(made, made);
	}

	/** Of two images, the one that is asked for. */
	@Test
	void runsNoOtherNodes() throws IOException {
		final String two = DemoWorkflow.json().replace("\"7\": {\"class_type\"",
			"\"8\": {\"class_type\": \"EmptyImage\", \"inputs\": {\"width\": 8, " +
				"\"height\": 8, \"batch_size\": 1, \"color\": 0}}, " +
				"\"9\": {\"class_type\": \"PreviewImage\", \"inputs\": " +
				"{\"images\": [\"8\", 0]}}, \"7\": {\"class_type\"");
		final ImagePlus made = latentj().workflow(file("two.json", two).toString());
		assertEquals(32, made.getWidth());
		assertSame(made, made);
	}

	private static ImagePlus ramp(final int slices) {
		final ImagePlus image = IJ.createImage("cells.tif", "8-bit ramp", 32, 24,
			slices);
		image.getStack().getProcessor(slices).invert();
		return image;
	}

	@Test
	void findsTheOpenImageThatItWasMadeFrom() throws IOException {
		final Path over = file("over.json", DemoWorkflow.paintingOver().replace(
			"missing.png", "cells.tif"));
		final ImagePlus cells = show(ramp(2));
		cells.setSlice(2);
		final ImagePlus made = latentj().with("set", "5.steps=1").workflow(over
			.toString());
		assertSame(made, made);
		cells.setSlice(1);
		assertSame(made, made);
		cells.getStack().getProcessor(2).set(3, 3, 9);
		final String changed = reason(made);
		assertTrue(changed.contains("node 9 (LoadImage): the image was made from " +
			"'cells.tif', a picture whose pixels have the SHA-256"), changed);
		assertTrue(changed.contains("the open image of that title is another one"),
			changed);
		close();
		assertTrue(reason(made).contains("open it first, with the same display"));
	}

	@Test
	void findsTheFileOfAnOpenImage() throws IOException {
		final ImagePlus half = new ImagePlus("half", new ColorProcessor(32, 24));
		assertTrue(new FileSaver(half).saveAsPng(tmp.resolve("missing.png")
			.toString()));
		final ImagePlus made = latentj().with("set", "5.steps=1").workflow(file(
			"over.json", DemoWorkflow.paintingOver()).toString());
		final String closed = reason(made);
		assertTrue(closed.contains("made from 'missing.png'"), closed);
		final ImagePlus opened = show(IJ.openImage(tmp.resolve("missing.png")
			.toString()));
		opened.setTitle("renamed");
		assertSame(made, made);
	}

	@Test
	void makesAStackAgainOfTheOpenStack() throws IOException {
		final ImagePlus cells = ramp(2);
		final ImagePlus made = latentj().with("stack", true).with("set",
			"5.steps=1").with("input", cells).workflow(file("over.json", DemoWorkflow
				.paintingOver()).toString());
		assertTrue(reason(made).contains("the image was made from 'cells.tif'"));
		show(cells);
		assertSame(made, made);
	}

	@Test
	void makesAResultOfABatchAgain() throws IOException {
		final Path raw = Files.createDirectory(tmp.resolve("raw"));
		assertTrue(new FileSaver(ramp(1)).saveAsTiff(raw.resolve("a.tif")
			.toString()));
		final Path results = tmp.resolve("results");
		latentj().with("folder", raw.toString()).with("output", results.toString())
			.with("set", "5.steps=1").workflow(file("over.json", DemoWorkflow
				.paintingOver()).toString());
		final ImagePlus made = IJ.openImage(results.resolve("a.tif").toString());
		assertTrue(reason(made).contains("made from 'a.tif'"), reason(made));
		show(IJ.openImage(raw.resolve("a.tif").toString()));
		assertSame(made, made);
	}

	@Test
	void refusesOtherModelsAndRecordsWithoutANode() throws IOException {
		final ImagePlus made = latentj().with("set", "5.steps=1").workflow(file(
			"w.json", DemoWorkflow.json()).toString());
		final Provenance record = GeneratedImage.provenance(made).orElseThrow();
		final ImagePlus other = described(new Provenance(record.operation(), record
			.settings(), new ModelFile("latentj-demo.safetensors", "0".repeat(64)),
			record.vae(), record.versions(), record.computation(), record.mask(),
			record.call()));
		assertTrue(reason(other).contains(
			"the image was made with the checkpoint 'latentj-demo.safetensors'"));
		final ImagePlus nodeless = described(record.withCall(new Provenance.Call(
			"Run Workflow...", Map.of("samplernoise", "0.7", "node", "5"), Map
				.of())));
		assertEquals("the record of this image does not tell which node of its " +
			"workflow has given it", reason(nodeless));
		final ImagePlus foreign = described(record.withCall(new Provenance.Call(
			"Run Workflow...", Map.of("samplernoise", "9", "node", "7"), Map.of())));
		assertTrue(reason(foreign).contains("samplernoise is '9'"));
	}

	private static ImagePlus described(final Provenance record) {
		final ImageStack stack = new ImageStack(8, 8);
		stack.addSlice(new ColorProcessor(8, 8));
		final ImagePlus image = new ImagePlus("strange", stack);
		GeneratedImage.describe(image, record);
		return image;
	}

	/** Names in a record that may be anybody's are no paths. */
	@Test
	void readsNoFileThatNobodyHasOpened() throws IOException {
		final ImagePlus half = new ImagePlus("half", new ColorProcessor(32, 24));
		final Path secret = tmp.resolve("secret.png");
		assertTrue(new FileSaver(half).saveAsPng(secret.toString()));
		final ImagePlus made = latentj().with("set", "5.steps=1; 9.image=" + secret)
			.workflow(file("over.json", DemoWorkflow.paintingOver()).toString());
		final String closed = reason(made);
		assertTrue(closed.contains("open it first"), closed);
		assertFalse(closed.contains("cannot"), closed);
	}
}
