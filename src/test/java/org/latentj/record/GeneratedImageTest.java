
package org.latentj.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.process.ColorProcessor;
import ij.process.ImageConverter;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.operation.Generation;
import org.latentj.operation.Operation;
import org.latentj.operation.SeedSweep;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.provenance.FileMark;
import org.latentj.provenance.PngText;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance.Versions;
import org.latentj.provenance.Provenance;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

class GeneratedImageTest {

	@TempDir
	Path tmp;

	@Test
	void cutsOffWhatIsBelowAWholeLevelAsComfyUiDoes() {
		final float[] levels = { -1, 0, 0.5f, 254.999f / 255, 1, 2 };
		final float[] pixels = new float[18];
		System.arraycopy(levels, 0, pixels, 0, 6);
		final int[] rgb = (int[]) image("", new Tensor(pixels, 1, 3, 2, 3))
			.getProcessor().getPixels();
		assertArrayEquals(new int[] { 0xff000000, 0xff000000, 0xff7f0000,
			0xfffe0000, 0xffff0000, 0xffff0000 }, rgb);
	}

	@Test
	void makesATitleOfTheFirstWords() {
		assertEquals("txt2img (AI-generated)", image("").getTitle());
		assertEquals("a b (AI-generated)", image(" a\n\u0007b ").getTitle());
		assertEquals(40 + "... (AI-generated)".length(), image("x".repeat(99))
			.getTitle().length());
	}

	@Test
	void keepsItsRecordInATiff() {
		final GeneratedImage image = image("γ \"cat\" <b>\nnew line");
		final String file = tmp.resolve("a b.tif").toString();
		assertTrue(new FileSaver(image).saveAsTiff(file));
		final ImagePlus opened = IJ.openImage(file);
		assertEquals(json(image), json(opened));
		assertEquals(image.getProp(GeneratedImage.PARAMETERS), opened.getProp(
			GeneratedImage.PARAMETERS));
		assertEquals(image.getInfoProperty(), opened.getInfoProperty());
	}

	@Test
	void keepsItsRecordInAPng() throws Exception {
		final GeneratedImage image = image("γ \"cat\" <b>\nnew line");
		final Path file = tmp.resolve("a b.png");
		final FileSaver saver = new FileSaver(image);
		assertTrue(saver.saveAsPng(file.toString()));
		// NB: what File > Save As > PNG... and saveAs("PNG", path) do next.
		saver.updateImagePlus(file.toString(), FileInfo.IMAGEIO);
		assertEquals(image.getProp(GeneratedImage.PARAMETERS), PngText.read(file,
			"parameters").orElseThrow());
		final String raw = Files.readString(file, StandardCharsets.ISO_8859_1);
		assertTrue(raw.indexOf("XML:com.adobe.xmp") < raw.indexOf("parameters"),
			"readers that look at the beginning only see the mark");
		assertTrue(PngText.read(file, "XML:com.adobe.xmp").orElseThrow().contains(
			"DigitalSourceType=\"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia\""));
		final ImagePlus opened = IJ.openImage(file.toString());
		assertArrayEquals((int[]) image.getProcessor().getPixels(),
			(int[]) ((ColorProcessor) opened.getProcessor().convertToRGB())
				.getPixels());
		assertEquals(json(image), json(opened));
		GeneratedImage.describeFromFile(opened);
		assertEquals(image.getInfoProperty(), opened.getInfoProperty());
		assertEquals(1, Files.list(tmp).count());
	}

	/** As File > Save As > Tiff... does with ImageJ's option. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void comesBackFromATiffOfEitherByteOrder(final boolean intel) {
		final boolean before = Prefs.intelByteOrder;
		Prefs.intelByteOrder = intel;
		try {
			final GeneratedImage image = image("клетки 細胞 核 µm é 😀");
			final String file = tmp.resolve("a.tif").toString();
			assertTrue(new FileSaver(image).saveAsTiff(file));
			assertEquals("клетки 細胞 核 µm é 😀", GeneratedImage.provenance(IJ
				.openImage(file)).orElseThrow().setting("prompt"));
		}
		finally {
			Prefs.intelByteOrder = before;
		}
	}

	/** As File > Save As does: the dialog's name is known to the saver. */
	@ParameterizedTest
	@ValueSource(strings = { "a.tif", "A.TIFF", "a.jpg" })
	void marksItsFileForOtherPrograms(final String name) throws Exception {
		final GeneratedImage image = image("a");
		final Path file = tmp.resolve(name);
		final FileSaver saver = new FileSaver(image);
		assertTrue(name.endsWith("g") ? saver.saveAsJpeg(file.toString()) : saver
			.saveAsTiff(file.toString()));
		saver.updateImagePlus(file.toString(), FileInfo.TIFF);
		assertTrue(Files.readString(file, StandardCharsets.ISO_8859_1).contains(
			"DigitalSourceType=\"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia\""));
		assertArrayEquals(image.getDimensions(), IJ.openImage(file.toString())
			.getDimensions());
		assertEquals(!name.endsWith("g"), GeneratedImage.provenance(IJ.openImage(
			file.toString())).isPresent());
	}

	@Test
	void givesEachSliceOfAStackItsOwnSeedAsAPng() throws Exception {
		final Tensor pixels = Tensor.zeros(6, 3, 16, 20);
		final Txt2Img one = new Txt2Img(new Generation(new Prompt("", ""), 2, 1,
			new SamplingSettings(-2, 1, 1, Samplers.EULER, Schedulers.NORMAL, 1)), 16,
			16);
		final GeneratedImage image = GeneratedImage.of(new Picture(pixels, null),
			record(new SeedSweep(one, 3)));
		final Path file = tmp.resolve("a.png");
		for (final int slice : new int[] { 1, 4, 6 }) {
			image.setSlice(slice);
			final FileSaver saver = new FileSaver(image);
			assertTrue(saver.saveAsPng(file.toString()));
			saver.updateImagePlus(file.toString(), FileInfo.IMAGEIO);
			final Provenance saved = GeneratedImage.provenance(IJ.openImage(file
				.toString())).orElseThrow();
			final String seed = Long.toUnsignedString(-2 + (slice - 1) / 2);
			assertEquals(seed, saved.setting("seed"));
			assertEquals("" + (slice - 1) % 2, saved.setting("item"));
			assertTrue(PngText.read(file, "parameters").orElseThrow().contains(
				"Seed: " + seed + ","));
		}
		assertEquals("3", GeneratedImage.provenance(image).orElseThrow().setting(
			"seeds"));
	}

	/** NB: ImageJ writes properties in 16 bits a letter, of the file's order. */
	@Test
	void tellsOfARecordInATiffInWhichALetterIsAnotherOne() throws Exception {
		final Path file = tmp.resolve("a.tif");
		assertTrue(new FileSaver(image("a cat")).saveAsTiff(file.toString()));
		final String tiff = Files.readString(file, StandardCharsets.ISO_8859_1);
		final String settings = "\0s\0t\0e\0p\0s\0\"\0:\0 \0";
		final int at = tiff.lastIndexOf(settings + "1") + settings.length();
		assertTrue(at > settings.length());
		Files.writeString(file, tiff.substring(0, at) + "3" + tiff.substring(at +
			1), StandardCharsets.ISO_8859_1);
		final ImagePlus opened = IJ.openImage(file.toString());
		assertTrue(opened.getProp(GeneratedImage.JSON).contains("\"steps\": 3,"));
		final String problem = assertThrows(IllegalArgumentException.class,
			() -> GeneratedImage.provenance(opened)).getMessage();
		assertEquals("the record of the image 'a.tif' cannot be read: the record " +
			"is damaged, or was changed by hand: its 'checksum' is not that of its " +
			"values. Whoever changed it on purpose takes 'checksum' out of it. To " +
			"use its pixels without it, make a new image of them: Edit > Copy, " +
			"File > New > Internal Clipboard", problem);
	}

	/** NB: ImageJ opens most of them, some as pictures of another kind. */
	@Test
	void tellsOfATiffThatIsCutOffWhereItsRecordWouldBe() throws Exception {
		final Path file = tmp.resolve("a.tif");
		final GeneratedImage image = image("a cat");
		assertTrue(new FileSaver(image).saveAsTiff(file.toString()));
		GeneratedImage.addMark(image, file);
		final byte[] whole = Files.readAllBytes(file);
		final Path cut = tmp.resolve("cut.TIF");
		int opens = 0;
		for (int less = 5; less < 150; less++) {
			Files.write(cut, Arrays.copyOf(whole, whole.length - less));
			assertTrue(FileMark.isCut(cut), less + " bytes less");
			final ImagePlus opened = opened(cut);
			if (opened == null) {
				continue;
			}
			opens++;
			final String problem = assertThrows(IllegalArgumentException.class,
				() -> GeneratedImage.provenance(opened)).getMessage();
			assertEquals("the record of the image 'cut.TIF' cannot be read: its " +
				"file is cut off at its end, where a record would be: open the whole " +
				"file. To use its pixels without it, make a new image of them: Edit > " +
				"Copy, File > New > Internal Clipboard", problem);
		}
		assertTrue(opens > 60, "opens " + opens);
		for (final Path other : List.of(file, Files.writeString(cut, "II*"), Files
			.writeString(tmp.resolve("b"), "no TIFF, but text")))
		{
			assertFalse(FileMark.isCut(other));
		}
		assertEquals(json(image), json(IJ.openImage(file.toString())));
	}

	private static ImagePlus opened(final Path tiff) {
		IJ.redirectErrorMessages(true);
		try {
			return new Opener().openTiff(tiff.getParent() + "/", tiff.getFileName()
				.toString());
		}
		catch (final RuntimeException e) {
			// NB: ImageJ's reader believes what there is.
			return null;
		}
		finally {
			IJ.redirectErrorMessages(false);
		}
	}

	@Test
	void tellsInTheWorkflowOfARecordThatContradictsItself() throws Exception {
		final Tensor pixels = Tensor.zeros(1, 3, 16, 16);
		final Provenance plain = record(new Txt2Img(new Generation(new Prompt("a",
			""), 1, 1, new SamplingSettings(7, 4, 7, Samplers.EULER,
				Schedulers.NORMAL, 1)), 16, 16));
		for (final String steps : new String[] { "4", "5" }) {
			final GeneratedImage image = GeneratedImage.of(new Picture(pixels, null),
				plain.withCall(new Provenance.Call("Txt2Img...", Map.of("prompt", "a",
					"width", "16", "height", "16", "steps", steps, "cfg", "7", "seed",
					"7", "sampler", "euler", "scheduler", "normal"), Map.of())));
			final Path file = tmp.resolve("a.png");
			assertTrue(new FileSaver(image).saveAsPng(file.toString()));
			GeneratedImage.addRecord(image, file);
			assertEquals(steps.equals("5"), PngText.read(file, "workflow")
				.orElseThrow().contains(
					"The record of this image contradicts itself: steps is '4' " +
						"in its settings and '5' in its command. This workflow has the " +
						"settings; Make Again... in Fiji runs the command."));
		}
	}

	/** What people do with results in Fiji changes no record. */
	@Test
	void raisesNoAlarmAtWhatWasSavedAgain() throws Exception {
		final String file = tmp.resolve("a.tif").toString();
		final GeneratedImage image = image("клетки \"µ\"\n<b>");
		final String record = json(image);
		assertTrue(new FileSaver(image).saveAsTiff(file));
		for (int again = 0; again < 3; again++) {
			final ImagePlus opened = IJ.openImage(file);
			opened.setProperty("Info", "my notes\n" + opened.getInfoProperty()
				.replace("steps", "Steps"));
			opened.setProp("note", again);
			opened.setTitle("another " + again);
			assertTrue(new FileSaver(opened).saveAsTiff(file));
		}
		final ImagePlus last = IJ.openImage(file);
		assertTrue(last.getInfoProperty().startsWith("my notes\nmy notes\n"));
		assertEquals(record, json(last));
		last.setRoi(2, 2, 8, 8);
		assertEquals(record, json(last.crop()));
		new ImageConverter(last).convertToGray8();
		assertEquals(record, json(last.duplicate()));
	}

	/** NB: of a.zip ImageJ tells as of a.tif, which may be another picture. */
	@Test
	void leavesATiffBesideAZipAsItIs() throws Exception {
		final Path tiff = tmp.resolve("a.tif");
		final GeneratedImage image = image("x");
		final String zip = tmp.resolve("a.zip").toString();
		assertTrue(new FileSaver(image).saveAsZip(zip));
		final FileInfo told = new FileInfo();
		told.directory = tmp.toString();
		told.fileName = "a.tif";
		assertEquals(Optional.empty(), GeneratedImage.describeFile(image, told));
		assertFalse(Files.exists(tiff));
		assertTrue(new FileSaver(new ImagePlus("raw", new ColorProcessor(3, 2)))
			.saveAsTiff(tiff.toString()));
		final byte[] raw = Files.readAllBytes(tiff);
		assertEquals(Optional.empty(), GeneratedImage.describeFile(image, told));
		assertArrayEquals(raw, Files.readAllBytes(tiff));
		assertEquals(json(image), json(IJ.openImage(zip)));
		assertTrue(new FileSaver(image).saveAsTiff(tiff.toString()));
		assertEquals(Optional.empty(), GeneratedImage.describeFile(image, told));
		assertTrue(Files.readString(tiff, StandardCharsets.ISO_8859_1).contains(
			"trainedAlgorithmicMedia"));
	}

	/** NB: on Windows no path has a colon, as addresses have. */
	@ParameterizedTest
	@ValueSource(strings = { "a\0.tif", "a\0.png" })
	void knowsNoRecordOfWhatWasOpenedFromNoFile(final String name) {
		final ImagePlus image = new ImagePlus("a", new ColorProcessor(3, 2));
		final FileInfo info = new FileInfo();
		info.directory = "http://example.org/";
		info.fileName = name;
		image.setFileInfo(info);
		assertEquals(Optional.empty(), GeneratedImage.provenance(image));
	}

	@Test
	void tellsOfARecordThatCannotBeRead() {
		final GeneratedImage image = image("a");
		image.setProp(GeneratedImage.JSON, "{\"operation\": []}");
		final String problem = assertThrows(IllegalArgumentException.class,
			() -> GeneratedImage.provenance(image)).getMessage();
		assertTrue(problem.startsWith(
			"the record of the image 'a (AI-generated)' " +
				"cannot be read: this is no record of a LatentJ picture: 'operation' is " +
				"a list, a text is needed"), problem);
		GeneratedImage.describeFromFile(image);
	}

	@Test
	void knowsNoRecordOfOtherImages() throws Exception {
		final ImagePlus other = IJ.createImage("other", "RGB", 8, 8, 1);
		assertEquals(Optional.empty(), GeneratedImage.provenance(other));
		final Path file = tmp.resolve("other.png");
		new FileSaver(other).saveAsPng(file.toString());
		assertEquals(Optional.empty(), GeneratedImage.provenance(IJ.openImage(file
			.toString())));
	}

	private static String json(final ImagePlus image) {
		return GeneratedImage.provenance(image).orElseThrow().toJson();
	}

	private static GeneratedImage image(final String prompt) {
		final Tensor pixels = Tensor.zeros(1, 3, 16, 20);
		for (int i = 0; i < pixels.length(); i++) {
			pixels.data()[i] = i % 256 / 255f;
		}
		return image(prompt, pixels);
	}

	private static GeneratedImage image(final String prompt,
		final Tensor pixels)
	{
		final Txt2Img request = new Txt2Img(new Generation(new Prompt(prompt, ""),
			1, 1, new SamplingSettings(7, 1, 1, Samplers.of("euler"), Schedulers.of(
				"normal"), 1)), 16, 16);
		return GeneratedImage.of(new Picture(pixels, null), record(request));
	}

	private static Provenance record(final Operation operation) {
		return Provenance.of(operation, new ModelFile("demo.safetensors", "0"
			.repeat(64)), Optional.empty(), new Versions("1", "2", "3"));
	}
}
