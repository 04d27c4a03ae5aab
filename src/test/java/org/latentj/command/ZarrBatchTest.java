
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.imageplus.file.ZarrPicture;
import org.latentj.omezarr.OmeFile;
import org.latentj.omezarr.OmeImage;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.zarr.ZarrFiles;
import org.scijava.Cancelable;
import org.scijava.log.LogListener;
import org.scijava.log.LogService;
import org.scijava.module.Module;

/** Batch... with an OME-Zarr as input. */
class ZarrBatchTest {

	@TempDir
	Path tmp;

	private Path plate;

	private Path output;

	@BeforeEach
	void unpack() {
		plate = ZarrFiles.unpack("zarr_python_2.zip", tmp).resolve(
			"plate.ome.zarr");
		output = tmp.resolve("out.ome.zarr");
	}

	private static Module run(final Path input, final Path output,
		final Object... more) throws Exception
	{
		return BatchProcess.run(BatchProcess.shared(), BatchProcess.inputs(input,
			output, more));
	}

	private static String error(final Module module) {
		return ((Cancelable) module).getCancelReason();
	}

	@Test
	void makesAnOmeZarrAndTiffsOfThat() throws Exception {
		final Module made = run(plate, output, "image", "A/1/0, B", "channels", "2",
			"stack", true);
		assertNull(error(made));
		assertEquals("6 made, 0 kept from before, 0 failed", made.getOutput(
			"report"));
		final OmeFile file = OmeFile.open(output);
		assertEquals(List.of("A/1/0", "B/2/0", "B/2/1"), file.images());
		final OmeImage image = OmeImage.open(file.store(), "B/2/0");
		assertEquals("GFP", image.channels().get(0).json().get("label")
			.getAsString());
		final Path tiffs = tmp.resolve("tiffs");
		assertNull(error(run(output, tiffs, "image", "B/2/0", "slices", "2")));
		final ImagePlus tiff = IJ.openImage(tiffs.resolve("B_2_0.tif").toString());
		assertArrayEquals(new int[] { 64, 48, 1, 1, 1 }, tiff.getDimensions());
		assertEquals(0.5, tiff.getCalibration().pixelWidth);
		assertEquals("micron", tiff.getCalibration().getUnit());
		final Provenance record = GeneratedImage.provenance(tiff).orElseThrow();
		assertEquals("Img2Img...", record.call().orElseThrow().command());
		assertEquals(1, record.before().size(), "it was generated before");
		assertTrue(record.before().get(0).toJson().contains(
			"\"image\": \"A/1/0, B\""), record.before().get(0).toJson());
	}

	@Test
	void warnsOfAnOverlapWithoutTiles() throws Exception {
		final List<String> warnings = new ArrayList<>();
		final LogListener keep = m -> warnings.add(m.text());
		final LogService log = BatchProcess.shared().service(LogService.class);
		log.addLogListener(keep);
		assertNull(error(run(plate, output, "image", "A/1/0", "channels", "1",
			"overlap", 32)));
		log.removeLogListener(keep);
		assertTrue(warnings.contains("overlap is 32 and changes nothing: it is " +
			"for tiles, whose side 'tiles' gives"), warnings.toString());
	}

	@Test
	void isFinishedByTheLastOfItsShards() throws Exception {
		final String first = (String) run(plate, output, "image", "B/2", "stack",
			true, "channels", "1", "shard", "2/2").getOutput("report");
		assertEquals("2 made, 0 kept from before, 0 failed\n" +
			"the image B/2/0 lacks 1 of its planes: run the batch again, or its other shards\n" +
			"the image B/2/1 lacks 1 of its planes: run the batch again, or its other shards",
			first);
		assertTrue(Files.notExists(output.resolve(".zgroup")));
		assertEquals("2 made, 0 kept from before, 0 failed", run(plate, output,
			"image", "B/2", "stack", true, "channels", "1", "shard", "1/2").getOutput(
				"report"));
		assertEquals(List.of("B/2/0", "B/2/1"), OmeFile.open(output).images());
	}

	@Test
	void opensAnImageAsImageJsOwn() throws IOException {
		final OmeFile file = OmeFile.open(plate);
		final ImagePlus image = ZarrPicture.open(OmeImage.open(file.store(),
			"B/2/1"), 0);
		assertEquals("B/2/1", image.getTitle());
		assertArrayEquals(new int[] { 64, 48, 2, 2, 1 }, image.getDimensions());
		assertEquals(16, image.getBitDepth());
		assertEquals(2, image.getCalibration().pixelDepth);
		assertEquals(10, image.getCalibration().frameInterval);
		image.setPosition(2, 1, 1);
		assertEquals(100, image.getDisplayRangeMin());
		assertEquals(900, image.getDisplayRangeMax());
		// NB: ten times the numbers, 3 for each field, 2 for a channel, 1 a slice.
		assertEquals(10 * (7 / 3 * 17 + 11 / 5 * 5) + 9 + 2 + 1, image.getStack()
			.getProcessor(image.getStackIndex(2, 2, 1)).get(11, 7));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
		"out.ome.zarr | inpaint | mask | selection | name of a label image; it has none",
		"out.ome.zarr | inpaint | mask | nuclei | has no labels 'nuclei', it has none",
		"out.ome.zarr | img2img | image | C/3 | valid are A/1/0, A/1/1, B/2/0, B/2/1",
		"out.ome.zarr | img2img | level | 2 | has 2: valid are 0 to 1",
		"out.ome.zarr | img2img | region | 0,0,65,1 | is 64x48 pixels",
		"out.ome.zarr | img2img | tiles | 100 | multiple of 64",
		"out.ome.zarr | img2img | tiles | 64 | overlap is 64 (as if left out), it must be a multiple of 8 up to half of a tile, that is 32 with tiles of 64",
		"out.ome.zarr | upscale | tiles | 128 | another size",
		"out.ome.zarr | upscale | tiles | 64 | tiles are for img2img and inpaint",
		"out.ome.zarr | img2img | slices | 3 | has 2 slices",
		"out.ome.zarr | img2img | batch | 2 | valid is 1",
		"out | img2img | region | 0,0,8,8 | ends with .zarr",
		"out | inpaint | mask | nuclei | ends with .zarr" })
	void saysWhatIsValid(final String to, final String operation,
		final String option, final String value, final String message)
		throws Exception
	{
		final String told = error(run(plate, tmp.resolve(to), "operation",
			operation, option, value));
		assertTrue(told != null && told.contains(message.strip()), told);
		assertTrue(Files.notExists(tmp.resolve(to)), "nothing is begun");
	}

	@Test
	void replacesNoOmeZarrThatIsNoBatchs() throws Exception {
		ZarrFiles.unpack("zarr_python_2.zip", tmp.resolve("other"));
		final Path other = tmp.resolve("other/plate.ome.zarr");
		final String told = error(run(plate, other));
		assertTrue(told.contains("holds no results of a batch"), told);
		try (Stream<Path> names = Files.list(other)) {
			assertTrue(names.noneMatch(n -> n.getFileName().toString().startsWith(
				"latentj")));
		}
	}

	/** NB: a well of a plate is an OME-Zarr, too, and so is a field. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { //
		"plate.ome.zarr | plate.ome.zarr | the results would replace", //
		"plate.ome.zarr | plate.ome.zarr/made.ome.zarr | which is in the OME-Zarr", //
		"plate.ome.zarr | plate.ome.zarr/A/../tiffs | which is in the OME-Zarr", //
		"plate.ome.zarr/A/1/0 | plate.ome.zarr/A/made.zarr | which is in the OME-Zarr", //
		"plate.ome.zarr | link/made.ome.zarr | which is in the OME-Zarr", //
		"all.zarr/plate.ome.zarr | all.zarr | in which the OME-Zarr" })
	void keepsResultsApartFromItsInput(final String from, final String to,
		final String message) throws Exception
	{
		Files.createSymbolicLink(tmp.resolve("link"), plate);
		ZarrFiles.unpack("zarr_python_2.zip", tmp.resolve("all.zarr"));
		final String told = error(run(tmp.resolve(from), tmp.resolve(to)));
		assertTrue(told.contains(message) && told.contains("give "), told);
		assertTrue(Files.notExists(plate.resolve("made.ome.zarr")));
		assertTrue(Files.notExists(plate.resolve("latentj-batch.jsonl")));
	}

	/** NB: as a microscope leaves a plate that was ended early. */
	@Test
	void leavesOutWhatAPlateListsAndHasNot() throws Exception {
		delete(plate.resolve("B"));
		delete(plate.resolve("A/1/1"));
		final String report = (String) run(plate, output, "stack", true, "channels",
			"1").getOutput("report");
		assertEquals("2 made, 0 kept from before, 0 failed\nleft out, since '" +
			plate + "' lists them, but has them not: B/2, A/1/1", report);
		assertEquals(List.of("A/1/0"), OmeFile.open(output).images());
		final String tiffs = (String) run(plate, tmp.resolve("tiffs"), "image", "A",
			"slices", "1", "channels", "1").getOutput("report");
		assertTrue(tiffs.startsWith("1 made") && tiffs.endsWith("not: A/1/1"),
			tiffs);
		assertTrue(error(run(plate, tmp.resolve("b"), "image", "B/2")).contains(
			"[B/2] is not there"));
		assertTrue(error(run(plate, tmp.resolve("b"), "image", "A/1/1")).contains(
			"none of the images of"));
	}

	/** NB: as a disk that was full leaves them, or a copy that broke off. */
	@Test
	void leavesOutWhatIsDamaged() throws Exception {
		final Path field = plate.resolve("A/1/1/.zattrs");
		final Path array = plate.resolve("B/2/0/0/.zarray");
		final String whole = Files.readString(field);
		Files.writeString(field, whole.substring(0, whole.length() / 2));
		Files.writeString(array, "");
		final String report = (String) run(plate, output, "stack", true, "channels",
			"1").getOutput("report");
		final String told = "\nleft out, since it is damaged: ";
		assertTrue(report.startsWith("4 made, 0 kept from before, 0 failed" + told +
			"A/1/1 (" + field + ": is not valid JSON: see line "), report);
		assertTrue(report.contains(told + "B/2/0 (" + array + ": "), report);
		assertEquals(List.of("A/1/0", "B/2/1"), OmeFile.open(output).images());
		assertTrue(((String) run(plate, tmp.resolve("tiffs"), "slices", "1",
			"channels", "1").getOutput("report")).startsWith("2 made, 0 kept from " +
				"before, 0 failed" + told + "A/1/1"));
		assertTrue(error(run(plate, tmp.resolve("b"), "image", "A/1/1")).startsWith(
			field + ": is not valid JSON"));
		Files.writeString(field, whole);
		assertTrue(((String) run(plate, output, "stack", true, "channels", "1")
			.getOutput("report")).startsWith("2 made, 4 kept"));
		assertEquals(List.of("A/1/0", "A/1/1", "B/2/1"), OmeFile.open(output)
			.images());
	}

	/** NB: which fields it has is not known then. */
	@Test
	void leavesOutAWellThatIsDamaged() throws Exception {
		final Path well = plate.resolve("A/1/.zattrs");
		Files.writeString(well, "{}");
		assertEquals(
			"2 made, 0 kept from before, 0 failed\nleft out, since it is " +
				"damaged: A/1 (" + well + ": has no 'well')", run(plate, output,
					"slices", "1", "channels", "1").getOutput("report"));
		assertTrue(error(run(plate, output, "image", "A")).endsWith("but " + well +
			": has no 'well'"));
		assertTrue(error(run(plate, output, "image", "A/1/0")).endsWith("but " +
			well + ": has no 'well'"));
		Files.writeString(plate.resolve("B/2/.zattrs"), "{}");
		assertEquals(well + ": has no 'well'", error(run(plate, output)));
	}

	/** NB: an image without its masks is an item that fails. */
	@Test
	void worksOnTheOthersWhereAListOfLabelsIsDamaged() throws Exception {
		assertNull(error(run(plate, output, "image", "A", "slices", "1", "channels",
			"1")));
		final Path labels = output.resolve("A/1/0/labels/.zattrs");
		Files.writeString(labels, "{");
		final String told = error(run(output, tmp.resolve("b.ome.zarr"),
			"operation", "inpaint", "mask", "generated"));
		assertTrue(told.startsWith("1 made, 0 kept from before, 1 failed") && told
			.contains(labels + ": is not valid JSON"), told);
	}

	private static void delete(final Path top) throws IOException {
		try (Stream<Path> all = Files.walk(top)) {
			all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(
				File::delete);
		}
	}

	/** NB: of a plane that is larger than memory a part can be worked on. */
	@Test
	void worksOnAPartOfAPlaneThatIsTooLarge() throws Exception {
		final Path array = plate.resolve("A/1/0/0/.zarray");
		Files.writeString(array, Files.readString(array).replaceFirst(
			"(?s)\"shape\": \\[[^]]*]", "\"shape\": [1, 2, 2, 60000, 60000]"));
		final String told = error(run(plate, output, "image", "A/1/0", "channels",
			"1"));
		assertTrue(told.endsWith("is to be worked on in 60000x60000 pixels, at " +
			"most 268435455 go into memory at a time: give a region, or a coarser " +
			"level"), told);
		assertNull(error(run(plate, output, "image", "A/1/0", "channels", "1",
			"region", "59952,30000,48,32", "range", "0-1000")));
		Files.writeString(array, Files.readString(array).replace("[1, 2, 2,",
			"[1, 2, 2000000000,"));
		assertTrue(error(run(plate, tmp.resolve("b.zarr"), "image", "A/1/0"))
			.endsWith("has 4000000000 planes, at most 10000000 are valid"));
	}

	@Test
	void saysWhereJsonIsWrong() throws Exception {
		Files.writeString(plate.resolve("A/1/0/.zattrs"), "{\"multiscales\": [\n");
		assertEquals(plate.resolve("A/1/0/.zattrs") +
			": is not valid JSON: see line 2 column 1", error(run(plate, output,
				"image", "A/1/0")));
	}

	@Test
	void makesNoOmeZarrOfPictures() throws Exception {
		final Path pictures = Files.createDirectory(tmp.resolve("pictures"));
		IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 16, 16, 1), pictures
			.resolve("a.tif").toString());
		final String told = error(run(pictures, output));
		assertTrue(told.contains("an OME-Zarr is made of an OME-Zarr"), told);
		final String workflow = error(run(plate, tmp.resolve("out"), "operation",
			"workflow", "workflow", pictures.resolve("a.tif").toFile()));
		assertTrue(workflow.contains("a workflow works on pictures"), workflow);
	}

	@Test
	void refusesItsOptionsForAFolder() throws Exception {
		final Path pictures = Files.createDirectory(tmp.resolve("pictures"));
		IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 16, 16, 1), pictures
			.resolve("a.tif").toString());
		final String told = error(run(pictures, tmp.resolve("out"), "image", "0"));
		assertTrue(told.startsWith("image has no use with"), told);
	}

	@Test
	void plansWithoutWriting() throws Exception {
		final String report = (String) run(plate, output, "stack", true, "channels",
			"1", "dryrun", true).getOutput("report");
		assertTrue(report.startsWith("Plan: 8 of 8 items to be done"), report);
		assertTrue(report.contains("\n  A/1/0 c=1 z=1 t=1 -> "), report);
		assertTrue(Files.notExists(output));
	}
}
