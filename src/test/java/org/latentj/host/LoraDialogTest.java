
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.WindowManager;
import ij.plugin.frame.Recorder;

import java.awt.Choice;
import java.awt.Component;
import java.awt.Dialog;
import java.awt.TextField;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.family.lora.LoraFileBuilder;

/** The choice in dialogs that adds LoRAs to their line. */
class LoraDialogTest extends ImageJSession {

	@TempDir
	Path models;

	private static Component field(final Dialog dialog, final String name) {
		return ImageJWindow.field(dialog, name);
	}

	@Test
	@Tag("display")
	void addsWhatIsPickedToTheLineAndRecordsTheLine() throws Exception {
		Files.createDirectories(models.resolve("loras/sub"));
		LoraFileBuilder.forDemo().write(models.resolve("loras/a.safetensors"));
		Files.copy(models.resolve("loras/a.safetensors"), models.resolve(
			"loras/sub/b, c.safetensors"));
		useModels(models);
		final Recorder recorder = new Recorder(false);
		final Dialog dialog = imagej.begin("Txt2Img...");
		final Choice picker = (Choice) field(dialog, "addlora");
		final TextField line = (TextField) field(dialog, "lora");
		final String nothing = picker.getItem(0);
		for (final String name : new String[] { "a.safetensors",
			"sub/b, c.safetensors" })
		{
			ImageJWindow.onEvents(() -> ImageJWindow.fill(dialog, "addlora", name));
			assertEquals(nothing, picker.getSelectedItem());
		}
		final String both = "a.safetensors:1.0, \"sub/b, c.safetensors\":1.0";
		assertEquals(both, line.getText());
		ImageJWindow.answer(dialog, Map.of("width", 24, "height", 16, "steps", 1,
			"seed", "7"), true);
		ImageJWindow.end("Txt2Img...");
		final int[] made = pixels();
		final String recorded = recorder.getText();
		assertTrue(recorded.contains(
			"lora=[escaped:a.safetensors:1.0, %22sub/b, c") && !recorded.contains(
				"addlora"), recorded);
		IJ.run("Close All");
		IJ.runMacro(recorded);
		assertArrayEquals(made, pixels());
	}

	private static int[] pixels() {
		return (int[]) WindowManager.getCurrentImage().getProcessor().getPixels();
	}
}
