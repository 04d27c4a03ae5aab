
package org.latentj.imageplus.file;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.process.ByteProcessor;
import ij.process.ShortProcessor;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import javax.imageio.ImageIO;

/**
 * Grey PNG files with transparency, of 8 or 16 bits. NB: ImageJ 1.54p opens
 * them as RGB with other levels, since Java takes the grey for linear light: 10
 * becomes 56.
 */
public final class GreyAlphaPng {

	/** The signature, and of the header length, name, width, height. */
	private static final int BEFORE = 24;

	private static final byte[] SIGNATURE = { (byte) 0x89, 'P', 'N', 'G', '\r',
		'\n', 0x1a, '\n' };

	/** PNG specification, section 11.2.2: greyscale with alpha. */
	private static final int GREY_ALPHA = 4;

	/** Description of images that were opened here. */
	private static final String RIGHT = "grey levels as in the file";

	private GreyAlphaPng() {}

	/** Whether a file is one; no if it cannot be read. */
	public static boolean is(final Path file) {
		try (InputStream in = Files.newInputStream(file)) {
			final byte[] head = in.readNBytes(BEFORE + 2);
			return head.length == BEFORE + 2 && Arrays.equals(head, 0,
				SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length) && head[BEFORE +
					1] == GREY_ALPHA;
		}
		catch (final IOException e) {
			return false;
		}
	}

	/** Says of an image that was opened from such a file what is wrong. */
	public static Optional<String> note(final ImagePlus image) {
		final FileInfo file = image.getOriginalFileInfo();
		if (file == null || RIGHT.equals(file.description) ||
			file.fileName == null || file.directory == null || !file.fileName
				.toLowerCase(Locale.ROOT).endsWith(".png") || !is(Path.of(
					file.directory, file.fileName)))
		{
			return Optional.empty();
		}
		return Optional.of("the file " + file.fileName + " of '" + image
			.getTitle() + "' is a grey PNG with transparency, which ImageJ opens " +
			"with other grey levels (10 becomes 56): save it without transparency " +
			"(alpha channel) in the program that made it");
	}

	/**
	 * Opens one with the levels that are in it; its transparency is left out.
	 *
	 * @throws IOException if it cannot be read
	 */
	public static ImagePlus open(final Path file) throws IOException {
		final BufferedImage read = ImageIO.read(file.toFile());
		if (read == null) {
			throw new IOException(file + " cannot be read as a PNG");
		}
		final Raster raster = read.getRaster();
		final int w = raster.getWidth();
		final int h = raster.getHeight();
		final int[] levels = raster.getSamples(0, 0, w, h, 0, (int[]) null);
		final boolean eight = read.getColorModel().getComponentSize(0) == Byte.SIZE;
		final ImagePlus image = new ImagePlus(file.getFileName().toString(), eight
			? new ByteProcessor(w, h) : new ShortProcessor(w, h));
		for (int i = 0; i < levels.length; i++) {
			image.getProcessor().set(i, levels[i]);
		}
		if (!eight) {
			image.resetDisplayRange();
		}
		final FileInfo info = new FileInfo();
		info.fileFormat = FileInfo.IMAGEIO;
		info.description = RIGHT;
		info.directory = file.toAbsolutePath().getParent() + "/";
		info.fileName = file.getFileName().toString();
		image.setFileInfo(info);
		return image;
	}
}
