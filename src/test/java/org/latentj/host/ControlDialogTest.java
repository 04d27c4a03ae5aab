
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;

import java.awt.Dialog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.engine.folder.InstalledModels;
import org.latentj.golden.Golden;

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
}
