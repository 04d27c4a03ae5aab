
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.plugin.frame.Recorder;

import java.awt.Dialog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.command.models.GettingStartedCommand;
import org.latentj.engine.folder.InstalledModels;
import org.latentj.golden.Golden;
import org.scijava.prefs.PrefService;

/** Images to steer by, from the menu. */
class ControlDialogTest {

	@TempDir
	static Path folder;

	private static ImageJWindow imagej;

	@BeforeAll
	static void open() throws Exception {
		final Path models = Files.createDirectories(folder.resolve(
			"models/controlnet"));
		Files.createDirectories(folder.resolve("models/checkpoints"));
		Files.copy(Golden.file("families/micro_sd1.safetensors"), folder.resolve(
			"models/checkpoints/micro.safetensors"));
		Files.copy(Golden.file("families/controlnet/micro_cn_a.safetensors"), models
			.resolve("nuclei.safetensors"));
		System.setProperty(InstalledModels.PROPERTY, folder.resolve("models")
			.toString());
		imagej = new ImageJWindow(folder);
		ImageJWindow.forgetValues();
		PlainImageJ.context().service(PrefService.class).put(
			GettingStartedCommand.class, "seen", true);
	}

	@AfterAll
	static void close() {
		imagej.close();
		System.clearProperty(InstalledModels.PROPERTY);
	}

	@Test
	@Tag("display")
	void addsALineForWhatIsPicked() {
		final ImagePlus mask = IJ.createImage("mask", "8-bit ramp", 64, 64, 1);
		mask.show();
		final Dialog dialog = imagej.begin("Txt2Img...");
		ImageJWindow.fill(dialog, "controlimage", "mask");
		ImageJWindow.fill(dialog, "addcontrol", "nuclei.safetensors");
		assertTrue(ImageJWindow.texts(dialog).contains(
			"nuclei.safetensors image=mask strength=1 start=0 end=1"), ImageJWindow
				.texts(dialog));
		ImageJWindow.press(dialog, "Cancel");
		ImageJWindow.closeWindows();
	}

	@Test
	@Tag("display")
	void itsRecordedLineMakesTheSamePicture() {
		IJ.createImage("mask", "8-bit ramp", 64, 64, 1).show();
		final Recorder recorder = new Recorder(false);
		final Dialog dialog = imagej.begin("Txt2Img...");
		ImageJWindow.onEvents(() -> ImageJWindow.fill(dialog, "checkpoint",
			"micro.safetensors"));
		ImageJWindow.onEvents(() -> ImageJWindow.fill(dialog, "controlimage",
			"mask"));
		ImageJWindow.onEvents(() -> ImageJWindow.fill(dialog, "addcontrol",
			"nuclei.safetensors"));
		ImageJWindow.answer(dialog, Map.of("width", 64, "height", 64, "steps", 1,
			"seed", "7"), true);
		ImageJWindow.end("Txt2Img...");
		final ImagePlus made = IJ.getImage();
		final Object pixels = made.getProcessor().getPixels();
		final String recorded = recorder.getText();
		assertTrue(recorded.contains("nuclei.safetensors image%3Dmask"), recorded);
		made.changes = false;
		made.close();
		IJ.runMacro(recorded);
		assertArrayEquals((int[]) pixels, (int[]) IJ.getImage().getProcessor()
			.getPixels());
		ImageJWindow.closeWindows();
	}
}
