
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.NewImage;
import ij.gui.Roi;
import ij.process.ImageProcessor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.latentj.imageplus.file.SavedImage;
import org.latentj.record.GeneratedImage;
import org.latentj.studio.preset.Preset;

/**
 * Each mode of the Studio in ImageJ's window with the recorder open: the line
 * that is recorded makes the same pixels.
 */
class StudioModesTest extends StudioSession {

	@Test
	@Tag("display")
	@Timeout(60)
	void recordsANewPicture() {
		begin();
		studio.choose("All settings");
		studio.type("width", "64");
		studio.type("height", "64");
		studio.choose("Results");
		studio.made(1);
		assertEquals(64, replayed("Txt2Img...", null).getWidth());
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void recordsAChangeAndTellsWhatTheNextTakes() {
		final ImagePlus image = shown(64, 64);
		begin();
		final int[] before = pixels(image).clone();
		studio.made(1);
		studio.await(() -> studio.text("forecast").contains(" s, at least"));
		replayed("Img2Img...", image);
		assertArrayEquals(before, pixels(image), "the source");
	}

	/** NB: it would be taken for what is below it. */
	@Test
	@Tag("display")
	@Timeout(60)
	void laysAResultOverNoOtherImage() {
		final ImagePlus image = shown(64, 64);
		begin();
		studio.keepCurrent(image);
		studio.made(1);
		studio.await(() -> image.getCanvas().getShowAllList() != null);
		final ImagePlus other = shown(64, 64);
		studio.keepCurrent(other);
		studio.press("lock");
		studio.await(() -> image.getCanvas().getShowAllList() == null);
		assertEquals(null, other.getCanvas().getShowAllList());
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void recordsASelectionMadeAnew() {
		final ImagePlus image = shown(64, 64);
		ImageJWindow.onEvents(() -> image.setRoi(new Roi(16, 16, 24, 24)));
		begin();
		studio.made(1);
		final ImagePlus made = replayed("Inpaint...", image);
		assertEquals(pixels(image)[0], pixels(made)[0]);
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void recordsAMask() {
		final ImagePlus mask = NewImage.createByteImage("spots", 64, 64, 1,
			NewImage.FILL_BLACK);
		mask.getProcessor().setValue(255);
		mask.getProcessor().fill(new Roi(8, 8, 16, 16));
		ImageJWindow.onEvents(mask::show);
		final ImagePlus image = shown(64, 64);
		begin();
		studio.keepCurrent(image);
		studio.pick("select", "Mask: spots");
		studio.made(1);
		assertTrue(line("Inpaint...").contains("mask=spots"), line("Inpaint..."));
		replayed("Inpaint...", image);
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void recordsAContinuedPicture() {
		final ImagePlus image = shown(64, 64);
		final Roi beyond = new Roi(0, 0, 64, 64);
		beyond.setLocation(16, 0);
		ImageJWindow.onEvents(() -> image.setRoi(beyond));
		begin();
		studio.made(1);
		assertTrue(line("Outpaint...").contains("right=16"), line("Outpaint..."));
		final ImagePlus made = replayed("Outpaint...", image);
		assertEquals(80, made.getWidth());
		for (int x = 0; x < 64; x++) {
			assertEquals(image.getProcessor().get(x, 5), made.getProcessor().get(x,
				5));
		}
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void continuesAnImageWhoseCanvasWasEnlarged() {
		continues(shown(64, 64));
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void continuesASliceWhoseCanvasWasEnlarged() {
		final ImagePlus image = NewImage.createRGBImage("cells", 64, 64, 3,
			NewImage.FILL_RAMP);
		image.getStack().getProcessor(2).invert();
		ImageJWindow.onEvents(() -> {
			image.show();
			image.setSlice(2);
		});
		continues(image);
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void continuesAHyperstackWhoseCanvasWasEnlarged() {
		final ImagePlus image = IJ.createHyperStack("cells", 64, 64, 2, 2, 2, 8);
		for (int n = 1; n <= 8; n++) {
			image.getStack().getProcessor(n).set(n, 20, 30 * n);
		}
		ImageJWindow.onEvents(() -> {
			image.show();
			image.setPosition(2, 1, 2);
		});
		continues(image);
	}

	/** NB: of the slice that the image shows. */
	private static void assertHasOld(final ImagePlus made, final ImagePlus image,
		final ImagePlus old)
	{
		for (int c = 1; c <= image.getNChannels(); c++) {
			final ImageProcessor whole = made.getStack().getProcessor(c);
			whole.setRoi(16, 8, 64, 64);
			final ImageProcessor before = old.getStack().getProcessor(image
				.getStackIndex(c, image.getZ(), image.getT()));
			assertArrayEquals(before.getIntArray(), whole.crop().getIntArray());
		}
	}

	private static void enlarge(final ImagePlus image) {
		WindowManager.setTempCurrentImage(image);
		IJ.run(image, "Canvas Size...", "width=96 height=80 position=Center zero");
		WindowManager.setTempCurrentImage(null);
		ImageJWindow.onEvents(() -> WindowManager.setCurrentWindow(image
			.getWindow()));
	}

	/** NB: as Image > Adjust > Canvas Size... does it, on the same image. */
	private void continues(final ImagePlus image) {
		final ImagePlus old = image.duplicate();
		image.getCalibration().pixelWidth = 0.5;
		image.getCalibration().setUnit("um");
		image.getCalibration().yOrigin = 3;
		begin();
		studio.keepCurrent(image);
		studio.await(() -> studio.text("target").contains(": 64 x 64, 'cells'"));
		enlarge(image);
		studio.await(() -> studio.text("target").contains("64 x 64 to 96 x 80"));
		final int[] enlarged = pixels(image).clone();
		studio.choose("All settings");
		studio.type("steps", FEW);
		studio.choose("Results");
		studio.made(1);
		assertArrayEquals(enlarged, pixels(image), "the source");
		studio.press("Apply");
		final ImagePlus made = IJ.getImage();
		assertEquals(96, made.getWidth());
		assertEquals(80, made.getHeight());
		assertEquals(image.getNChannels(), made.getStackSize());
		assertHasOld(made, image, old);
		final String all = recorder.getText();
		final String lines = all.substring(all.indexOf("makeRectangle"), all
			.indexOf("\n", all.indexOf("run(\"Outpaint...")));
		final ImagePlus again = run("selectImage(\"cells\");\n" + lines);
		assertTrue(again != made, lines);
		for (int c = 1; c <= made.getStackSize(); c++) {
			assertArrayEquals(made.getStack().getProcessor(c).getIntArray(), again
				.getStack().getProcessor(c).getIntArray(), lines);
		}
		assertEquals(image.getCalibration().xOrigin, made.getCalibration().xOrigin);
		assertEquals(image.getCalibration().xOrigin, again.getCalibration().xOrigin,
			lines);
		assertTrue(made.getCalibration().equals(again.getCalibration()), lines);
		assertArrayEquals(enlarged, pixels(image), "the source");
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void takesTheSettingsOfAFileThatIsDropped() throws IOException {
		begin();
		studio.choose("All settings");
		studio.type("width", "64");
		studio.type("height", "64");
		studio.choose("Results");
		studio.made(1);
		studio.press("Apply");
		final ImagePlus made = IJ.getImage();
		final Path file = own.resolve("made.png");
		new SavedImage(made).write(file);
		ImageJWindow.onEvents(() -> {
			made.changes = false;
			made.close();
		});
		studio.type("prompt", "something else");
		studio.drop(file);
		assertEquals("many green nuclei", studio.value("prompt"), studio.value(
			"message"));
		assertEquals(GeneratedImage.provenance(made).orElseThrow().setting("seed"),
			studio.value("seed"));
		studio.type("prompt", "");
		studio.drop(file, "prompt");
		assertEquals("many green nuclei", studio.value("prompt"));
		assertEquals(0, WindowManager.getImageCount());
	}

	/** NB: ImageJ's Threshold refuses these. */
	@Test
	@Tag("display")
	@Timeout(60)
	void tellsHowToSelectByAThresholdOfColours() {
		final ImagePlus image = shown(64, 64);
		begin();
		studio.keepCurrent(image);
		studio.pick("select", "Threshold");
		studio.await(() -> studio.value("message").contains("Color Threshold"));
	}

	/** NB: the image that is open then asks for another mode. */
	@Test
	@Tag("display")
	@Timeout(60)
	void makesMoreOfTheKindWhateverTheImageAsksFor() {
		begin();
		studio.choose("All settings");
		studio.type("width", "64");
		studio.type("height", "64");
		studio.choose("Results");
		studio.made(1);
		final String first = line("Txt2Img...");
		final ImagePlus image = shown(96, 96);
		studio.keepCurrent(image);
		studio.result(0);
		// NB: it counts before the field is left.
		studio.type("Spinner.formattedTextField", "2");
		assertEquals(3, studio.made("Again", 3));
		final String last = line("Txt2Img...");
		assertTrue(last.contains("width=64"), last);
		assertTrue(!last.equals(first), "the seed");
		assertTrue(!recorder.getText().contains("Img2Img"), recorder.getText());
		assertEquals("As the image is", studio.chosen("mode"));
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void savesAndTakesPresets() throws IOException {
		begin();
		studio.choose("All settings");
		studio.answer("Save...", "few");
		studio.await(() -> studio.entries("preset").contains("few"));
		assertEquals("few", studio.chosen("preset"));
		studio.pick("preset", "As suggested");
		studio.await(() -> !studio.value("steps").equals(FEW));
		studio.pick("preset", "few");
		studio.await(() -> studio.value("steps").equals(FEW));
		final Path given = own.resolve("given.json");
		Files.writeString(given, new Preset("given", Optional.empty(), List.of(),
			Map.of("steps", "3")).toJson());
		studio.drop(given);
		studio.await(() -> studio.value("steps").equals("3"));
		assertEquals("given", studio.chosen("preset"));
	}
}
