
package org.latentj.command.workflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.process.ColorProcessor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.latentj.LatentJ;
import org.latentj.provenance.PngText;
import org.scijava.Context;

/**
 * Runs the workflows in PNG files again.
 *
 * @param folder of the files, and of the pictures that workflows name
 */
record SavedWorkflows(Context context, Path folder) {

	/** Of either, a file's text is enough. */
	static final String[] KEYS = { "prompt", "workflow" };

	/** Saves as ImageJ does. */
	Path saved(final ImagePlus image, final String name) {
		final Path file = folder.resolve(name.replace(' ', '_') + ".png");
		final FileSaver saver = new FileSaver(image);
		assertTrue(saver.saveAsPng(file.toString()));
		saver.updateImagePlus(file.toString(), FileInfo.IMAGEIO);
		return file;
	}

	/** What one of a file's texts gives. */
	ImagePlus run(final Path png, final String key) throws IOException {
		final Path json = png.resolveSibling(png.getFileName() + "." + key +
			".json");
		Files.writeString(json, PngText.read(png, key).orElseThrow());
		return new LatentJ(context).workflow(json.toString());
	}

	/** The picture's file gives the same pixels, in some parts. */
	Path assertSame(final ImagePlus made, final String name, final Roi... parts)
		throws IOException
	{
		final Path png = saved(made, name);
		for (final String key : KEYS) {
			final ImagePlus again = run(png, key);
			for (final Roi part : parts.length == 0 ? new Roi[] { null } : parts) {
				assertArrayEquals(rgb(made, part), rgb(again, part), key);
			}
		}
		return png;
	}

	private static int[] rgb(final ImagePlus image, final Roi part) {
		image.setRoi(part);
		return (int[]) ((ColorProcessor) image.crop().getProcessor().convertToRGB())
			.getPixels();
	}
}
