
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The line that is recorded of a map of where results differ. */
class StudioSpreadTest extends StudioSession {

	/**
	 * How far a deviation of two pictures of whole levels may be from that of the
	 * same before they were rounded, by half a level each: the sample's is the
	 * root of 2 times that.
	 */
	private static final double ROUNDING = 0.5 * Math.sqrt(2) + 1e-3;

	private void variants() {
		studio.type("Spinner.formattedTextField", "2");
		studio.made(2);
		studio.newest(2);
		studio.press("Spread");
	}

	/** The maps that are open, by their age. */
	private static List<ImagePlus> maps() {
		final List<ImagePlus> maps = new ArrayList<>();
		for (final int id : WindowManager.getIDList()) {
			final ImagePlus image = WindowManager.getImage(id);
			if (image.getTitle().startsWith("standard deviation")) {
				maps.add(image);
			}
		}
		return maps;
	}

	private static void assertSameMaps(final ImagePlus map,
		final ImagePlus again)
	{
		assertEquals(map.getTitle() + "-1", again.getTitle());
		final float[] levels = (float[]) map.getProcessor().getPixels();
		assertArrayEquals(levels, (float[]) again.getProcessor().getPixels(),
			(float) ROUNDING);
		assertTrue(map.getStatistics().max > 4 * ROUNDING, "it shows something");
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void recordsTheLineThatMakesTheMap() {
		begin();
		studio.choose("All settings");
		studio.type("width", "64");
		studio.type("height", "64");
		studio.choose("Results");
		variants();
		final ImagePlus map = maps().get(0);
		final String line = line("Txt2Img...");
		assertTrue(line.contains("seeds=2"), line);
		run(line);
		assertSameMaps(map, maps().get(1));
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void recordsTheLineOfASelection() {
		final ImagePlus image = shown(64, 64);
		ImageJWindow.onEvents(() -> image.setRoi(new Roi(16, 16, 24, 24)));
		begin();
		studio.keepCurrent(image);
		variants();
		final ImagePlus map = maps().get(0);
		assertEquals(0, map.getProcessor().getf(0, 0));
		final String line = line("Inpaint...");
		assertTrue(line.contains("seeds=2"), line);
		assertTrue(recorder.getText().contains("selectImage(\"cells\");\n" + line),
			recorder.getText());
		run("selectImage(\"cells\");\n" + line);
		assertSameMaps(map, maps().get(1));
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void tellsWhyNoLineMakesAMap() {
		final ImagePlus image = shown(64, 64);
		begin();
		studio.keepCurrent(image);
		studio.made(1);
		studio.type("prompt", "red nuclei");
		studio.made(2);
		studio.newest(2);
		studio.press("Spread");
		assertEquals(1, maps().size());
		assertTrue(recorder.getText().contains("// Spread: no line makes"), recorder
			.getText());
		assertTrue(!recorder.getText().contains("seeds=2"), recorder.getText());
	}

	@Test
	@Tag("display")
	@Timeout(60)
	void saysNoMoreWhatWasSaidBefore() {
		final ImagePlus image = shown(64, 64);
		begin();
		studio.keepCurrent(image);
		studio.made(1);
		studio.newest(1);
		studio.press("Spread");
		assertTrue(studio.value("message").contains("choose two or more"), studio
			.value("message"));
		studio.press("Apply");
		assertEquals("", studio.value("message"));
	}
}
