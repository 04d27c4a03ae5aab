
package org.latentj.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.ImageRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;

import java.awt.Rectangle;
import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;

import com.google.gson.JsonObject;

/** Tests the bar beside {@link DeviationMap}'s map. */
class DeviationMapTest {

	private static final float MOST = 102.4f;

	@Test
	@Tag("display")
	void showsEachLevelInTheBarAsInTheMap() {
		final ImagePlus map = map(128);
		final ImageRoi bar = (ImageRoi) map.getOverlay().get(0);
		final ImageProcessor colours = bar.getProcessor();
		final ImageProcessor shown = map.getProcessor().convertToRGB();
		final int last = colours.getHeight() - 1;
		for (int y = 0; y <= last; y++) {
			// NB: the map's row 0 goes from 0 to the greatest, 255 steps.
			final int level = 255 * (last - y) / last;
			assertEquals(shown.get(level % 128, level / 128), colours.get(0, y),
				"level " + level);
		}
	}

	@ParameterizedTest
	@Tag("display")
	@ValueSource(ints = { 64, 128, 512 })
	void hasAllNumbersInsideOfTheMap(final int size) {
		final ImagePlus map = map(size);
		final Rectangle all = new Rectangle(size, size);
		for (final Roi part : map.getOverlay()) {
			assertTrue(all.contains(part.getBounds()), part.toString());
		}
		assertEquals("102.4", ((TextRoi) map.getOverlay().get(1)).getText()
			.strip());
		assertEquals("0", ((TextRoi) map.getOverlay().get(2)).getText().strip());
	}

	private static ImagePlus map(final int size) {
		final float[] levels = new float[size * size];
		for (int i = 0; i < 256; i++) {
			levels[i] = MOST * i / 255;
		}
		final ImageStack stack = new ImageStack(size, size);
		stack.addSlice(new FloatProcessor(size, size, levels));
		return DeviationMap.of(stack, "pictures", new Provenance("txt2img",
			new JsonObject(), new ModelFile("a", "0123456789abcdef"), Optional
				.empty(), new Provenance.Versions("1", "1", "17"), Optional.empty(),
			Optional.empty(), Optional.empty()));
	}
}
