
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.macro.Interpreter;
import ij.text.TextWindow;

import java.awt.Dialog;
import java.awt.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.command.DamagedFiles;
import org.latentj.imageplus.file.PictureFile;

/**
 * Damaged pictures where there is a screen: nothing waits for a click. NB: each
 * method has its tag, since macros' processes look at annotations of classes,
 * and have no JUnit.
 */
class DamagedPicturesTest extends ImageJSession {

	private static final Duration MOST = Duration.ofMinutes(2);

	@TempDir
	Path tmp;

	@Test
	@Tag("display")
	void noReaderWaitsForAClick() throws IOException {
		DamagedFiles.write(tmp);
		for (final String name : tmp.toFile().list()) {
			assertTimeoutPreemptively(MOST, () -> {
				try {
					PictureFile.open(tmp.resolve(name));
				}
				catch (final IOException e) {
					assertTrue(e.getMessage().contains(name), e.getMessage());
				}
			}, name);
		}
		assertNoDialog();
	}

	@Test
	@Tag("display")
	void aMacrosBatchGoesOnWithTheGoodOnes() throws IOException {
		final Path input = Files.createDirectory(tmp.resolve("in"));
		final int bad = DamagedFiles.write(input);
		IJ.saveAsTiff(IJ.createImage("z", "8-bit ramp", 16, 16, 1), input.resolve(
			"z.tif").toString());
		final Interpreter macro = new Interpreter();
		macro.setIgnoreErrors(true);
		assertTimeoutPreemptively(MOST, () -> macro.run("run('Batch...', '" +
			"operation=img2img input=[" + input + "] output=[" + tmp.resolve("out") +
			"] prompt=nuclei steps=1 seed=1');"));
		assertTrue(Files.exists(tmp.resolve("out/z.tif.json")));
		final String error = String.valueOf(macro.getErrorMessage()).replaceAll(
			"\\s+", " ");
		assertTrue(error.contains("1 made, 0 kept from before, " + bad +
			" failed") && error.contains("bad.bmp: ImageJ cannot open ") && error
				.contains(" more lines: see the Log"), error);
		final String log = String.valueOf(IJ.getLog());
		assertTrue(log.contains("bad.png: ImageJ cannot open "), log);
		assertNoDialog();
	}

	private static void assertNoDialog() {
		assertEquals(List.of(), Arrays.stream(Window.getWindows()).filter(
			w -> w instanceof Dialog && w.isShowing()).toList());
		Arrays.stream(Window.getWindows()).filter(w -> w instanceof TextWindow)
			.forEach(w -> ((TextWindow) w).close(false));
	}
}
