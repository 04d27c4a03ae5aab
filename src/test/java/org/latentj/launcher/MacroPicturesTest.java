
package org.latentj.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ColorProcessor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.golden.Golden;
import org.latentj.record.GeneratedImage;

/**
 * Compares what the example macros make of the bundled checkpoint with pictures
 * made earlier. Processors round differently, and twenty steps carry that on,
 * so a few grey levels are allowed. With {@code -Dlatentj.golden=write} the
 * pictures are made anew instead, which a new checkpoint needs.
 */
class MacroPicturesTest {

	/** Mean absolute difference, in grey levels of 255, must be below it. */
	private static final double MEAN = 1;

	private static final int MOST = 4;

	@TempDir
	Path tmp;

	@ParameterizedTest
	@CsvSource({ "txt2img, txt2img", "img2img, img2img", "inpaint, inpaint",
		"latent_upscale, upscale" })
	void makesThePictureThatItMade(final String macro, final String operation)
		throws Exception
	{
		final Path made = tmp.resolve("a " + macro + ".tif");
		final Macros.Ended ended = Macros.run("macros/" + macro + ".ijm", made
			.toString());
		assertEquals(0, ended.status(), ended::printed);
		assertEquals(List.of(), ended.errors());
		final Path golden = Golden.file("macros/" + macro + ".png");
		final ImagePlus picture = IJ.openImage(made.toString());
		assertEquals(operation, GeneratedImage.provenance(picture).orElseThrow()
			.operation());
		if (macro.equals("inpaint")) {
			assertTrue(picture.getProp("latentj.generated").startsWith("slice 1: "));
		}
		if ("write".equals(System.getProperty("latentj.golden"))) {
			Files.createDirectories(golden.getParent());
			assertTrue(new FileSaver(new ImagePlus(macro, picture.getProcessor()))
				.saveAsPng(golden.toString()));
		}
		compare(macro, IJ.openImage(golden.toString()).getProcessor()
			.convertToColorProcessor(), picture.getProcessor()
				.convertToColorProcessor());
	}

	/** Its golden picture is the one that the page shows. */
	@Test
	void makesLabelledPicturesOutOfMasks() throws Exception {
		final Macros.Ended ended = Macros.run("macros/control.ijm", tmp.resolve(
			"sheet.png").toString());
		assertEquals(0, ended.status(), ended::printed);
		assertEquals(List.of(), ended.errors());
		compare("control", IJ.openImage("docs/control.png").getProcessor()
			.convertToColorProcessor(), IJ.openImage(tmp.resolve("sheet.png")
				.toString()).getProcessor().convertToColorProcessor());
		final int[] counts = { 5, 12, 28 };
		for (int k = 1; k <= counts.length; k++) {
			assertTrue(ended.out().contains("picture " + k + ": IoU 0."), ended
				.out());
			final ImagePlus labels = IJ.openImage(tmp.resolve("sheet-" + k +
				"-labels.tif").toString());
			assertEquals(counts[k - 1], Arrays.stream(labels.getProcessor()
				.getHistogram()).filter(n -> n > 0).count() - 1);
			final String control = GeneratedImage.provenance(IJ.openImage(tmp.resolve(
				"sheet-" + k + ".tif").toString())).orElseThrow().setting("control");
			assertTrue(control.startsWith(
				"latentj-control-nuclei.safetensors image=mask "), control);
		}
	}

	private static void compare(final String macro, final ColorProcessor expected,
		final ColorProcessor actual)
	{
		assertEquals(expected.getWidth(), actual.getWidth(), macro + ": width");
		assertEquals(expected.getHeight(), actual.getHeight(), macro + ": height");
		final int pixels = expected.getPixelCount();
		int most = 0;
		double sum = 0;
		for (int i = 0; i < 3 * pixels; i++) {
			final int shift = 8 * (i / pixels);
			final int difference = Math.abs((expected.get(i % pixels) >> shift &
				0xff) - (actual.get(i % pixels) >> shift & 0xff));
			most = Math.max(most, difference);
			sum += difference;
		}
		final double mean = sum / (3 * pixels);
		assertTrue(mean < MEAN && most <= MOST, macro +
			" differs from the picture in src/test/resources/golden/macros by " +
			mean + " grey levels in the mean and " + most + " at most, valid are " +
			MEAN + " and " + MOST);
	}
}
