
package org.latentj.imageplus.hint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

import java.util.List;

import org.junit.jupiter.api.Test;

class ControlPictureTest {

	private static ControlPicture kind(final ControlKind kind) {
		return new ControlPicture(kind, 0, 100, 200, false);
	}

	private static ImagePlus steps() {
		final ByteProcessor p = new ByteProcessor(32, 24);
		p.setValue(60);
		p.fill(new Roi(8, 0, 24, 24));
		p.setValue(62);
		p.fill(new Roi(20, 0, 12, 24));
		return new ImagePlus("steps", p);
	}

	@Test
	void drawsEdgesOnePixelWideAndNoneOfWeakSteps() {
		final ImagePlus edges = new ControlPicture(ControlKind.EDGES, 0.5, 20, 60,
			false).of(steps(), false);
		assertEquals("edges of steps", edges.getTitle());
		final ImageProcessor p = edges.getProcessor();
		for (int y = 0; y < 24; y++) {
			for (int x = 0; x < 32; x++) {
				assertEquals(x == 8 ? 255 : 0, p.get(x, y), x + ", " + y);
			}
		}
	}

	@Test
	void goesOnWithAWeakPartOfAnEdge() {
		final ImagePlus image = steps();
		final ImageProcessor p = image.getProcessor();
		p.setValue(20);
		p.fill(new Roi(8, 12, 24, 12));
		final ImageProcessor edges = new ControlPicture(ControlKind.EDGES, 0.5, 20,
			150, false).of(image, false).getProcessor();
		assertEquals(255, edges.get(8, 3));
		assertEquals(255, edges.get(8, 20));
		final ImageProcessor strong = new ControlPicture(ControlKind.EDGES, 0.5,
			149, 150, false).of(image, false).getProcessor();
		assertEquals(255, strong.get(8, 3));
		assertEquals(0, strong.get(8, 20));
	}

	@Test
	void drawsSelectionsAndOverlays() {
		final ImagePlus image = IJ.createImage("i", "16-bit black", 30, 20, 1);
		image.setRoi(new Line(2, 10, 27, 10));
		final ImageProcessor line = kind(ControlKind.SCRIBBLE).of(image, false)
			.getProcessor();
		assertEquals(255, line.get(15, 10));
		assertEquals(255, line.get(15, 9));
		assertEquals(0, line.get(15, 5));
		image.setOverlay(image.getRoi(), null, 1, null);
		image.deleteRoi();
		assertEquals(255, kind(ControlKind.SCRIBBLE).of(image, false).getProcessor()
			.get(15, 10));
		image.setOverlay(null);
		assertTrue(assertThrows(IllegalArgumentException.class, () -> kind(
			ControlKind.SCRIBBLE).of(image, false)).getMessage().contains(
				"no selection and no overlay"));
	}

	@Test
	void drawsTheLinesOfEachSlice() {
		for (final boolean hyper : List.of(false, true)) {
			final ImagePlus image = IJ.createHyperStack("i", 30, 20, 1, 3, 1, 8);
			final Overlay lines = new Overlay();
			final Roi second = new Line(2, 10, 27, 10);
			if (hyper) {
				second.setPosition(0, 2, 0);
			}
			else {
				second.setPosition(2);
			}
			lines.add(second);
			lines.add(new Line(2, 16, 27, 16));
			image.setOverlay(lines);
			final ImagePlus all = kind(ControlKind.SCRIBBLE).of(image, true);
			for (int n = 1; n <= 3; n++) {
				final ImageProcessor slice = all.getStack().getProcessor(n);
				assertEquals(n == 2 ? 255 : 0, slice.get(15, 10), "slice " + n);
				assertEquals(255, slice.get(15, 16), "slice " + n);
			}
		}
	}

	/** As 'NaN Background' of ImageJ's thresholds leaves images. */
	@Test
	void takesNaNForBackgroundAndFractionsForNoLabels() {
		final ImagePlus image = IJ.createImage("i", "32-bit black", 3, 1, 1);
		image.getProcessor().setf(0, 0, Float.NaN);
		image.getProcessor().setf(1, 0, 2);
		final ImageProcessor mask = kind(ControlKind.MASK).of(image, false)
			.getProcessor();
		assertEquals(List.of(0, 255, 0), List.of(mask.get(0), mask.get(1), mask.get(
			2)));
		assertEquals(0, 0xffffff & kind(ControlKind.SEGMENTATION).of(image, false)
			.getProcessor().get(0));
		for (final float wrong : new float[] { 0.4f, Float.POSITIVE_INFINITY }) {
			image.getProcessor().setf(2, 0, wrong);
			assertEquals("the image 'i' has the number " + wrong + ": a " +
				"segmentation is made of whole numbers, one for each thing, 0 = " +
				"background", assertThrows(IllegalArgumentException.class, () -> kind(
					ControlKind.SEGMENTATION).of(image, false)).getMessage());
		}
	}

	@Test
	void makesMasksOfSelectionsThresholdsAndNumbers() {
		final ImagePlus image = IJ.createImage("i", "16-bit black", 30, 20, 2);
		image.getStack().getProcessor(2).set(3, 4, 700);
		image.setSlice(2);
		final ImagePlus both = kind(ControlKind.MASK).of(image, true);
		assertEquals(2, both.getStackSize());
		assertEquals(0, both.getStack().getProcessor(1).get(3, 4));
		assertEquals(255, both.getStack().getProcessor(2).get(3, 4));
		image.getProcessor().setThreshold(800, 900, ImageProcessor.NO_LUT_UPDATE);
		assertEquals(0, kind(ControlKind.MASK).of(image, false).getProcessor().get(
			3, 4));
		image.setRoi(new OvalRoi(10, 5, 8, 8));
		assertEquals(255, kind(ControlKind.MASK).of(image, false).getProcessor()
			.get(14, 9));
		assertEquals(0, new ControlPicture(ControlKind.MASK, 0, 1, 2, true).of(
			image, false).getProcessor().get(14, 9));
	}

	@Test
	void showsDepthAsItIsDisplayedAndLabelsInColours() {
		final ImagePlus image = IJ.createImage("i", "32-bit black", 4, 1, 1);
		for (int x = 0; x < 4; x++) {
			image.getProcessor().setf(x, 0, x);
		}
		image.setDisplayRange(1, 3);
		final ImageProcessor depth = kind(ControlKind.DEPTH).of(image, false)
			.getProcessor();
		assertEquals(List.of(0, 0, 128, 255), List.of(depth.get(0), depth.get(1),
			depth.get(2), depth.get(3)));
		final ImageProcessor colours = kind(ControlKind.SEGMENTATION).of(image,
			false).getProcessor();
		assertEquals(0, colours.get(0) & 0xffffff);
		assertEquals(4, List.of(colours.get(0), colours.get(1), colours.get(2),
			colours.get(3)).stream().distinct().count());
		final ImagePlus rgb = IJ.createImage("rgb", "RGB white", 4, 4, 1);
		assertThrows(IllegalArgumentException.class, () -> kind(
			ControlKind.SEGMENTATION).of(rgb, false));
	}

	@Test
	void takesDetailOutOfPictures() {
		final ImagePlus noise = IJ.createImage("n", "RGB random", 64, 48, 1);
		for (final ControlKind kind : List.of(ControlKind.TILE, ControlKind.BLUR)) {
			final ImagePlus made = kind(kind).of(noise, false);
			assertEquals(24, made.getBitDepth());
			assertEquals(64, made.getWidth());
			assertTrue(made.getStatistics().stdDev < noise.getStatistics().stdDev / 2,
				kind.id());
		}
	}

	@Test
	void refusesNumbersOutOfRange() {
		assertThrows(IllegalArgumentException.class, () -> new ControlPicture(
			ControlKind.EDGES, -1, 1, 2, false));
		assertThrows(IllegalArgumentException.class, () -> new ControlPicture(
			ControlKind.EDGES, 1, 3, 2, false));
		assertThrows(IllegalArgumentException.class, () -> ControlKind.of("hed"));
	}
}
