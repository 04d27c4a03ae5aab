
package org.latentj.studio.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.Roi;
import ij.process.ByteProcessor;

import java.util.Optional;

import org.junit.jupiter.api.Test;

class StudioModeTest {

	@Test
	void followsTheImage() {
		assertEquals(StudioMode.NEW, StudioMode.of(null));
		final ImagePlus image = new ImagePlus("", new ByteProcessor(20, 10));
		assertEquals(StudioMode.CHANGE, StudioMode.of(image));
		image.setRoi(new Line(0, 0, 5, 5));
		assertEquals(StudioMode.CHANGE, StudioMode.of(image));
		image.setRoi(2, 2, 5, 5);
		assertEquals(StudioMode.REPAIR, StudioMode.of(image));
	}

	@Test
	void continuesThePictureToWhereASelectionReaches() {
		final ImagePlus image = new ImagePlus("", new ByteProcessor(20, 10));
		final Roi roi = new Roi(0, 0, 5, 5);
		image.setRoi(roi);
		roi.setLocation(-40, 0);
		assertEquals(StudioMode.EXTEND, StudioMode.of(image));
		assertEquals("20 x 10 to 60 x 10", StudioMode.EXTEND.size(image));
		assertEquals("20 x 10", StudioMode.CHANGE.size(image));
	}

	@Test
	void isFoundByTheCommandOfARecord() {
		assertEquals(Optional.of(StudioMode.REPAIR), StudioMode.ofCommand(
			"Inpaint..."));
		assertEquals(Optional.empty(), StudioMode.ofCommand("Upscale x4..."));
	}
}
