
package org.latentj.imageplus.planes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

class HeldImageTest {

	private final ImagePlus image = IJ.createImage("image", "8-bit ramp", 9, 7,
		2);

	@Test
	void keepsWhatIsInAClosedImage() {
		image.setRoi(new Roi(1, 1, 2, 2));
		try (HeldImage held = HeldImage.of(image)) {
			image.flush();
			assertEquals(2, image.getStackSize());
			assertNotNull(ImagePlusPlanes.pixels(image, 2));
			assertNotNull(image.getRoi());
		}
		assertFalse(image.isLocked());
		image.flush();
		assertNull(image.getProcessor());
	}

	@Test
	void mayBeHeldTwiceByAThread() {
		try (HeldImage outer = HeldImage.of(image)) {
			try (HeldImage inner = HeldImage.of(image)) {
				assertTrue(image.isLocked());
			}
			assertTrue(image.isLocked());
		}
		assertFalse(image.isLocked());
	}

	@Test
	void leavesTheLockOfAnotherThread() {
		image.lock();
		CompletableFuture.runAsync(() -> {
			try (HeldImage held = HeldImage.of(image)) {
				assertTrue(image.isLocked());
			}
		}).join();
		assertTrue(image.isLocked());
	}
}
