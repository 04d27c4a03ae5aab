
package org.latentj.studio.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.plugin.CanvasResizer;
import ij.process.ImageProcessor;

import java.awt.Rectangle;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class CanvasWatchTest {

	private final CanvasWatch watch = new CanvasWatch();

	private static void enlarge(final ImagePlus image, final int width,
		final int height, final int x, final int y)
	{
		if (image.getStackSize() == 1) {
			image.setProcessor(new CanvasResizer().expandImage(image.getProcessor(),
				width, height, x, y));
		}
		else {
			image.setStack(new CanvasResizer().expandStack(image.getStack(), width,
				height, x, y));
		}
	}

	@Test
	void findsTheOldPixelsOfEveryType() {
		for (final String type : new String[] { "8-bit ramp", "16-bit ramp",
			"32-bit ramp", "RGB ramp" })
		{
			for (final int[] at : new int[][] { { 10, 5 }, { 0, 0 }, { 20, 10 }, { 10,
				0 }, { 0, 10 } })
			{
				final ImagePlus image = IJ.createImage("", type, 20, 10, 1);
				assertEquals(Optional.empty(), watch.look(image));
				assertEquals(Optional.empty(), watch.look(image));
				enlarge(image, 40, 20, at[0], at[1]);
				final Optional<Rectangle> old = Optional.of(new Rectangle(at[0], at[1],
					20, 10));
				assertEquals(old, watch.look(image), type);
				assertEquals(old, watch.look(image), type);
				assertEquals(StudioMode.EXTEND, StudioMode.of(image, old));
				assertEquals("20 x 10 to 40 x 20", StudioMode.EXTEND.size(image, old));
				image.setRoi(2, 2, 5, 5);
				assertEquals(StudioMode.REPAIR, StudioMode.of(image, old));
			}
		}
	}

	@Test
	void followsASecondEnlargement() {
		final ImagePlus image = IJ.createImage("", "8-bit ramp", 20, 10, 1);
		watch.look(image);
		enlarge(image, 30, 10, 5, 0);
		watch.look(image);
		enlarge(image, 30, 20, 0, 5);
		assertEquals(Optional.of(new Rectangle(5, 5, 20, 10)), watch.look(image));
	}

	@Test
	void staysWithTheWholeImageIfAnythingElseWasDone() {
		final ImagePlus image = IJ.createImage("", "8-bit ramp", 20, 10, 1);
		watch.look(image);
		final ImageProcessor before = image.getProcessor().duplicate();
		image.setProcessor(image.getProcessor().resize(40, 20));
		assertEquals(Optional.empty(), watch.look(image), "scaled");
		image.setProcessor(before);
		watch.look(image);
		enlarge(image, 40, 20, 10, 5);
		assertTrue(watch.look(image).isPresent());
		image.getProcessor().set(12, 7, 99);
		assertEquals(Optional.empty(), watch.look(image), "drawn on");
		assertEquals(Optional.empty(), watch.look(image));
		final ImageProcessor whole = IJ.createImage("", "8-bit ramp", 40, 20, 1)
			.getProcessor();
		whole.setRoi(0, 0, 20, 10);
		image.setProcessor(whole.crop());
		watch.look(image);
		image.setProcessor(whole);
		assertEquals(Optional.empty(), watch.look(image), "a crop taken back");
		assertEquals(Optional.empty(), watch.look(null));
	}

	@Test
	void cutsTheOldPartOutOfAllSlices() {
		final ImagePlus image = IJ.createImage("cells", "16-bit ramp", 20, 10, 3);
		image.setSlice(2);
		image.getCalibration().xOrigin = 7;
		image.getStack().getProcessor(2).set(3, 4, 777);
		watch.look(image);
		enlarge(image, 40, 12, 10, 1);
		final Optional<Rectangle> old = watch.look(image);
		image.setSlice(3);
		assertEquals(old, watch.look(image), "of all slices");
		image.setSlice(2);
		final StudioRequest request = StudioRequest.of(StudioMode.EXTEND, Map.of(
			"seed", "1", "left", 0), image, old);
		final ImagePlus part = request.image().orElseThrow();
		assertEquals(20, part.getWidth());
		assertEquals(3, part.getStackSize());
		assertEquals(2, part.getCurrentSlice());
		assertEquals(777, part.getStack().getProcessor(2).get(3, 4));
		assertEquals(-3, part.getCalibration().xOrigin);
		assertEquals(Map.of("seed", "1", "left", 10, "top", 1, "right", 10,
			"bottom", 1), request.inputs());
		assertEquals(40, StudioRequest.of(StudioMode.EXTEND, Map.of("left", 3),
			image, old).image().orElseThrow().getWidth(), "margins of one's own");
	}
}
