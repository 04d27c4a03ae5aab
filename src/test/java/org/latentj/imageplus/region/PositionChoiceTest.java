
package org.latentj.imageplus.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.Calibration;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.latentj.imageplus.planes.Substack;

/** Tests {@link PositionChoice} and {@link Substack}. */
class PositionChoiceTest {

	private final ImagePlus image = IJ.createHyperStack("cells", 4, 3, 5, 40, 6,
		8);

	private static PositionChoice choice(final String channels,
		final String slices, final String frames)
	{
		return new PositionChoice(false, channels, slices, frames);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "7;[7]",
		"1,3,5-9;[1, 3, 5, 6, 7, 8, 9]", "1-10:3;[1, 4, 7, 10]",
		"1-10-3;[1, 4, 7, 10]", " 9 , 2-3;[2, 3, 9]", "3,1-4,2;[1, 2, 3, 4]",
		"38-40:999999999;[38]", "40;[40]" })
	void readsNumbersAndRanges(final String text, final String numbers) {
		assertEquals(numbers, choice("", text, "").places(image).slices()
			.toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "1-99", "0", "41", "9-5", "1-9:0", "a", "1,,2", ",",
		"1-", "-3", "1.5", "99999999999", "1-5:", "All", "1;2" })
	void saysWhatIsThereAndWhatWouldBeValid(final String text) {
		assertEquals("slices is '" + text +
			"', the image 'cells' has 40 slices: valid are numbers from 1 to 40 and " +
			"ranges, as in 1,3,5-9 or 1-40:2 (every second one), and all",
			assertThrows(IllegalArgumentException.class, () -> choice("", text, "")
				.places(image)).getMessage());
	}

	@Test
	void namesTheAxis() {
		final ImagePlus single = IJ.createImage("one", "8-bit", 4, 3, 1);
		assertEquals(
			"frames is '2', the image 'one' has 1 frame: valid are 1 and all",
			assertThrows(IllegalArgumentException.class, () -> choice("", "", "2")
				.places(single)).getMessage());
		assertTrue(assertThrows(IllegalArgumentException.class, () -> choice("6",
			"", "").pictures(image, false)).getMessage().startsWith(
				"channels is '6', the image 'cells' has 5 channels: "));
	}

	@Test
	void takesTheCurrentPositionOrAllOfAnAxisThatIsLeftOut() {
		image.setPosition(4, 17, 3);
		final Substack current = choice("", "", "all").places(image);
		assertEquals(List.of(17), current.slices());
		assertEquals(Substack.all(6), current.frames());
		final Substack every = new PositionChoice(true, null, " ", "2,3").places(
			image);
		assertEquals(Substack.all(40), every.slices());
		assertEquals(List.of(2, 3), every.frames());
		assertEquals(5 * 40 * 2, every.size());
		assertTrue(choice("", "", "all").isNamed());
		assertFalse(PositionChoice.of(true).isNamed());
		assertEquals("channels=1 frames=2", choice("1", "", "2").toString());
	}

	@Test
	void makesAPictureOfUpToThreeChannels() {
		image.setPosition(4, 1, 1);
		assertEquals("[[4]]", channels("", false));
		assertEquals("[[1], [2], [3], [4], [5]]", channels("", true));
		assertEquals("[[2]]", channels("2", true));
		assertEquals("[[5, 1]]", channels("5,1", false));
		assertEquals("[[1, 2, 3]]", channels("1-3", false));
		assertEquals("[[1], [2], [4], [5]]", channels("1-2,4-5", false));
		assertEquals("[[1], [2], [3], [4], [5]]", channels("all", false));
		final ImagePlus two = IJ.createHyperStack("two", 4, 3, 2, 1, 1, 8);
		assertEquals("[[1, 2]]", PositionChoice.of(false).pictures(two, false)
			.toString());
		assertEquals("[[2]]", choice("2", "", "").pictures(two, false).toString());
	}

	private String channels(final String text, final boolean everySlice) {
		return new PositionChoice(everySlice, text, "", "").pictures(image, false)
			.toString();
	}

	@Test
	void findsSlicesInBothDirections() {
		final Substack some = new Substack(List.of(2, 5), List.of(3, 7, 40), List
			.of(1, 6));
		for (int n = 1; n <= some.size(); n++) {
			assertEquals(n, some.index(image, some.source(image, n)));
		}
		assertEquals(image.getStackIndex(5, 3, 1), some.source(image, 2));
		assertEquals(image.getStackIndex(2, 3, 6), some.source(image, 7));
		assertEquals(0, some.index(image, image.getStackIndex(2, 4, 1)));
		assertEquals(image.getStackSize(), Substack.of(image).source(image, image
			.getStackSize()));
	}

	@Test
	void knowsHowFarApartEverySecondSliceIs() {
		final Calibration whole = new Calibration();
		whole.pixelDepth = 0.5;
		whole.zOrigin = 11;
		whole.frameInterval = 3;
		final Calibration own = new Substack(List.of(1), List.of(2, 4, 6), List.of(
			2, 5)).calibration(whole);
		assertEquals(1, own.pixelDepth);
		assertEquals(5, own.zOrigin, "the 6th from 0: slice 12");
		assertEquals(9, own.frameInterval);
		assertEquals(0.5, new Substack(List.of(1), List.of(2, 3, 6), List.of(1))
			.calibration(whole).pixelDepth, "not evenly");
		assertEquals(whole.toString(), Substack.of(image).calibration(whole)
			.toString());
	}

	@Test
	void keepsWhatIsSeenOfTheOverlay() {
		final Overlay overlay = new Overlay();
		for (final int[] czt : new int[][] { { 0, 0, 0 }, { 2, 7, 1 }, { 0, 7, 0 },
			{ 2, 8, 1 }, { 1, 7, 1 } })
		{
			final Roi roi = new Roi(0, 0, 2, 2);
			if (czt[0] + czt[1] + czt[2] > 0) {
				roi.setPosition(czt[0], czt[1], czt[2]);
			}
			overlay.add(roi);
		}
		final Roi flat = new Roi(1, 1, 2, 2);
		flat.setPosition(image.getStackIndex(5, 40, 6));
		overlay.add(flat);
		image.setOverlay(overlay);
		final Substack some = new Substack(List.of(2, 5), List.of(3, 7, 40), List
			.of(1, 6));
		final Overlay seen = some.overlay(image);
		assertEquals(4, seen.size());
		assertEquals(2, seen.get(1).getZPosition());
		assertEquals(1, seen.get(1).getCPosition());
		assertEquals(0, seen.get(2).getCPosition());
		assertEquals(12, seen.get(3).getPosition());
		assertEquals(6, overlay.size(), "the image's own is untouched");
		assertEquals(7, overlay.get(1).getZPosition());
	}
}
