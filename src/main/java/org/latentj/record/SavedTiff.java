
package org.latentj.record;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.TiffDecoder;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The TIFF file that ImageJ tells an image was saved to. NB: of a ZIP file,
 * too, it tells as of a TIFF; what lies there by its name may be another
 * picture.
 */
final class SavedTiff {

	private SavedTiff() {}

	/**
	 * Whether a file holds an image's record.
	 *
	 * @param tiff need not be there
	 * @throws IOException if it cannot be read
	 */
	static boolean is(final ImagePlus image, final Path tiff) throws IOException {
		if (!Files.isRegularFile(tiff)) {
			return false;
		}
		final FileInfo[] told = new TiffDecoder(tiff.getParent() + File.separator,
			tiff.getFileName().toString()).getTiffInfo();
		return told != null && told[0].properties != null && Arrays.asList(
			told[0].properties).contains(image.getProp(GeneratedImage.JSON));
	}
}
