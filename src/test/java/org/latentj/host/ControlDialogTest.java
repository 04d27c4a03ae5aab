
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.plugin.frame.Recorder;

import java.awt.Dialog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.latentj.golden.Golden;

/** Images to steer by, from the menu. */
class ControlDialogTest extends ImageJSession {

	@BeforeAll
	static void writeModels() throws IOException {
		final Path models = Files.createDirectories(folder.resolve(
			"models/controlnet"));
		Files.createDirectories(folder.resolve("models/checkpoints"));
		Files.copy(Golden.file("families/micro_sd1.safetensors"), folder.resolve(
			"models/checkpoints/micro.safetensors"));
		Files.copy(Golden.file("families/controlnet/micro_cn_a.safetensors"), models
			.resolve("nuclei.safetensors"));
	}

	@BeforeEach
	void useModels() {
		useModels(folder.resolve("models"));
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
