
package org.latentj.imageplus.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;

import java.awt.image.IndexColorModel;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.latentj.image.Mask;
import org.latentj.imageplus.ImageNotes;

/** Tests {@link SelectionMask}. */
public class SelectionMaskTest {

	private final ImagePlus picture = IJ.createImage("picture", "8-bit black", 40,
		30, 1);

	@Test
	public void takesAnyArea() {
		final Roi freehand = new PolygonRoi(new float[] { 2, 20, 11 }, new float[] {
			3, 5, 25 }, Roi.FREEROI);
		final ShapeRoi composite = new ShapeRoi(new Roi(1, 1, 8, 8)).or(
			new ShapeRoi(new OvalRoi(20, 10, 9, 9)));
		for (final Roi roi : new Roi[] { new Roi(3, 4, 5, 6), new OvalRoi(2, 2, 9,
			7), freehand, composite, new Roi(-5, -5, 20, 20) })
		{
			picture.setRoi(roi);
			final float[] values = SelectionMask.ofSelection(picture).tensor().data();
			for (int i = 0; i < values.length; i++) {
				assertEquals(roi.contains(i % 40, i / 40) ? 1 : 0, values[i], roi +
					" at " + i);
			}
		}
	}

	@Test
	public void takesTheWholePicture() {
		picture.setRoi(new Roi(0, 0, 40, 30));
		assertTrue(SelectionMask.ofSelection(picture).isWhole());
	}

	@Test
	public void tellsWhatIsWrongWithASelection() {
		assertTrue(message(null).contains("no selection"));
		assertTrue(message(new Line(1, 1, 9, 9)).contains(
			"(straight line) is no area"));
		assertTrue(message(new PolygonRoi(new float[] { 1, 9, 9 }, new float[] { 1,
			9, 1 }, Roi.ANGLE)).contains("(angle) is no area"));
		assertTrue(message(new PointRoi(3, 3)).contains("point"));
		assertTrue(message(new Roi(50, 2, 5, 5)).contains("no pixel"));
		assertTrue(message(new Roi(-9, 2, 9, 5)).contains("no pixel"));
	}

	private String message(final Roi roi) {
		picture.setRoi(roi);
		return assertThrows(IllegalArgumentException.class, () -> SelectionMask
			.ofSelection(picture)).getMessage();
	}

	@Test
	public void takesSoftAndThresholdedMaskImages() {
		final ByteProcessor soft = new ByteProcessor(40, 30);
		soft.set(3, 127);
		soft.set(4, 128);
		final ImagePlus mask = new ImagePlus("mask", soft);
		final Mask read = SelectionMask.ofImage(picture, mask, 1);
		assertEquals(127 / 255f, read.tensor().data()[3]);
		assertEquals(0, read.rounded().tensor().data()[3]);
		assertEquals(1, read.rounded().tensor().data()[4]);
		final FloatProcessor wide = new FloatProcessor(40, 30);
		wide.setf(7, 0.6f);
		wide.setThreshold(0.5, 1);
		assertEquals(7, SelectionMask.ofImage(picture, new ImagePlus("32", wide), 1)
			.bounds().min(0));
	}

	private static ImagePlus mask(final int... values) {
		final ByteProcessor pixels = new ByteProcessor(40, 30);
		for (int i = 0; i < values.length; i++) {
			pixels.set(i, values[i]);
		}
		return new ImagePlus("mask", pixels);
	}

	@Test
	public void takesZeroAndOneForAFullMask() {
		final ImagePlus mask = mask(0, 1, 1);
		final Mask read = SelectionMask.ofImage(picture, mask, 1);
		assertEquals(2, read.rounded().count());
		assertTrue(ImageNotes.ofMask(mask).get(0).contains("0 and 1"));
		mask.getProcessor().invertLut();
		assertEquals(2, SelectionMask.ofImage(picture, mask, 1).rounded().count());
	}

	/** NB: of a stack all slices count, and a soft one may have any values. */
	@Test
	public void takesOneForSoftIfThereIsMore() {
		assertEquals(1 / 255f, SelectionMask.ofImage(picture, mask(1, 2), 1)
			.tensor().data()[0]);
		final ImagePlus stack = IJ.createImage("stack", "8-bit black", 40, 30, 2);
		final ImagePlus masks = IJ.createImage("masks", "8-bit black", 40, 30, 2);
		masks.getStack().getProcessor(1).set(3, 1);
		masks.getStack().getProcessor(2).set(3, 255);
		assertEquals(1 / 255f, SelectionMask.ofImage(stack, masks, 1).tensor()
			.data()[3]);
	}

	@Test
	public void takesTheGreysOfAMaskOfOneBit() {
		for (final boolean whiteIsOne : new boolean[] { true, false }) {
			final ImagePlus mask = mask(0, 1, 1);
			final byte[] greys = { (byte) (whiteIsOne ? 0 : 255), (byte) (whiteIsOne
				? 255 : 0) };
			mask.getProcessor().setColorModel(new IndexColorModel(8, 2, greys, greys,
				greys));
			assertEquals(whiteIsOne ? 2 : 1198, SelectionMask.ofImage(picture, mask,
				1).rounded().count());
		}
	}

	@Test
	public void tellsOfLabelsAndWeakMasks() {
		assertTrue(ImageNotes.ofMask(mask(0, 1, 37)).get(0).contains(
			"at most 37 of 255"));
		assertEquals(List.of(), ImageNotes.ofMask(mask(0, 1, 128)));
		final ImagePlus labels = mask(0, 1, 37);
		labels.getProcessor().setThreshold(1, 255, ImageProcessor.NO_LUT_UPDATE);
		assertEquals(List.of(), ImageNotes.ofMask(labels));
		assertEquals(2, SelectionMask.ofImage(picture, labels, 1).count());
	}

	@Test
	public void takesTheMaskOfTheSameSlice() {
		final ImagePlus stack = IJ.createImage("stack", "8-bit black", 40, 30, 3);
		final ImagePlus masks = IJ.createImage("masks", "8-bit black", 40, 30, 3);
		masks.getStack().getProcessor(2).set(5, 5, 255);
		assertEquals(5, SelectionMask.ofImage(stack, masks, 2).bounds().min(1));
		assertTrue(SelectionMask.ofImage(stack, masks, 1).isEmpty());
		final ImagePlus two = IJ.createImage("two", "8-bit white", 40, 30, 2);
		assertThrows(IllegalArgumentException.class, () -> SelectionMask.ofImage(
			stack, two, 1));
	}

	@Test
	public void tellsWhatIsWrongWithAMaskImage() {
		assertTrue(message("8-bit white", 30, 40).contains("30x40"));
		assertTrue(message("16-bit white", 40, 30).contains("threshold"));
		assertTrue(message("RGB white", 40, 30).contains("RGB"));
		assertThrows(IllegalArgumentException.class, () -> SelectionMask.ofImage(
			picture, new ImagePlus(), 1));
	}

	private String message(final String type, final int width, final int height) {
		final ImagePlus mask = IJ.createImage("mask", type, width, height, 1);
		return assertThrows(IllegalArgumentException.class, () -> SelectionMask
			.ofImage(picture, mask, 1)).getMessage();
	}

	@Test
	public void tellsThatAMaskImageIsNotOpen() {
		final String message = assertThrows(IllegalArgumentException.class,
			() -> SelectionMask.image("closed.tif")).getMessage();
		assertTrue(message.contains("closed.tif") && message.contains("selection"),
			message);
	}

	@Test
	public void refusesATitleThatSeveralOpenImagesHave() {
		final List<ImagePlus> two = List.of(picture, IJ.createImage("picture",
			"8-bit white", 40, 30, 1));
		Interpreter.batchMode = true;
		try {
			two.forEach(Interpreter::addBatchModeImage);
			final String message = assertThrows(IllegalArgumentException.class,
				() -> SelectionMask.image("picture")).getMessage();
			assertEquals("several open images are called 'picture', so that it is " +
				"not clear which is the mask: give it a title of its own by Image > " +
				"Rename...", message);
			assertEquals(Optional.empty(), SelectionMask.image("selection"));
		}
		finally {
			two.forEach(Interpreter::removeBatchModeImage);
			Interpreter.batchMode = false;
		}
	}
}
