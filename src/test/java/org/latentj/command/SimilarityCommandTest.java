
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.Weights;
import org.latentj.command.input.CommandCall;
import org.latentj.command.similarity.SimilarityCommand;
import org.latentj.golden.Golden;
import org.latentj.golden.TinyClip;
import org.latentj.host.macro.MacroInputs;
import org.latentj.imageplus.WorkedImage;
import org.latentj.tensor.Tensor;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** {@link SimilarityCommand} as macros call it, against transformers. */
class SimilarityCommandTest {

	private static final List<String> NAMES = List.of("big", "small", "sq56",
		"tall");

	@TempDir
	static Path tmp;

	private static Context context;

	private static Path model;

	private static Weights golden;

	private static String phrases;

	@BeforeAll
	static void open() throws IOException {
		context = BatchProcess.context();
		model = TinyClip.whole().write(tmp.resolve("clip.safetensors"));
		golden = Golden.open("clip_joint.safetensors");
		phrases = String.join("; ", new Gson().fromJson(golden.metadata("phrases")
			.orElseThrow(), String[].class));
	}

	@AfterAll
	static void close() {
		context.dispose();
	}

	@AfterEach
	void clear() {
		ResultsTable.getResultsTable().reset();
	}

	private static Module run(final ImagePlus image, final String text,
		final String options)
	{
		final Module module = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(
				SimilarityCommand.class));
		MacroInputs.resolve(module, options);
		module.setInput("checkpoint", model.toString());
		module.setInput("phrases", text);
		module.setInput("input", image);
		module.resolveInput("input");
		return CommandCall.run(context, module);
	}

	private static ResultsTable table(final ImagePlus image, final String text,
		final String options)
	{
		final Module done = run(image, text, options);
		assertNull(((Cancelable) done).getCancelReason());
		return (ResultsTable) done.getOutput("table");
	}

	private static String reason(final ImagePlus image, final String text,
		final String options)
	{
		final Module done = run(image, text, options);
		assertTrue(((Cancelable) done).isCanceled());
		assertNull(done.getOutput("table"));
		return ((Cancelable) done).getCancelReason();
	}

	/** One of the reference's pictures. */
	private static ImagePlus picture(final String name) throws IOException {
		final Tensor bytes = Golden.open("clip_vision.safetensors").read(name +
			"/image_u8");
		final int width = bytes.size(2);
		final ImageProcessor pixels = new ColorProcessor(width, bytes.size(1));
		for (int i = 0; i < bytes.length() / 3; i++) {
			pixels.set(i % width, i / width, (int) bytes.data()[3 * i] << 16 |
				(int) bytes.data()[3 * i + 1] << 8 | (int) bytes.data()[3 * i + 2]);
		}
		return new ImagePlus(name, pixels);
	}

	@Test
	void givesCosinesAndProbabilitiesAsTheReferenceDoes() throws IOException {
		for (final String name : NAMES) {
			table(picture(name), phrases, "");
		}
		final ResultsTable table = ResultsTable.getResultsTable();
		assertEquals(NAMES.size(), table.size());
		final Tensor logits = golden.read("logits_per_image");
		final Tensor probable = golden.read("probabilities");
		final String[] columns = phrases.split("; ");
		for (int i = 0; i < NAMES.size(); i++) {
			assertEquals(NAMES.get(i), table.getLabel(i));
			assertEquals(1, table.getValue("Slice", i));
			for (int k = 0; k < columns.length; k++) {
				final int at = i * columns.length + k;
				assertEquals(logits.data()[at] / 50, table.getValue(columns[k], i),
					5e-5);
				assertEquals(probable.data()[at], table.getValue("p(" + columns[k] +
					")", i), 1e-3);
			}
		}
	}

	/** 8, 16 and 32 bit, RGB and channels, as other operations read them. */
	@Test
	void readsPicturesOfAllTypesAlike() throws IOException {
		final ImagePlus grey = new ImagePlus("g", picture("big").getProcessor()
			.convertToByteProcessor());
		grey.setDisplayRange(0, 255);
		final ImagePlus sixteen = new ImagePlus("s", grey.getProcessor()
			.convertToShort(false));
		sixteen.setDisplayRange(0, 255);
		final ImagePlus real = new ImagePlus("f", grey.getProcessor()
			.convertToFloat());
		real.setDisplayRange(0, 255);
		final ImagePlus rgb = new ImagePlus("r", grey.getProcessor()
			.convertToRGB());
		for (final ImagePlus each : List.of(grey, sixteen, real, rgb)) {
			table(each, "a; cat", "");
		}
		final ImageStack channels = new ImageStack();
		for (int c = 1; c <= 3; c++) {
			channels.addSlice(((ColorProcessor) picture("big").getProcessor())
				.getChannel(c, null));
		}
		final ImagePlus hyper = new ImagePlus("c", channels);
		hyper.setDimensions(3, 1, 1);
		final ImagePlus composite = new CompositeImage(hyper,
			CompositeImage.COMPOSITE);
		for (int c = 1; c <= 3; c++) {
			composite.setC(c);
			composite.setDisplayRange(0, 255);
		}
		table(composite, "a; cat", "");
		table(picture("big"), "a; cat", "");
		final ResultsTable table = ResultsTable.getResultsTable();
		for (final String column : List.of("a", "cat", "p(a)")) {
			for (int i = 1; i < 4; i++) {
				assertEquals(table.getValue(column, 0), table.getValue(column, i), 1e-6,
					column + " of " + i);
			}
			assertEquals(table.getValue(column, 5), table.getValue(column, 4), 1e-6);
		}
	}

	@Test
	void sortsAndShowsTheBestPictureOfAStack() throws IOException {
		final Module done = run(stack(), "a; cat", "stack sort=cat best");
		assertNull(((Cancelable) done).getCancelReason());
		final ResultsTable table = (ResultsTable) done.getOutput("table");
		assertEquals(3, table.size());
		for (int i = 1; i < 3; i++) {
			assertTrue(table.getValue("cat", i - 1) >= table.getValue("cat", i));
		}
		final ImagePlus best = (ImagePlus) done.getOutput("image");
		assertEquals(1, best.getStackSize());
		assertEquals(WorkedImage.sha256(new ImagePlus("x", stack().getStack()
			.getProcessor((int) table.getValue("Slice", 0)))), WorkedImage.sha256(
				best));
	}

	private static ImagePlus stack() throws IOException {
		final ImageStack stack = new ImageStack(97, 97);
		for (int i = 0; i < 3; i++) {
			final ImageProcessor part = picture("big").getProcessor();
			part.setRoi(15 * i, 0, 97, 97);
			final ImageProcessor cut = part.crop();
			cut.multiply(1 - 0.3 * i);
			stack.addSlice(cut.convertToByteProcessor());
		}
		return new ImagePlus("stack", stack);
	}

	@Test
	void worksOnNamedSlicesOnly() throws IOException {
		final ResultsTable table = table(stack(), "a", "slices=2-3");
		assertEquals(2, table.size());
		assertEquals(3, table.getValue("Slice", 1));
		assertFalse(table.columnExists("p(a)"), "of one phrase it is 1");
		assertTrue(reason(stack(), "a", "slices=4").contains("has 3 slices"));
	}

	@Test
	void comparesWithAnExample() throws IOException {
		final ImagePlus example = picture("big");
		Interpreter.batchMode = true;
		Interpreter.addBatchModeImage(example);
		try {
			final ResultsTable table = table(picture("big"), "", "example=big");
			assertEquals(1, table.getValue("example", 0), 1e-6);
			final double other = table(picture("small"), "", "example=big").getValue(
				"example", 1);
			assertTrue(other < 0.999 && other > -1, "" + other);
			assertEquals("there is no open image 'bog' to be the example; valid is " +
				"the title of an open image: 'big'", reason(picture("small"), "",
					"example=bog"));
		}
		finally {
			Interpreter.removeBatchModeImage(example);
			Interpreter.batchMode = false;
		}
	}

	@Test
	void writesTheTableWithItsRecord() throws IOException {
		final Path file = tmp.resolve("my table.csv");
		table(picture("small"), "a, b; cat", "csv=[" + file + "]");
		final List<String> lines = Files.readAllLines(file);
		assertEquals("Label,Slice,\"a, b\",cat,\"p(a, b)\",p(cat)", lines.get(0));
		assertTrue(lines.get(1).startsWith("small,1,"), lines.get(1));
		final JsonObject record = JsonParser.parseString(Files.readString(tmp
			.resolve("my table.csv.json"))).getAsJsonObject();
		final JsonObject used = record.getAsJsonArray("models").get(0)
			.getAsJsonObject();
		assertEquals("clip.safetensors", used.get("name").getAsString());
		assertEquals(64, used.get("sha256").getAsString().length());
		assertEquals("[\"a, b\",\"cat\"]", record.get("phrases").toString());
		assertEquals(WorkedImage.sha256(picture("small")), record.getAsJsonObject(
			"images").getAsJsonObject("input").get("sha256").getAsString());
		// NB: it may be written again, but nothing else be replaced.
		table(picture("small"), "a", "csv=[" + file + "]");
		final Path foreign = Files.writeString(tmp.resolve("foreign.csv"), "x,y\n");
		assertTrue(reason(picture("small"), "a", "csv=[" + foreign + "]").contains(
			"is there already and is no table of Similarity..."));
		assertEquals("x,y\n", Files.readString(foreign));
		assertTrue(reason(picture("small"), "a", "csv=[" + tmp + "/x.tif]")
			.contains("its name must end with .csv"));
		assertTrue(reason(picture("small"), "a", "csv=[" + tmp + "/no/x.csv]")
			.contains("there is no folder"));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void saysInWhichFolderNothingCanBeWritten() throws IOException {
		assertEquals("csv is '/proc/x.csv', but nothing can be written into the " +
			"folder /proc: choose another one", reason(picture("small"), "a",
				"csv=/proc/x.csv"));
	}

	@Test
	void worksThroughAFolderAndGoesOnWhereItStopped() throws IOException {
		final Path folder = folder();
		final Path output = tmp.resolve("found");
		final String options = "stack sort=cat best folder=[" + folder +
			"] output=[" + output + "]";
		final Module done = run(null, "a; cat", options);
		assertTrue(((Cancelable) done).getCancelReason().startsWith(
			"2 made, 0 kept from before, 1 failed\nbroken.png: "), ((Cancelable) done)
				.getCancelReason());
		final ResultsTable table = (ResultsTable) done.getOutput("table");
		assertEquals(4, table.size());
		final ImagePlus best = (ImagePlus) done.getOutput("image");
		assertEquals(table.getLabel(0).startsWith("a,") ? 97 : 130, best
			.getWidth());
		final List<String> all = Files.readAllLines(output.resolve(
			"similarity.csv"));
		assertEquals(5, all.size());
		assertTrue(Files.readString(output.resolve("similarity.csv.json")).contains(
			"clip.safetensors"));
		Files.delete(folder.resolve("broken.png"));
		new FileSaver(picture("small")).saveAsPng(folder.resolve("small.png")
			.toString());
		final FileTime before = Files.getLastModifiedTime(output.resolve(
			"big.png.csv"));
		final Module again = run(null, "a; cat", options);
		assertEquals(before, Files.getLastModifiedTime(output.resolve(
			"big.png.csv")));
		assertNull(((Cancelable) again).getCancelReason());
		assertEquals(6, Files.readAllLines(output.resolve("similarity.csv"))
			.size());
		assertTrue(Files.readAllLines(output.resolve("similarity.csv")).containsAll(
			all));
		assertFalse(reason(null, "a; dog", options).isEmpty());
		assertTrue(reason(null, "a", options + " csv=[" + output + "/x.csv]")
			.contains("csv is for an image"));
		assertTrue(reason(null, "a", "folder=[" + folder + "]").contains("output"));
	}

	@Test
	void takesAPhraseThatBeginsWithADigitForAFolder() throws IOException {
		final Path folder = Files.createDirectory(tmp.resolve("one"));
		new FileSaver(picture("big")).saveAsPng(folder.resolve("big.png")
			.toString());
		final String output = " output=[" + tmp.resolve("digit") + "]";
		final ResultsTable table = table(null, "3 nuclei", "folder=[" + folder +
			"]" + output);
		assertEquals(1, table.size());
		assertTrue(reason(null, "a", "folder=[" + folder + "x]" + output)
			.startsWith("there is no folder '" + folder + "x'"));
	}

	private static Path folder() throws IOException {
		final Path folder = Files.createDirectory(tmp.resolve("pictures"));
		new FileSaver(picture("big")).saveAsPng(folder.resolve("big.png")
			.toString());
		new FileSaver(stack()).saveAsTiffStack(folder.resolve("a, stack.tif")
			.toString());
		Files.writeString(folder.resolve("broken.png"), "no picture");
		Files.writeString(folder.resolve("notes.txt"), "no picture either");
		return folder;
	}

	@Test
	void keepsTheRowsOfOtherMeasurements() throws IOException {
		final ResultsTable table = ResultsTable.getResultsTable();
		table.incrementCounter();
		table.addValue("Area", 7);
		table(picture("small"), "a", "");
		assertEquals(2, table.size());
		assertEquals(7, table.getValue("Area", 0));
	}

	/** What comes with LatentJ is taken where no model is named. */
	@Test
	void findsGreenDiscsByTheBundledModel() {
		final ImagePlus discs = IJ.createImage("discs", "RGB black", 128, 128, 1);
		discs.getProcessor().setColor(new Color(40, 200, 40));
		for (int i = 0; i < 12; i++) {
			discs.getProcessor().fillOval(8 + 32 * (i % 4) + i, 8 + 40 * (i / 4), 18,
				16);
		}
		final Module module = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(
				SimilarityCommand.class));
		MacroInputs.resolve(module,
			"phrases=[many green nuclei; a red circle; magenta stripes]");
		module.setInput("input", discs);
		module.resolveInput("input");
		final Module done = CommandCall.run(context, module);
		assertNull(((Cancelable) done).getCancelReason());
		final ResultsTable table = (ResultsTable) done.getOutput("table");
		assertTrue(table.getValue("p(many green nuclei)", 0) > 0.9, "" + table
			.getValue("p(many green nuclei)", 0));
	}

	@Test
	void saysWhatIsWrong() throws IOException {
		final ImagePlus image = picture("small");
		assertTrue(reason(image, "", "").contains("nothing to compare with"));
		assertTrue(reason(image, "a (b:1.2)", "").contains("a weight of 1.2"));
		assertTrue(reason(image, "a; A", "").contains("two columns"));
		assertTrue(reason(image, "a; cat", "sort=dog").contains(
			"valid are 'a', 'cat', 'p(a)', 'p(cat)'"));
		assertTrue(reason(image, "a", "crop=top").contains("crop"));
		assertTrue(reason(null, "a", "").contains("there is no image"));
		final ImagePlus odd = IJ.createImage("odd", "32-bit ramp", 20, 20, 1);
		odd.getProcessor().setf(3, Float.NaN);
		assertTrue(reason(odd, "a", "").contains("odd") || reason(odd, "a", "")
			.contains("NaN"));
		assertEquals(0, ResultsTable.getResultsTable().size());
	}
}
