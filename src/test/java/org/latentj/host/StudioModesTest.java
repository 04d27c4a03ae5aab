
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.NewImage;
import ij.gui.Roi;
import ij.plugin.frame.Recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.swing.JFrame;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.imageplus.file.SavedImage;
import org.latentj.record.GeneratedImage;
import org.latentj.studio.history.UserFolder;
import org.latentj.studio.preset.Preset;

/**
 * Each mode of the Studio in ImageJ's window with the recorder open: the line
 * that is recorded makes the same pixels.
 */
class StudioModesTest {

	private static final String FEW = "2";

	@TempDir
	static Path folder;

	private static ImageJWindow imagej;

	private Path own;

	private StudioClicks studio;

	private Recorder recorder;

	@BeforeAll
	static void open() {
		imagej = new ImageJWindow(folder);
	}

	@BeforeEach
	void openStudio(@TempDir final Path tmp) {
		ImageJWindow.forgetValues();
		own = tmp;
		System.setProperty(UserFolder.PROPERTY, tmp.toString());
		ImageJWindow.onEvents(() -> recorder = new Recorder());
	}

	@AfterEach
	void closeStudio() {
		if (studio != null) {
			studio.close();
		}
		System.clearProperty(UserFolder.PROPERTY);
		ImageJWindow.onEvents(() -> {
			recorder.close();
			ImageJWindow.closeWindows();
		});
	}

	@AfterAll
	static void close() {
		imagej.close();
	}

	/** NB: the window's fields show what the settings of the image's mode are. */
	private void begin() {
		studio = new StudioClicks((JFrame) imagej.click("Studio", Map.of())
			.windows().stream().filter(JFrame.class::isInstance).findFirst()
			.orElseThrow());
		studio.type("prompt", "many green nuclei");
		studio.choose("All settings");
		studio.type("steps", FEW);
		studio.choose("Results");
	}

	private static ImagePlus shown(final int width, final int height) {
		final ImagePlus image = NewImage.createRGBImage("cells", width, height, 1,
			NewImage.FILL_RAMP);
		ImageJWindow.onEvents(image::show);
		return image;
	}

	/** The recorded line of a command. */
	private String line(final String command) {
		return recorder.getText().lines().filter(l -> l.startsWith("run(\"" +
			command)).reduce((first, second) -> second).orElseThrow(
				() -> new AssertionError(recorder.getText()));
	}

	private static int[] pixels(final ImagePlus image) {
		return (int[]) image.getProcessor().convertToRGB().getPixels();
	}

	/** Has the result opened, and made again by its line from the image. */
	private ImagePlus replayed(final String command, final ImagePlus source) {
		studio.keepCurrent(null);
		studio.press("Apply");
		final ImagePlus made = IJ.getImage();
		assertEquals(FEW, GeneratedImage.provenance(made).orElseThrow().setting(
			"steps"));
		final String line = line(command);
		assertTrue(line.contains("prompt=[many green nuclei]"), line);
		// NB: without a window manager the focus is anywhere.
		WindowManager.setTempCurrentImage(source);
		IJ.runMacro(line);
		WindowManager.setTempCurrentImage(null);
		final int[] ids = WindowManager.getIDList();
		final ImagePlus again = WindowManager.getImage(ids[ids.length - 1]);
		assertTrue(again != made && again != source);
		assertArrayEquals(pixels(made), pixels(again));
		return made;
	}

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
		studio.pick("preset", "As the checkpoint suggests");
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
