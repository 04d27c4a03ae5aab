
package org.latentj.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.record.GeneratedImage;

/**
 * Macros that work on images, without a screen, with the bundled checkpoint.
 */
class ImageMacrosTest {

	@TempDir
	Path tmp;

	@Test
	void outpaints() throws Exception {
		final ImagePlus image = result("macros/outpaint.ijm", "wide.tif");
		assertEquals("outpaint", GeneratedImage.provenance(image).orElseThrow()
			.operation());
		assertEquals(128 + 64, image.getWidth());
		final double[] means = means(image);
		assertTrue(means[1] > 2 * means[0], "green: " + means[1] + ", red: " +
			means[0]);
	}

	@Test
	void changesOnlyTheGrownSelectionAndDoesTheSameFromFunctions()
		throws Exception
	{
		final String code =
			"""
					run("LatentJ Macro Extensions");
					newImage("before", "16-bit ramp", 50, 39, 1);
					makeRectangle(20, 10, 8, 9);
					options = "prompt=nuclei seed=5 steps=2 cfg=3 range=full grow=6 feather=2";
					run("Inpaint...", options);
					a = getImageID();
					bits = bitDepth();
					selectImage("before");
					b = parseInt(Ext.inpaint("", "nuclei", "", "selection", 6, 2, 1, "inpaint", "5", 2, 3, "euler", "normal"));
					run("Select None");
					selectImage("before");
					run("Select None");
					imageCalculator("Difference create", "before", a);
					changed = "";
					for (y = 0; y < 39; y++) for (x = 0; x < 50; x++)
						if (getPixel(x, y) != 0 && (x < 18 || x > 30 || y < 8 || y > 21)) changed += " " + x + "," + y;
					getRawStatistics(n, mean);
					imageCalculator("Difference create", a, b);
					getRawStatistics(n, mean2, min, max);
					File.saveString(bits + changed + " " + (mean > 0) + " " + max, getArgument());
					""";
		final Path macro = Files.writeString(tmp.resolve("m.ijm"), code);
		final Path out = tmp.resolve("out.txt");
		run(macro.toString(), out.toString());
		assertEquals("16 1 0", Files.readString(out).strip());
	}

	private ImagePlus result(final String macro, final String file)
		throws Exception
	{
		final Path path = tmp.resolve(file);
		run(macro, path.toString());
		return IJ.openImage(path.toString());
	}

	private static double[] means(final ImagePlus image) {
		final double[] sums = new double[3];
		for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
			for (int c = 0; c < 3; c++) {
				sums[c] += image.getProcessor().get(i) >> 16 - 8 * c & 0xff;
			}
		}
		return sums;
	}

	private static void run(final String... args) throws Exception {
		final Macros.Ended ended = Macros.run(args);
		assertEquals(0, ended.status(), ended::printed);
	}
}
