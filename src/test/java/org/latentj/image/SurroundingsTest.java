
package org.latentj.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.util.Intervals;

/** Tests {@link Surroundings}. */
public class SurroundingsTest {

	@Test
	public void centresTheNativeSizeOnASmallDefect() {
		final Interval box = Surroundings.of(defect(400, 300, 10, 20, 1000, 900),
			32, 128, 8);
		assertEquals(FinalInterval.createMinSize(341, 246, 128, 128), box);
	}

	@Test
	public void staysInThePicture() {
		final Interval corner = Surroundings.of(defect(0, 890, 5, 10, 1000, 900),
			32, 128, 8);
		assertEquals(FinalInterval.createMinSize(0, 772, 128, 128), corner);
	}

	@Test
	public void growsBeyondTheNativeSizeInCellsOfTheModel() {
		final Interval box = Surroundings.of(defect(300, 300, 201, 40, 1000, 900),
			50, 128, 8);
		assertEquals(304, box.dimension(0));
		assertEquals(144, box.dimension(1));
		assertTrue(Intervals.contains(box, FinalInterval.createMinSize(250, 250,
			301, 140)));
	}

	@Test
	public void isOfWholeCells() {
		final Interval box = Surroundings.of(defect(300, 300, 201, 40, 1000, 900),
			50, 100, 48);
		assertEquals(336, box.dimension(0), "7 x 48");
		assertEquals(144, box.dimension(1), "3 x 48");
	}

	@Test
	public void takesASmallPictureWhole() {
		assertEquals(FinalInterval.createMinSize(0, 0, 13, 7), Surroundings.of(
			defect(3, 3, 2, 2, 13, 7), 0, 512, 8));
	}

	@Test
	public void refusesAnEmptyMask() {
		assertThrows(IllegalArgumentException.class, () -> Surroundings.of(Mask
			.soft(ArrayImgs.unsignedBytes(4, 4)), 0, 8, 8));
	}

	private static Mask defect(final int x, final int y, final int w, final int h,
		final int width, final int height)
	{
		return Mask.selection(FinalInterval.createMinSize(x, y, w, h), new byte[0],
			width, height);
	}
}
