
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.NewImage;
import ij.plugin.frame.Recorder;

import java.nio.file.Path;
import java.util.Map;

import javax.swing.JFrame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.record.GeneratedImage;
import org.latentj.studio.history.UserFolder;

/** The Studio in ImageJ's window with the recorder open. */
abstract class StudioSession extends ImageJSession {

	static final String FEW = "2";

	Path own;

	StudioClicks studio;

	Recorder recorder;

	@BeforeEach
	void openStudio(@TempDir final Path tmp) {
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
	}

	/** NB: the window's fields show what the settings of the image's mode are. */
	final void begin() {
		studio = new StudioClicks((JFrame) imagej.click("Studio", Map.of())
			.windows().stream().filter(JFrame.class::isInstance).findFirst()
			.orElseThrow());
		studio.type("prompt", "many green nuclei");
		studio.choose("All settings");
		studio.type("steps", FEW);
		studio.choose("Results");
	}

	static ImagePlus shown(final int width, final int height) {
		final ImagePlus image = NewImage.createRGBImage("cells", width, height, 1,
			NewImage.FILL_RAMP);
		ImageJWindow.onEvents(image::show);
		return image;
	}

	/** The recorded line of a command. */
	final String line(final String command) {
		return recorder.getText().lines().filter(l -> l.startsWith("run(\"" +
			command)).reduce((first, second) -> second).orElseThrow(
				() -> new AssertionError(recorder.getText()));
	}

	static int[] pixels(final ImagePlus image) {
		return (int[]) image.getProcessor().convertToRGB().getPixels();
	}

	/** Has the result opened, and made again by its line from the image. */
	final ImagePlus replayed(final String command, final ImagePlus source) {
		studio.keepCurrent(null);
		studio.press("Apply");
		final ImagePlus made = IJ.getImage();
		assertEquals(FEW, GeneratedImage.provenance(made).orElseThrow().setting(
			"steps"));
		final String line = line(command);
		assertTrue(line.contains("prompt=[many green nuclei]"), line);
		// NB: without a window manager the focus is anywhere.
		WindowManager.setTempCurrentImage(source);
		final ImagePlus again = run(line);
		assertTrue(again != made && again != source);
		assertArrayEquals(pixels(made), pixels(again));
		return made;
	}

	/** The image that a macro opens last. */
	static ImagePlus run(final String macro) {
		IJ.runMacro(macro);
		WindowManager.setTempCurrentImage(null);
		final int[] ids = WindowManager.getIDList();
		return WindowManager.getImage(ids[ids.length - 1]);
	}
}
