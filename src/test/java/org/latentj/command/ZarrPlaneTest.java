
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import ij.measure.Calibration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.command.zarr.OpenZarrCommand;
import org.latentj.engine.folder.InstalledModels;
import org.latentj.golden.Golden;
import org.latentj.omezarr.OmeImage;
import org.latentj.omezarr.SlideFile;
import org.latentj.provenance.MethodsText;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.UsedZarr;
import org.latentj.record.GeneratedImage;
import org.latentj.zarr.ZarrArray;
import org.latentj.zarr.ZarrFiles;
import org.latentj.zarr.store.FolderStore;
import org.scijava.Cancelable;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.log.LogListener;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** A plane of an OME-Zarr that LatentJ made: opened, described, made again. */
class ZarrPlaneTest {

	@TempDir
	Path tmp;

	private Path plate;

	private Path output;

	private final List<ImagePlus> open = new ArrayList<>();

	@BeforeEach
	void unpack() {
		System.setProperty(InstalledModels.PROPERTY, Golden.file("families")
			.toString());
		Interpreter.batchMode = true;
		plate = ZarrFiles.unpack("zarr_python_2.zip", tmp).resolve(
			"plate.ome.zarr");
		output = tmp.resolve("out.ome.zarr");
	}

	@AfterEach
	void close() {
		open.forEach(Interpreter::removeBatchModeImage);
		Interpreter.batchMode = false;
		System.clearProperty(InstalledModels.PROPERTY);
	}

	private static String error(final Module module) {
		return ((Cancelable) module).getCancelReason();
	}

	private static void batch(final Path input, final Path output,
		final Object... more) throws Exception
	{
		assertNull(error(BatchProcess.run(BatchProcess.shared(), BatchProcess
			.inputs(input, output, more))));
	}

	private static Module call(final Class<? extends Command> command,
		final Object... inputs) throws Exception
	{
		return BatchProcess.shared().service(ModuleService.class).run(BatchProcess
			.shared().service(CommandService.class).getCommand(command), true, inputs)
			.get();
	}

	private ImagePlus opened(final Path zarr, final Object... more)
		throws Exception
	{
		final List<Object> inputs = new ArrayList<>(List.of("input", zarr
			.toFile()));
		inputs.addAll(List.of(more));
		final Module module = call(OpenZarrCommand.class, inputs.toArray());
		assertNull(error(module));
		final ImagePlus image = (ImagePlus) module.getOutput("opened");
		open.add(image);
		Interpreter.addBatchModeImage(image);
		return image;
	}

	private static ImagePlus again(final ImagePlus plane) throws Exception {
		final Module module = call(RepeatCommand.class, "input", plane);
		assertNull(error(module));
		return (ImagePlus) module.getOutput("image");
	}

	private static Object pixels(final ImagePlus image, final int c,
		final int z)
	{
		return image.getStack().getProcessor(image.getStackIndex(c, z, 1))
			.getPixels();
	}

	@Test
	void isMadeAgainWhenItsSourceIsOpen() throws Exception {
		batch(plate, output, "stack", true, "channels", "2", "shard", "1/1");
		final ImagePlus made = opened(output, "image", "B/2/0");
		made.setPosition(1, 2, 1);
		final String missing = error(call(RepeatCommand.class, "input", made));
		assertTrue(missing.startsWith("the plane was made of the image B/2/0 of " +
			"the OME-Zarr 'plate.ome.zarr', level 0, at c=2 z=2 t=1: open that " +
			"image first, with Open OME-Zarr... (image=B/2/0 level=0)"), missing);
		opened(plate, "image", "B/2/0");
		final ImagePlus again = again(made);
		assertArrayEquals(new int[] { 64, 48, 1, 1, 1 }, again.getDimensions());
		assertArrayEquals((short[]) pixels(made, 1, 2), (short[]) pixels(again, 1,
			1));
		assertEquals(made.getCalibration().pixelWidth, again
			.getCalibration().pixelWidth);
		final UsedZarr used = UsedZarr.of(record(again)).orElseThrow();
		assertEquals(List.of(2), used.channels());
		assertEquals(List.of(2), used.slices());
		// NB: what was made again can be made again.
		assertArrayEquals((short[]) pixels(again, 1, 1), (short[]) pixels(again(
			again), 1, 1));
	}

	private static Provenance record(final ImagePlus image) {
		return GeneratedImage.provenance(image).orElseThrow();
	}

	@Test
	void tellsOfWhichPlanesItWasMade() throws Exception {
		batch(plate, output, "image", "B/2/1", "channels", "1", "stack", true,
			"level", 1, "region", "8,4,16,8");
		final ImagePlus made = opened(output);
		final UsedZarr used = UsedZarr.of(record(made)).orElseThrow();
		assertEquals("plate.ome.zarr", used.folder());
		assertEquals("B/2/1", used.image());
		assertEquals(1, used.level());
		assertEquals("8,4,16,8", used.region());
		assertEquals(List.of(1, 2), used.slices());
		assertTrue(used.inputs().get("c=1 z=2 t=1").matches("SHA-256 [0-9a-f]{64}"),
			used.inputs().toString());
		assertTrue(MethodsText.of(record(made)).contains(
			"It was made of the image B/2/1 of the OME-Zarr 'plate.ome.zarr' at " +
				"resolution level 1 (0 is the finest): channel 1, slices 1 to 2, " +
				"frame 1, of each plane the region 8,4,16,8"));
		assertTrue(made.getInfoProperty().contains("plate.ome.zarr"));
		opened(plate, "image", "B/2/1", "level", 1);
		assertArrayEquals((short[]) pixels(made, 1, 1), (short[]) pixels(again(
			made), 1, 1));
	}

	@Test
	void isMadeAgainWithAllChannelsOfItsPicture() throws Exception {
		batch(plate, output, "image", "A/1/0", "slices", "2", "itemseeds", "same",
			"noise", "independent");
		final ImagePlus made = opened(output);
		made.setPosition(2, 1, 1);
		opened(plate, "image", "A/1/0");
		final ImagePlus again = again(made);
		assertEquals(2, again.getNChannels());
		for (int c = 1; c <= 2; c++) {
			assertArrayEquals((short[]) pixels(made, c, 1), (short[]) pixels(again, c,
				1));
		}
	}

	@Test
	void isMadeAgainEnlarged() throws Exception {
		batch(plate, output, "operation", "upscale", "image", "A/1/0", "channels",
			"1", "region", "0,0,32,32");
		final ImagePlus made = opened(output);
		made.setPosition(1, 1, 1);
		assertEquals(64, made.getWidth());
		opened(plate, "image", "A/1/0");
		final ImagePlus again = again(made);
		assertArrayEquals((short[]) pixels(made, 1, 1), (short[]) pixels(again, 1,
			1));
		assertEquals(0.25, again.getCalibration().pixelWidth);
	}

	/** NB: a record may be anybody's. */
	@Test
	void runsNothingElseForARecord() throws Exception {
		batch(plate, output, "image", "A/1/0", "channels", "1", "slices", "1");
		final ImagePlus made = opened(output);
		opened(plate, "image", "A/1/0");
		final String json = made.getProp(GeneratedImage.JSON);
		for (final String[] change : new String[][] { { "\"inputs\": {",
			"\"inputs\": { \"output\": \"/tmp/x\",", "gives 'output', which is no" },
			{ "\"operation\": \"img2img\",\n      \"format",
				"\"operation\": \"workflow\",\n      \"format",
				"asks for 'Batch...', which does not make pictures" }, {
					"\"zarrlevel\": 0", "\"zarrlevel\": \"../..\"",
					"zarrlevel is '../..', valid: 0 to 99" }, { "\"zarrchannels\": \"1\"",
						"\"zarrchannels\": \"0\"", "valid: numbers from 1 on" } })
		{
			final String changed = json.replace(change[0], change[1]);
			assertNotEquals(json, changed, json);
			made.setProp(GeneratedImage.JSON, changed.replace("\"checksum\"",
				"\"sum before\""));
			final String told = error(call(RepeatCommand.class, "input", made));
			assertTrue(told.contains(change[2]), told);
		}
	}

	@Test
	void isMadeAgainInTiles() throws Exception {
		final Path slide = tmp.resolve("slide.ome.zarr");
		SlideFile.write(slide);
		batch(slide, output, "region", "30,10,100,64", "tiles", 64, "overlap", 16);
		final ImagePlus made = opened(output);
		opened(slide);
		assertArrayEquals((byte[]) pixels(made, 1, 1), (byte[]) pixels(again(made),
			1, 1));
	}

	@Test
	void isMadeAgainWithItsLabels() throws Exception {
		final Path first = tmp.resolve("first.ome.zarr");
		batch(plate, first, "image", "A/1/0", "channels", "1", "slices", "1");
		// NB: label images of a measured image.
		Files.move(first.resolve("A/1/0/labels"), plate.resolve("A/1/0/labels"));
		final byte[] some = new byte[48 * 64];
		Arrays.fill(some, 6 * 64, 24 * 64, (byte) 1);
		ZarrArray.open(new FolderStore(plate), "A/1/0/labels/generated/0").write(
			new long[5], new int[] { 1, 1, 1, 48, 64 }, some);
		batch(plate, output, "operation", "inpaint", "image", "A/1/0", "channels",
			"1", "slices", "1", "mask", "generated");
		final ImagePlus made = opened(output);
		opened(plate, "image", "A/1/0");
		final ImagePlus again = again(made);
		assertArrayEquals((short[]) pixels(made, 1, 1), (short[]) pixels(again, 1,
			1));
		assertTrue(error(call(GeneratedPixelsCommand.class, "input", made))
			.endsWith("Open OME-Zarr... with label=generated opens it"));
		final ImagePlus labels = opened(output, "label", "generated");
		assertEquals(1, labels.getProcessor().get(3, 12));
		assertEquals(0, labels.getProcessor().get(3, 40));
	}

	@Test
	void isNotMadeOfAnotherPlane() throws Exception {
		batch(plate, output, "image", "B/2/0", "channels", "1", "slices", "1");
		final ImagePlus made = opened(output);
		opened(plate, "image", "A/1/0");
		opened(plate, "image", "B/2/0", "level", 1);
		assertTrue(error(call(RepeatCommand.class, "input", made)).contains(
			"open that image first"));
		final ImagePlus cut = IJ.createHyperStack("cut", 64, 48, 1, 3, 1, 16);
		cut.setProp(GeneratedImage.JSON, made.getProp(GeneratedImage.JSON));
		final String told = error(call(RepeatCommand.class, "input", cut));
		assertTrue(told.contains("has 1 channel(s), 3 slice(s) and 1 frame(s), " +
			"its record is one of 1 channel(s), 1 slice(s)"), told);
	}

	@Test
	void isMadeAgainFromAFile() throws Exception {
		final Path tiffs = tmp.resolve("tiffs");
		batch(plate, tiffs, "image", "B/2/0", "slices", "2", "channels", "1");
		final ImagePlus made = IJ.openImage(tiffs.resolve("B_2_0.tif").toString());
		assertEquals(List.of(2), UsedZarr.of(record(made)).orElseThrow().slices());
		final String missing = error(call(RepeatCommand.class, "input", made));
		assertTrue(missing.endsWith(
			"open that image first, with Open OME-Zarr... " +
				"(it is the image B/2/0 of the OME-Zarr 'plate.ome.zarr', level 0)"),
			missing);
		opened(plate, "image", "B/2/0");
		assertArrayEquals((short[]) made.getProcessor().getPixels(),
			(short[]) again(made).getProcessor().getPixels());
	}

	/** Of its first resolution, in the order t, c, z, y, x. */
	private void setScale(final String scale) throws IOException {
		final Path file = plate.resolve("A/1/0/.zattrs");
		Files.writeString(file, Files.readString(file).replaceFirst(
			"(?s)\"scale\": \\[[^]]*]", "\"scale\": [" + scale + "]"));
	}

	/** NB: ImageJ has no axes that run the other way; OME-Zarr has. */
	@Test
	void saysWhatImageJCannotHaveOfItsSizes() throws Exception {
		final List<String> told = new ArrayList<>();
		final LogListener listener = m -> told.add(m.text());
		BatchProcess.shared().service(LogService.class).addLogListener(listener);
		try {
			setScale("0, 0, 0, -0.5, 0.25");
			final Calibration made = opened(plate, "image", "A/1/0").getCalibration();
			assertEquals(List.of(0.25, 0.5, 1.0, 0.0), List.of(made.pixelWidth,
				made.pixelHeight, made.pixelDepth, made.frameInterval));
			assertEquals(List.of("micron", "micron", "pixel"), List.of(made
				.getXUnit(), made.getYUnit(), made.getZUnit()));
			assertEquals(List.of(0.0, 0.0, 0.0), List.of(made.xOrigin, made.yOrigin,
				made.zOrigin));
			assertEquals(List.of(
				"A/1/0: its scale for y is -0.5, an axis that runs the other way, " +
					"which ImageJ has not: it is opened as 0.5, so that lengths are " +
					"right and positions have the other sign",
				"A/1/0: its scale for z is 0, which is no size of a pixel: it is " +
					"opened as 1 pixel"), told);
			told.clear();
			opened(plate, "image", "B/2/0");
			assertEquals(List.of(), told);
		}
		finally {
			BatchProcess.shared().service(LogService.class).removeLogListener(
				listener);
		}
	}

	/** NB: a result has the sizes of its source, whatever ImageJ can have. */
	@Test
	void keepsSizesThatImageJCannotHave() throws Exception {
		setScale("0, 1, 2, -0.5, 0.25");
		batch(plate, output, "image", "A/1/0", "slices", "2", "channels", "1");
		assertArrayEquals(new double[] { 0, 1, 2, -0.5, 0.25 }, OmeImage.open(
			new FolderStore(output), "A/1/0").level(0).calibration().scale());
		assertArrayEquals(new double[] { 0, 0, 2, 0, 0 }, OmeImage.open(
			new FolderStore(output), "A/1/0").level(0).calibration().translation());
	}

	/** NB: of a chunk that is not there all pixels are 0. */
	@Test
	void saysThatAChunkCannotBeRead() throws Exception {
		final Path chunk = plate.resolve("A/1/0/0/0/0/0/0/0");
		Files.delete(chunk);
		assertArrayEquals(new short[64 * 48], (short[]) opened(plate, "image",
			"A/1/0").getStack().getProcessor(1).getPixels());
		Files.createSymbolicLink(chunk, chunk);
		assertTrue(error(call(OpenZarrCommand.class, "input", plate.toFile(),
			"image", "A/1/0")).startsWith(chunk + ": cannot be read: "));
	}

	/** NB: of another unit by axis, as z in nanometer. */
	@Test
	void keepsTheUnitOfEachAxis() throws Exception {
		final Path file = plate.resolve("A/1/0/.zattrs");
		Files.writeString(file, Files.readString(file).replaceFirst("micrometer",
			"nanometer"));
		final Calibration made = opened(plate, "image", "A/1/0").getCalibration();
		assertEquals(List.of("micron", "micron", "nanometer", "sec"), List.of(made
			.getXUnit(), made.getYUnit(), made.getZUnit(), made.getTimeUnit()));
	}

	@Test
	void saysWhichImagesThereAre() throws Exception {
		final String several = error(call(OpenZarrCommand.class, "input", plate
			.toFile(), "image", "B"));
		assertTrue(several.contains("which are 2 images of") && several.endsWith(
			"give one of them, as in B/2/0"), several);
		assertTrue(error(call(OpenZarrCommand.class, "input", plate.toFile(),
			"image", "C/9")).contains("valid are A/1/0"));
		assertTrue(error(call(OpenZarrCommand.class, "input", tmp.toFile()))
			.contains("is no Zarr"));
		assertEquals("input is missing: give its path", error(call(
			OpenZarrCommand.class)));
	}

	/** NB: another program's attribute of this name is no reason not to open. */
	@Test
	void opensWhatHasAForeignRecord() throws Exception {
		final Path attributes = plate.resolve("B/2/0/.zattrs");
		Files.writeString(attributes, Files.readString(attributes).replaceFirst(
			"\\{", "{\"latentj\": {\"a\": 1},"));
		assertEquals("B/2/0", opened(plate, "image", "B/2/0").getTitle());
	}
}
