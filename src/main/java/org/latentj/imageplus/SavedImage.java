
package org.latentj.imageplus;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.plugin.PNG_Writer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.latentj.batch.BatchTask;
import org.latentj.image.BitDepth;
import org.latentj.record.GeneratedImage;

/**
 * A picture of a batch, written by ImageJ: a PNG if the file is called so,
 * otherwise a TIFF. The same picture gives the same bytes.
 */
public final class SavedImage implements BatchTask.Result {

	/** Endings of files that can be written. */
	public static final List<String> FORMATS = List.of("tif", "png");

	private final ImagePlus image;

	/** @param image has a record; is changed by being written */
	public SavedImage(final ImagePlus image) {
		this.image = image;
	}

	@Override
	public String record() {
		return image.getProp(GeneratedImage.JSON);
	}

	/**
	 * Writes it; a stack in a temporary file is then of no use any more.
	 *
	 * @param file ends with one of {@link #FORMATS}
	 * @throws IOException if the file cannot be written, or a PNG cannot hold the
	 *           image, which is one slice of 8 or 16 bit or RGB
	 */
	@Override
	public void write(final Path file) throws IOException {
		try {
			save(file);
		}
		finally {
			if (image.getStack() instanceof StackFile slices) {
				slices.close();
			}
		}
	}

	private void save(final Path file) throws IOException {
		if (file.toString().endsWith(".png")) {
			writePng(file);
		}
		else {
			// NB: otherwise a window would wait for somebody to read it.
			IJ.redirectErrorMessages();
			if (!new FileSaver(image).saveAsTiff(file.toString())) {
				throw new IOException(file + " could not be written: " + IJ
					.getErrorMessage());
			}
		}
	}

	/**
	 * NB: not by a FileSaver, which tells listeners, who would add the record a
	 * moment later, when the file is renamed.
	 */
	private void writePng(final Path file) throws IOException {
		if (image.getStackSize() > 1 || ImagePlusPlanes.depth(
			image) == BitDepth.FLOAT32)
		{
			throw new IOException("the result has " + image.getStackSize() +
				" slice(s) of " + ImagePlusPlanes.depth(image).label() +
				", a PNG holds one of 8 or 16 bit or RGB: choose the format tif");
		}
		// NB: it would be drawn into the pixels.
		image.setOverlay(null);
		try {
			new PNG_Writer().writeImage(image, file.toString(), -1);
		}
		catch (final IOException e) {
			throw e;
		}
		catch (final Exception e) {
			throw new IOException(file + " could not be written: " + e.getMessage(),
				e);
		}
		final FileInfo info = new FileInfo();
		info.directory = file.getParent().toString();
		info.fileName = file.getFileName().toString();
		GeneratedImage.describeFile(image, info);
	}
}
