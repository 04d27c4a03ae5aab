
package org.latentj.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.command.DamagedFiles;

/** The example macros with many pictures, as the command line runs them. */
class BatchMacrosTest {

	@TempDir
	Path tmp;

	@Test
	void worksOnAFolderAndFailsInOneLineIfAPictureIsBad() throws Exception {
		final Path input = Files.createDirectory(tmp.resolve("in put"));
		IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 24, 16, 1), input.resolve(
			"a.tif").toString());
		// NB: Java's own reader of JPEGs writes to the console.
		final int bad = DamagedFiles.write(input) - 1;
		Files.delete(input.resolve("bad.jpg"));
		final Path output = tmp.resolve("out put");
		final List<String> errors = errors(1, "macros/batch.ijm", input + "," +
			output);
		assertEquals(1, errors.size(), errors.toString());
		assertTrue(errors.get(0).contains("1 made, 0 kept from before, " + bad +
			" failed") && errors.get(0).contains("bad.png: "), errors.get(0));
		final ImagePlus made = IJ.openImage(output.resolve("a.tif").toString());
		assertEquals(24, made.getWidth());
		for (final String name : input.toFile().list((f, n) -> n.startsWith(
			"bad")))
		{
			Files.delete(input.resolve(name));
		}
		assertEquals(List.of(), errors(0, "macros/batch.ijm", input + "," +
			output));
	}

	@Test
	void laysOutAMontageOfSeedsAndScales() throws Exception {
		final Path file = tmp.resolve("swe ep.png");
		assertEquals(List.of(), errors(0, "macros/sweep.ijm", file + ",1"));
		final ImagePlus montage = IJ.openImage(file.toString());
		assertEquals(4 * 128, montage.getWidth(), 12);
		assertEquals(3 * 128, montage.getHeight(), 12);
	}

	private static List<String> errors(final int status, final String... args)
		throws Exception
	{
		final Macros.Ended ended = Macros.run(args);
		assertEquals(status, ended.status(), ended::printed);
		return ended.errors();
	}
}
