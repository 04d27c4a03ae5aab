
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.macro.Interpreter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.engine.folder.InstalledModels;
import org.latentj.golden.Golden;
import org.latentj.provenance.MethodsText;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.log.LogListener;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

class AttentionCommandTest {

	private static final String MICRO = "families/micro_sd1.safetensors";

	private Context context;

	@BeforeEach
	void start() {
		System.setProperty(InstalledModels.PROPERTY, Golden.file("").toString());
		context = BatchProcess.shared();
		Interpreter.batchMode = true;
	}

	@AfterEach
	void stop() {
		Interpreter.batchMode = false;
		System.clearProperty(InstalledModels.PROPERTY);
	}

	private Module run(final Class<? extends Command> command,
		final Object... inputs) throws Exception
	{
		return context.service(ModuleService.class).run(context.service(
			CommandService.class).getCommand(command), true, inputs).get();
	}

	private ImagePlus made(final Object... inputs) throws Exception {
		return image(run(Txt2ImgCommand.class, all(new Object[] { "checkpoint",
			MICRO, "prompt", "a cat on a red (sofa:1.2)", "width", 24, "height", 17,
			"steps", 2, "seed", "5" }, inputs)));
	}

	private static Object[] all(final Object[] first, final Object[] second) {
		return Stream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
	}

	private static ImagePlus image(final Module module) {
		assertNull(((Cancelable) module).getCancelReason());
		final ImagePlus image = (ImagePlus) module.getOutput("image");
		assertNotNull(image);
		return image;
	}

	private ImagePlus shown(final ImagePlus input, final Object... inputs)
		throws Exception
	{
		return image(run(AttentionCommand.class, all(new Object[] { "input", input,
			"checkpoint", MICRO, "prompt", "a red cat", "from", "image", "steps", 2 },
			inputs)));
	}

	private String refused(final Object... inputs) throws Exception {
		final Module module = run(AttentionCommand.class, inputs);
		assertNull(module.getOutput("image"));
		return ((Cancelable) module).getCancelReason();
	}

	private static List<String> labels(final ImagePlus image) {
		final List<String> labels = new ArrayList<>();
		for (int i = 1; i <= image.getStackSize(); i++) {
			labels.add(image.getStack().getSliceLabel(i));
		}
		return labels;
	}

	@Test
	void watchesTheRunThatMadeAPicture() throws Exception {
		final ImagePlus picture = made();
		final ImagePlus maps = image(run(AttentionCommand.class, "input", picture));
		assertEquals(List.of("cat", "red", "sofa"), labels(maps));
		assertEquals(32, maps.getBitDepth());
		assertArrayEquals(new int[] { 24, 17, 1, 3, 1 }, maps.getDimensions());
		final float[] cat = (float[]) maps.getStack().getPixels(1);
		for (final float share : cat) {
			assertTrue(share >= 0 && share < 1);
		}
		final Provenance record = GeneratedImage.provenance(maps).orElseThrow();
		assertEquals("attention", record.operation());
		assertEquals("record", record.setting("from"));
		assertEquals(1, record.before().size());
		assertEquals("txt2img", record.before().get(0).operation());
		assertEquals(record.checkpoint(), record.before().get(0).checkpoint());
		final String methods = MethodsText.of(record);
		assertTrue(methods.contains("Tang et al. 2022") && methods.contains(
			"own run was done again"), methods);
	}

	@Test
	void refusesWhatAWatchedRunHasItself() throws Exception {
		final ImagePlus picture = made();
		final String refused = refused("input", picture, "prompt", "a dog", "steps",
			9, "checkpoint", MICRO);
		assertTrue(refused.startsWith(
			"checkpoint, prompt, steps have no use with " +
				"the run of the record of '" + picture.getTitle() +
				"', which has its own (they are for from=image): leave them out; valid " +
				"are from, words"), refused);
		final Provenance record = GeneratedImage.provenance(image(run(
			AttentionCommand.class, "input", picture))).orElseThrow();
		assertEquals(Set.of("from", "words", "during", "resolutions", "refine",
			"stack", "channels", "slices", "frames", "threshold", "labels",
			"selections"), record.call().orElseThrow().inputs().keySet());
	}

	@Test
	void showsAnyImageToTheNetwork() throws Exception {
		final ImagePlus image = IJ.createImage("any", "16-bit ramp", 30, 20, 1);
		image.getCalibration().pixelWidth = 0.25;
		image.getCalibration().setUnit("micron");
		final ImagePlus maps = shown(image, "range", "full");
		assertEquals(List.of("red", "cat"), labels(maps));
		assertEquals(30, maps.getWidth());
		assertEquals(20, maps.getHeight());
		assertEquals(0.25, maps.getCalibration().pixelWidth);
		assertEquals("micron", maps.getCalibration().getUnit());
		final Provenance record = GeneratedImage.provenance(maps).orElseThrow();
		assertEquals("image", record.setting("from"));
		assertEquals("a red cat", record.setting("prompt"));
		final String methods = MethodsText.of(record);
		assertTrue(methods.contains("under the noise of the seed 0"), methods);
	}

	@ParameterizedTest
	@ValueSource(strings = { "8-bit ramp", "RGB ramp", "32-bit ramp" })
	void takesImagesOfEveryType(final String type) throws Exception {
		final ImagePlus maps = shown(IJ.createImage("any", type, 16, 16, 1),
			"range", "full", "words", "cat");
		assertEquals("attention to cat in any", maps.getTitle());
	}

	@Test
	void makesMapsOfChosenSlicesOfAStack() throws Exception {
		final ImagePlus maps = shown(IJ.createImage("stack", "8-bit random", 16, 16,
			4), "slices", "2,4", "range", "full");
		assertArrayEquals(new int[] { 16, 16, 2, 2, 1 }, maps.getDimensions());
		assertEquals(List.of("red, c=1 z=2 t=1", "cat, c=1 z=2 t=1",
			"red, c=1 z=4 t=1", "cat, c=1 z=4 t=1"), labels(maps));
	}

	@Test
	void givesTheSameAgain() throws Exception {
		final ImagePlus image = IJ.createImage("any", "8-bit ramp", 16, 16, 1);
		Interpreter.addBatchModeImage(image);
		final ImagePlus maps = shown(image);
		final ImagePlus again = image(run(RepeatCommand.class, "input", maps));
		Interpreter.removeBatchModeImage(image);
		assertArrayEquals((float[]) maps.getProcessor().getPixels(), (float[]) again
			.getProcessor().getPixels());
		assertEquals(maps.getProp(GeneratedImage.JSON), again.getProp(
			GeneratedImage.JSON));
	}

	@Test
	void watchesTheRunOfOnePictureOfABatch() throws Exception {
		final ImagePlus pictures = made("batch", 2);
		final ImagePlus all = image(run(AttentionCommand.class, "input", pictures,
			"stack", true, "words", "cat"));
		assertEquals(2, all.getStackSize());
		pictures.setSlice(2);
		final ImagePlus second = image(run(AttentionCommand.class, "input",
			pictures, "words", "cat"));
		assertArrayEquals((float[]) all.getStack().getPixels(2), (float[]) second
			.getProcessor().getPixels());
	}

	@Test
	void refusesAnItemThatTheRecordDoesNotMake() throws Exception {
		final ImagePlus picture = made();
		picture.setProp(GeneratedImage.JSON, picture.getProp(GeneratedImage.JSON)
			.replace("\"batch\": 1,", "\"batch\": 1, \"item\": 7,").replace(
				"\"checksum\"", "\"sum before\""));
		final String reason = refused("input", picture);
		assertTrue(reason.contains(
			"tells of item 7 (from 0) of a batch, but makes 1"), reason);
	}

	@Test
	void warnsOfAThresholdOfNothing() throws Exception {
		final List<String> warnings = new ArrayList<>();
		final LogListener keep = m -> warnings.add(m.text());
		final LogService log = context.service(LogService.class);
		log.addLogListener(keep);
		image(run(AttentionCommand.class, "input", made(), "threshold", 0.4));
		log.removeLogListener(keep);
		assertEquals(List.of("threshold is 0.4 and changes nothing: it is for " +
			"labels and selections, which the options of these names give"),
			warnings);
	}

	@Test
	void labelsPixelsAndSelectsThem() throws Exception {
		final ImagePlus picture = made();
		final Module module = run(AttentionCommand.class, "input", picture, "words",
			"cat,sofa", "threshold", 0.4, "labels", true, "selections", true);
		image(module);
		final ImagePlus labels = (ImagePlus) module.getOutput("labelled");
		assertEquals(List.of("1 = cat, 2 = sofa"), labels(labels));
		assertEquals(8, labels.getBitDepth());
		final int[] counts = labels.getProcessor().getHistogram();
		assertEquals(24 * 17, counts[0] + counts[1] + counts[2]);
		for (final Roi roi : labels.getOverlay()) {
			final int label = roi.getName().equals("cat") ? 1 : 2;
			assertEquals(counts[label], roi.getStatistics().pixelCount);
		}
		// NB: this test has no screen, nor a ROI Manager.
		assertEquals(labels.getOverlay().size(), picture.getOverlay().size());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
		"words | mouse | the word 'mouse' is not in the prompt; its words are cat, red, sofa",
		"resolutions | 3 | resolutions names 3, but this network attends to words in cells of",
		"resolutions | x | resolutions is 'x'",
		"during | 3-9 | during begins at step 3, but there are 2 steps",
		"during | 1-3 | during ends at step 3, but there are 2 steps",
		"during | 2-1 | during is 2-1, but there are no such steps",
		"during | last | during is 'last'", "from | other | from is 'other'",
		"threshold | 2 | threshold" })
	void refusesWhatIsNotThere(final String name, final String value,
		final String why) throws Exception
	{
		final String reason = refused("input", made(), name, name.equals(
			"threshold") ? (Object) Double.valueOf(value) : value);
		assertTrue(reason.contains(why), reason);
	}

	@Test
	void refusesARecordThatIsNotThere() throws Exception {
		final String reason = refused("input", IJ.createImage("plain", "8-bit", 16,
			16, 1), "from", "record", "checkpoint", MICRO);
		assertTrue(reason.contains("'plain' has no record"), reason);
		assertTrue(refused("checkpoint", MICRO).contains("no image"));
	}

	@Test
	void refinesByWhatBelongsTogether() throws Exception {
		final ImagePlus picture = made();
		final ImagePlus plain = image(run(AttentionCommand.class, "input", picture,
			"words", "cat"));
		final ImagePlus refined = image(run(AttentionCommand.class, "input",
			picture, "words", "cat", "refine", 1));
		// NB: each cell becomes a mean of all cells.
		assertTrue(refined.getStatistics().stdDev < plain.getStatistics().stdDev);
		assertTrue(MethodsText.of(GeneratedImage.provenance(refined).orElseThrow())
			.contains("multiplied 1 time(s)"));
	}
}
