
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
import ij.io.FileSaver;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.LatentJ;
import org.latentj.command.BatchCommand;
import org.latentj.command.input.CommandCall;
import org.latentj.golden.DemoWorkflow;
import org.latentj.record.GeneratedImage;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** Workflows as an operation of {@link BatchCommand}. */
class WorkflowBatchTest {

	private static Context context;

	@TempDir
	private Path tmp;

	private Path raw;

	private Path results;

	private String report;

	@BeforeAll
	static void open() {
		context = new Context();
	}

	@AfterAll
	static void close() {
		context.dispose();
	}

	@BeforeEach
	void makePictures() throws IOException {
		raw = Files.createDirectory(tmp.resolve("raw"));
		results = tmp.resolve("not/there/yet");
		save("8-bit ramp", raw.resolve("a.tif"));
		save("8-bit black", raw.resolve("b.tif"));
	}

	private static void save(final String type, final Path to) {
		assertTrue(new FileSaver(IJ.createImage("x", type, 32, 24, 1)).saveAsTiff(to
			.toString()));
	}

	private Path over() throws IOException {
		return Files.writeString(tmp.resolve("over.json"), DemoWorkflow
			.paintingOver());
	}

	/** A second picture, of a file, is blended over that of node 9. */
	private Path blended() throws IOException {
		return Files.writeString(tmp.resolve("two.json"), DemoWorkflow
			.paintingOver().replace("\"4\": {\"class_type\": \"VAEEncode\"",
				"\"11\": {\"class_type\": \"LoadImage\", \"inputs\": {\"image\": " +
					"\"a.tif\"}}, \"12\": {\"class_type\": \"ImageBatch\", " +
					"\"inputs\": {\"image1\": [\"9\", 0], \"image2\": [\"11\", 0]}}, " +
					"\"4\": {\"class_type\": \"VAEEncode\"").replace(
						"\"pixels\": [\"9\", 0]", "\"pixels\": [\"12\", 0]"));
	}

	/** Runs a batch; null, or what it says went wrong. */
	private String batch(final Path workflow, final Object... more) {
		final Module module = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(BatchCommand.class));
		final Map<String, Object> inputs = new TreeMap<>(Map.of("operation",
			"workflow", "workflow", workflow.toFile(), "input", raw.toFile(),
			"output", results.toFile()));
		for (int i = 0; i < more.length; i += 2) {
			inputs.put((String) more[i], more[i + 1]);
		}
		inputs.forEach(module::setInput);
		CommandCall.inputs(module).forEach(i -> module.resolveInput(i.getName()));
		CommandCall.run(context, module);
		report = (String) module.getOutput("report");
		return ((Cancelable) module).getCancelReason();
	}

	private List<JsonObject> journal() throws IOException {
		return Files.readAllLines(results.resolve("latentj-batch.jsonl")).stream()
			.map(l -> JsonParser.parseString(l).getAsJsonObject()).toList();
	}

	@Test
	void saysAllThatIsWrongOnceBeforeAnythingIsMade() throws IOException {
		final String wrong = batch(over(), "set", "1.ckpt_name=none; 5.steps=0; " +
			"5.seed=1; 5.seed=2; 3.foo=x; 44.seed=1; 9.image=mine.png");
		assertTrue(wrong.startsWith("the workflow has 6 problems:"), wrong);
		for (final String part : List.of(
			"set '5.seed=2': 5.seed was set before, by '5.seed=1': give it once",
			"set '3.foo=x': node 3 (CLIPTextEncode) has no input 'foo'",
			"set '44.seed=1': there is no node 44", "'steps' is 0, it must be 1",
			"node 9 (LoadImage): set gives its image, but it gets each picture",
			"there is no checkpoint 'none'"))
		{
			assertTrue(wrong.contains(part), wrong);
		}
		assertFalse(Files.exists(results));
	}

	@Test
	void saysWhichOptionsItDoesNotUse() throws IOException {
		assertEquals("prompt, seed, itemseeds, steps have no use with " +
			"operation=workflow (set changes what is in its nodes): leave them out; " +
			"valid are operation, format, input, workflow, set, load, output, " +
			"samplernoise, shard, dryrun", batch(over(), "prompt", "cells", "steps",
				3, "seed", "5", "itemseeds", "derived"));
		assertFalse(Files.exists(results));
	}

	@Test
	void tellsWhatWouldBeDoneAndMakesNothing() throws IOException {
		assertNull(batch(over(), "dryrun", true, "set", "5.steps=1"));
		for (final String line : List.of("Plan: 2 of 2 items to be done, shard 1/1",
			"Time, memory and disk: unknown until an item was made",
			"  node 5 'KSampler' steps=1", "  a.tif -> a.tif, seed 42"))
		{
			assertTrue(report.contains(line), report);
		}
		assertFalse(Files.exists(results));
		assertNull(batch(over(), "set", "5.steps=1"));
		assertNull(batch(over(), "dryrun", true, "set", "5.steps=1"));
		assertTrue(report.contains("Plan: 0 of 2 items to be done"), report);
		assertTrue(batch(over(), "dryrun", true, "set", "5.steps=2").contains(
			"steps was '1', now it is '2'"));
	}

	@Test
	void saysAllThatIsMissing() throws IOException {
		assertEquals("input, output are missing: give their paths", batch(over(),
			"input", new File(""), "output", new File("")));
		assertEquals("input is missing: give its path", batch(over(), "input",
			new File("")));
		assertTrue(batch(over(), "operation", "Workflow").startsWith(
			"operation is 'Workflow', valid are txt2img, "));
	}

	@Test
	void tellsOnlyWhatDiffersFromTheResultsThatAreThere() throws IOException {
		assertNull(batch(over(), "set", "5.steps=1"));
		final String one = batch(over(), "set", "5.steps=1; 5.seed=9");
		assertEquals(results +
			" holds results of a batch whose node 5 'KSampler' " +
			"seed was '42', now it is '9': choose another folder, or delete this " +
			"one's files", one);
		final String two = batch(over(), "set", "5.steps=2; 2.text=red cells");
		assertTrue(two.startsWith(results +
			" holds results of a batch with other " +
			"settings: choose another folder, or delete this one's files. What " +
			"differs:\nnode 2 'CLIPTextEncode' text was 'many green nuclei', now it " +
			"is 'red cells'\nnode 5 'KSampler' steps was '1', now it is '2'"), two);
		assertNull(batch(over(), "set", "5.steps=1; 5.cfg=7; 7.filename_prefix=x"),
			"neither how a number nor what no file is called decides anything");
	}

	@Test
	void keepsSeedsAndModelsInItsJournal() throws IOException {
		assertNull(batch(over(), "set", "5.steps=1; 5.seed=18446744073709551615"));
		final JsonObject line = journal().get(0);
		assertEquals("18446744073709551615", line.get("seed").getAsString());
		final JsonObject settings = line.getAsJsonObject("settings");
		assertEquals("18446744073709551615", settings.get("node 5 'KSampler' seed")
			.getAsString());
		final String sha256 = line.getAsJsonObject("models").get("checkpoint")
			.getAsString();
		assertTrue(sha256.matches("[0-9a-f]{64}"), sha256);
		assertEquals("SHA-256 " + sha256, settings.get(
			"node 1 'CheckpointLoaderSimple' ckpt_name").getAsString());
	}

	@Test
	void runsEachPictureBesideAFixedOne() throws IOException {
		final Path two = blended();
		final String unclear = batch(two);
		assertTrue(unclear.contains("it has several LoadImage nodes, node 9 " +
			"(LoadImage), node 11 (LoadImage): say by load which"), unclear);
		assertTrue(batch(two, "load", "10").contains(
			"it has no LoadImage node 10"));
		assertTrue(batch(two, "load", "9").contains("there is no image 'a.tif'"));
		assertFalse(Files.exists(results));
		// NB: called as one of the folder's pictures is.
		save("8-bit white", tmp.resolve("a.tif"));
		assertNull(batch(two, "load", "9", "set", "5.steps=1"));
		final ImagePlus a = IJ.openImage(results.resolve("a.tif").toString());
		final ImagePlus b = IJ.openImage(results.resolve("b.tif").toString());
		assertEquals(2, a.getStackSize());
		assertFalse(Arrays.equals((int[]) a.getStack().getPixels(1), (int[]) a
			.getStack().getPixels(2)), "the ramp, and white");
		assertArrayEquals((int[]) a.getStack().getPixels(2), (int[]) b.getStack()
			.getPixels(2), "the fixed one");
		save("8-bit ramp", tmp.resolve("a.tif"));
		final String other = batch(two, "load", "9", "set", "5.steps=1");
		assertTrue(other.contains("whose node 11 'LoadImage' image was 'pixels "),
			other);
	}

	@Test
	void runsEachSliceBesideAFixedPicture() throws IOException {
		save("8-bit white", tmp.resolve("a.tif"));
		final ImagePlus input = IJ.createImage("cells.tif", "8-bit ramp", 32, 24,
			2);
		input.getStack().getProcessor(2).invert();
		final ImagePlus made = new LatentJ(context).with("stack", true).with("load",
			"9").with("set", "5.steps=1").with("input", input).workflow(blended()
				.toString());
		assertEquals(4, made.getStackSize());
		assertArrayEquals((int[]) made.getStack().getPixels(2), (int[]) made
			.getStack().getPixels(4));
		assertFalse(Arrays.equals((int[]) made.getStack().getPixels(1), (int[]) made
			.getStack().getPixels(3)));
	}

	/** A picture that cannot be read fails alone, and is tried again. */
	@Test
	void goesOnWhereItStopped() throws IOException {
		Files.writeString(raw.resolve("c.tif"), "no picture");
		final String failed = batch(over(), "set", "5.steps=1");
		assertTrue(failed.startsWith("2 made, 0 kept from before, 1 failed"),
			failed);
		save("8-bit ramp", raw.resolve("c.tif"));
		assertNull(batch(over(), "set", "5.steps=1"));
		assertArrayEquals((int[]) pixels("a.tif"), (int[]) pixels("c.tif"));
		assertEquals(List.of("a.tif", "b.tif", "c.tif", "c.tif"), journal().stream()
			.map(l -> l.get("item").getAsString()).toList());
	}

	private Object pixels(final String name) {
		final ImagePlus made = IJ.openImage(results.resolve(name).toString());
		assertEquals("many green nuclei", GeneratedImage.provenance(made)
			.orElseThrow().setting("prompt"));
		return made.getProcessor().getPixels();
	}
}
