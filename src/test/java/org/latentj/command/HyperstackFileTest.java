
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;

import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.golden.Golden;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/**
 * A hyperstack of 64 slices of 16 bits through Inpaint, with the tiny
 * checkpoint, and through a file.
 */
class HyperstackFileTest {

	private static final int SIDE = 24;

	@TempDir
	Path tmp;

	private static ImagePlus hyperstack() {
		final ImagePlus image = IJ.createHyperStack("cells", SIDE, SIDE, 2, 16, 2,
			16);
		final Random random = new Random(7);
		for (int n = 1; n <= 64; n++) {
			for (int i = 0; i < SIDE * SIDE; i++) {
				image.getStack().getProcessor(n).set(i, random.nextInt(65536));
			}
			image.getStack().setSliceLabel("slice " + n, n);
		}
		image.getCalibration().setUnit("um");
		image.getCalibration().pixelWidth = 0.2;
		image.getCalibration().pixelHeight = 0.2;
		image.getCalibration().pixelDepth = 0.5;
		image.getCalibration().frameInterval = 30;
		image.setRoi(new OvalRoi(8, 7, 6, 5));
		return image;
	}

	@Test
	void keepsEveryBitOutsideOfTheSelection() throws Exception {
		final ImagePlus image = hyperstack();
		final ImagePlus made;
		try (Context context = BatchProcess.context()) {
			final Module module = context.service(ModuleService.class).run(context
				.service(CommandService.class).getCommand(InpaintCommand.class), true,
				"checkpoint", Golden.file("families/micro_sd1.safetensors")
					.toAbsolutePath().toString(), "steps", 1, "input", image, "stack",
				true, "range", "full", "encoder", "keep", "feather", 2).get();
			assertNull(((Cancelable) module).getCancelReason());
			made = (ImagePlus) module.getOutput("image");
		}
		final String file = tmp.resolve("made.tif").toString();
		IJ.saveAsTiff(made, file);
		final ImagePlus read = IJ.openImage(file);
		assertArrayEquals(image.getDimensions(), read.getDimensions());
		assertEquals(image.getCalibration().toString(), read.getCalibration()
			.toString());
		for (int n = 1; n <= 64; n++) {
			int changed = 0;
			for (int i = 0; i < SIDE * SIDE; i++) {
				final boolean same = image.getStack().getProcessor(n).get(i) == read
					.getStack().getProcessor(n).get(i);
				assertTrue(same || image.getRoi().contains(i % SIDE, i / SIDE));
				changed += same ? 0 : 1;
			}
			assertTrue(changed > 0, "slice " + n);
			assertEquals("AI-inpainted, slice " + n, read.getStack().getSliceLabel(
				n));
		}
	}
}
