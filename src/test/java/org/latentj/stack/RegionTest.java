
package org.latentj.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.image.Mask;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/** Tests {@link Region}. */
class RegionTest {

	/** A square defect in the middle. */
	private static Mask defect(final int width, final int height,
		final int side)
	{
		return Mask.selection(FinalInterval.createMinSize((width - side) / 2,
			(height - side) / 2, side, side), new byte[0], width, height);
	}

	@ParameterizedTest
	@CsvSource({ "2048,2048,40,512,512", "768,768,40,512,512",
		"720,720,40,720,720", "512,512,40,512,512", "300,200,40,300,200",
		"1024,512,40,512,512", "1000,512,40,1000,512", "2048,2048,1300,1368,1368",
		"2048,2048,1400,2048,2048", "4000,300,10,512,300" })
	void takesTheSurroundingsOfASmallMaskInALargePicture(final int width,
		final int height, final int side, final int partWidth, final int partHeight)
	{
		final Interval part = new Region(Region.Extent.AUTO, 32, 512, 8, false).of(
			defect(width, height, side));
		assertEquals(partWidth + "x" + partHeight, part.dimension(0) + "x" + part
			.dimension(1));
	}

	@Test
	void takesWhatIsAskedFor() {
		final Mask mask = defect(600, 600, 40);
		assertEquals(600, new Region(Region.Extent.WHOLE, 32, 512, 8, false).of(
			mask).dimension(0));
		assertEquals(512, new Region(Region.Extent.SURROUNDINGS, 32, 512, 8, false)
			.of(mask).dimension(0));
	}

	@Test
	void saysWhatExtentsThereAre() {
		assertEquals(Region.Extent.SURROUNDINGS, Region.Extent.of("true"));
		assertEquals(Region.Extent.WHOLE, Region.Extent.of("false"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> Region.Extent
			.of("yes")).getMessage().contains("false, true, auto"));
	}
}
