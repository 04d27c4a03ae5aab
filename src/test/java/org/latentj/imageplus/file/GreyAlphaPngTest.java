
package org.latentj.imageplus.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.process.ImageConverter;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.latentj.imageplus.ImageNotes;

/** Tests {@link GreyAlphaPng}. */
class GreyAlphaPngTest {

	private static final int[] LEVELS = { 0, 1, 10, 127, 128, 255 };

	@TempDir
	Path tmp;

	/** A file with the levels, multiplied for 16 bit, opaque and not. */
	private Path file(final int bits) throws IOException {
		final ColorModel model = new ComponentColorModel(ColorSpace.getInstance(
			ColorSpace.CS_GRAY), true, false, Transparency.TRANSLUCENT, bits == 8
				? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT);
		final WritableRaster raster = model.createCompatibleWritableRaster(
			LEVELS.length, 2);
		final int unit = bits == 8 ? 1 : 257;
		for (int x = 0; x < LEVELS.length; x++) {
			for (int y = 0; y < 2; y++) {
				raster.setPixel(x, y, new int[] { unit * LEVELS[x], unit * (y == 0 ? 255
					: 100) });
			}
		}
		final Path file = tmp.resolve(bits + ".png");
		ImageIO.write(new BufferedImage(model, raster, false, null), "png", file
			.toFile());
		return file;
	}

	@ParameterizedTest
	@ValueSource(ints = { 8, 16 })
	void opensTheLevelsThatAreInTheFile(final int bits) throws IOException {
		final Path file = file(bits);
		assertTrue(GreyAlphaPng.is(file));
		final ImagePlus image = GreyAlphaPng.open(file);
		assertEquals(bits, image.getBitDepth());
		for (int y = 0; y < 2; y++) {
			for (int x = 0; x < LEVELS.length; x++) {
				assertEquals(LEVELS[x] * (bits == 8 ? 1 : 257), image.getProcessor()
					.get(x, y));
			}
		}
		assertEquals(file.getFileName().toString(), image
			.getOriginalFileInfo().fileName);
		assertEquals(0, ImageNotes.ofPicture(image).size());
	}

	@Test
	void warnsOfWhatImageJOpens() throws IOException {
		final ImagePlus image = new Opener().openImage(file(8).toString());
		new ImageConverter(image).convertToGray8();
		assertTrue(ImageNotes.ofPicture(image).get(0).contains("8.png"));
		assertTrue(ImageNotes.ofMask(image).get(0).contains("transparency"));
		final Path saved = tmp.resolve("saved.png");
		new FileSaver(image).saveAsPng(saved.toString());
		assertFalse(GreyAlphaPng.is(saved));
		assertEquals(0, ImageNotes.ofPicture(new Opener().openImage(saved
			.toString())).size());
	}

	@Test
	void isNoOtherFile() throws IOException {
		assertFalse(GreyAlphaPng.is(tmp.resolve("none.png")));
		assertFalse(GreyAlphaPng.is(tmp));
		final Path text = tmp.resolve("text.png");
		Files.writeString(text, "short");
		assertFalse(GreyAlphaPng.is(text));
	}
}
