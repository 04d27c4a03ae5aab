
package org.latentj.record;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.plugin.Duplicator;
import ij.process.ImageConverter;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether pixels are still those that were made. */
class PixelMarkTest {

	@TempDir
	Path tmp;

	private static ImagePlus marked(final String type, final int slices) {
		final ImagePlus image = IJ.createImage("made", type + " ramp", 8, 4,
			slices);
		PixelMark.set(image);
		return image;
	}

	@ParameterizedTest
	@ValueSource(strings = { "8-bit", "16-bit", "32-bit", "RGB" })
	void seesAPixelThatIsChanged(final String type) {
		final ImagePlus image = marked(type, 1);
		assertFalse(PixelMark.isChanged(image));
		final int old = image.getProcessor().get(3, 2);
		image.getProcessor().set(3, 2, old ^ 1);
		assertTrue(PixelMark.isChanged(image));
		image.getProcessor().set(3, 2, old);
		assertFalse(PixelMark.isChanged(image));
	}

	/** NB: programs differ in what they leave in the byte of opacity. */
	@Test
	void looksAtColoursOnly() {
		final ImagePlus image = marked("RGB", 1);
		final int[] pixels = (int[]) image.getProcessor().getPixels();
		pixels[0] &= 0xffffff;
		assertFalse(PixelMark.isChanged(image));
	}

	@Test
	void knowsEachSliceWhereverItIs() {
		final ImagePlus image = marked("RGB", 3);
		image.getStack().getProcessor(2).invert();
		PixelMark.set(image);
		image.getStack().getProcessor(3).setColor(7);
		image.getStack().getProcessor(3).fill();
		image.setSlice(2);
		assertFalse(PixelMark.isChanged(image));
		image.setSlice(3);
		assertTrue(PixelMark.isChanged(image));
		image.setSlice(2);
		assertFalse(PixelMark.isChanged(new Duplicator().run(image, 2, 2)));
	}

	@Test
	void goesWithCopiesAndFiles() {
		final ImagePlus image = marked("RGB", 1);
		final Path file = tmp.resolve("made.tif");
		assertTrue(new FileSaver(image).saveAsTiff(file.toString()));
		final ImagePlus opened = IJ.openImage(file.toString());
		assertFalse(PixelMark.isChanged(opened));
		opened.getProcessor().flipHorizontal();
		assertTrue(PixelMark.isChanged(opened));
		new ImageConverter(image).convertToGray8();
		assertTrue(PixelMark.isChanged(image));
		assertFalse(PixelMark.isChanged(IJ.createImage("other", "RGB", 8, 4, 1)));
	}
}
