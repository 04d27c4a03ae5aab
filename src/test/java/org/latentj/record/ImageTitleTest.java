
package org.latentj.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageTitleTest {

	@ParameterizedTest
	@CsvSource({ "Exp 12 Pos 3,Exp 12 Pos 3", "Exp 12 Pos 3.tif,Exp 12 Pos 3",
		"many green nuclei (AI-generated),many green nuclei",
		"a (AI-generated)-1,a", "a (AI-generated) (AI-inpainted)-2,a",
		"a (AI-generated).tif,a", "Pos.3,Pos.3", "0.5 um,0.5 um", ".tif,.tif",
		"(AI-generated),(AI-generated)", "a.ome.tif,a.ome", "clip.mp4,clip",
		"say \"hi\" C:\\x.tif,say 'hi' C:/x", "'a\nb\t c ',a b c" })
	void keepsTheWords(final String title, final String subject) {
		final ImagePlus image = IJ.createImage("x", "8-bit", 4, 4, 1);
		image.setTitle(title);
		assertEquals(subject, ImageTitle.subject(image));
	}

	@Test
	void isOfOneImageOnly() {
		final ImagePlus image = IJ.createImage("a b (AI-generated)", "8-bit", 4, 4,
			1);
		final ImagePlus second = IJ.createImage("a b (AI-generated)-1", "8-bit", 4,
			4, 1);
		Interpreter.batchMode = true;
		try {
			assertEquals("a b (AI-generated)", ImageTitle.unique(
				"a b (AI-generated)"));
			Interpreter.addBatchModeImage(image);
			assertEquals("a b (AI-generated)-1", ImageTitle.unique(
				"a b (AI-generated)"));
			Interpreter.addBatchModeImage(second);
			assertEquals("a b (AI-generated)-2", ImageTitle.unique(
				"a b (AI-generated)"));
		}
		finally {
			Interpreter.removeBatchModeImage(image);
			Interpreter.removeBatchModeImage(second);
			Interpreter.batchMode = false;
		}
	}
}
