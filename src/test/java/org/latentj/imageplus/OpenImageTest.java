
package org.latentj.imageplus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** NB: images of batch mode count as open ones without a screen. */
class OpenImageTest {

	private final ImagePlus first = IJ.createImage("cells", "8-bit ramp", 8, 8,
		1);

	private final ImagePlus second = IJ.createImage("example", "8-bit ramp", 8, 8,
		1);

	@BeforeEach
	void open() {
		Interpreter.batchMode = true;
		Interpreter.addBatchModeImage(first);
		Interpreter.addBatchModeImage(second);
	}

	@AfterEach
	void close() {
		Interpreter.removeBatchModeImage(first);
		Interpreter.removeBatchModeImage(second);
		Interpreter.batchMode = false;
	}

	private static String refused(final String title) {
		return assertThrows(IllegalArgumentException.class, () -> OpenImage.titled(
			"example", title)).getMessage();
	}

	@Test
	void findsAnImageByItsTitleOrTellsThoseThatThereAre() {
		assertSame(second, OpenImage.titled("example", "example"));
		assertEquals("there is no open image 'x' to be the example; valid is the " +
			"title of an open image: 'cells', 'example'", refused("x"));
	}

	@Test
	void refusesATitleOfSeveral() {
		second.setTitle("cells");
		assertEquals("several open images are called 'cells', so that it is not " +
			"clear which is the example: give it a title of its own by " +
			"Image > Rename...", refused("cells"));
	}
}
