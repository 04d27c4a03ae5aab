
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.LUT;

import java.awt.Color;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.latentj.command.base.AbstractModelCommand;
import org.latentj.golden.Golden;
import org.latentj.service.StableDiffusionService;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleService;
import org.scijava.prefs.PrefService;
import org.scijava.service.Service;
import org.scijava.task.TaskService;

/**
 * Tests {@link InpaintCommand} with a checkpoint on a hyperstack of 64 slices:
 * 2 channels, 8 z positions, 4 time points.
 */
class HyperstackInpaintTest {

	private static final int W = 45;

	private static final int H = 37;

	@Test
	void keepsAllOfAHyperstackButTheSelection() throws Exception {
		final CompositeImage input = hyperstack();
		final Roi roi = new OvalRoi(14, 12, 9, 8);
		input.setRoi(roi);
		final ImagePlus result = inpaint(input);
		assertEquals(64, result.getStackSize());
		for (int slice = 1; slice <= 64; slice++) {
			final short[] before = (short[]) input.getStack().getPixels(slice);
			final short[] after = (short[]) result.getStack().getPixels(slice);
			boolean changed = false;
			for (int i = 0; i < before.length; i++) {
				// NB: the selection grown by ComfyUI's kernel of 6 pixels.
				final int x = i % W;
				final int y = i / W;
				final boolean free = x >= 12 && x <= 25 && y >= 10 && y <= 22;
				if (!free) {
					assertEquals(before[i], after[i], "slice " + slice + ", pixel " + x +
						", " + y);
				}
				changed |= before[i] != after[i];
			}
			assertTrue(changed, "slice " + slice);
			assertTrue(result.getStack().getSliceLabel(slice).contains("z-label " +
				slice));
		}
		assertLook(input, (CompositeImage) result);
	}

	private static void assertLook(final CompositeImage input,
		final CompositeImage result)
	{
		assertArrayEquals(input.getDimensions(), result.getDimensions());
		assertEquals(input.getCalibration().toString(), result.getCalibration()
			.toString());
		assertEquals(0.25, result.getCalibration().pixelWidth);
		assertEquals("micron", result.getCalibration().getUnit());
		assertEquals(30, result.getCalibration().frameInterval);
		for (int c = 1; c <= 2; c++) {
			final LUT before = input.getChannelLut(c);
			final LUT after = result.getChannelLut(c);
			assertArrayEquals(before.getBytes(), after.getBytes());
			assertEquals(before.min, after.min);
			assertEquals(before.max, after.max);
		}
		assertEquals(input.getMode(), result.getMode());
		assertEquals(2, result.getOverlay().size(), "the input's and no more");
		assertEquals("scale", result.getOverlay().get(0).getName());
		assertEquals(3, result.getOverlay().get(1).getZPosition());
		assertEquals("63x", result.getProp("Objective"));
		assertFalse(result.getStack() == input.getStack());
	}

	private static CompositeImage hyperstack() {
		final ImageStack stack = new ImageStack(W, H);
		final Random random = new Random(6);
		for (int slice = 1; slice <= 64; slice++) {
			final short[] pixels = new short[W * H];
			for (int i = 0; i < pixels.length; i++) {
				// NB: of 12 bits, some of them outside of the display range.
				pixels[i] = (short) random.nextInt(4096);
			}
			stack.addSlice("z-label " + slice, pixels);
		}
		final ImagePlus plain = new ImagePlus("cells.tif", stack);
		plain.setDimensions(2, 8, 4);
		plain.setOpenAsHyperStack(true);
		final CompositeImage image = new CompositeImage(plain,
			CompositeImage.COMPOSITE);
		for (int c = 1; c <= 2; c++) {
			final LUT lut = LUT.createLutFromColor(c == 1 ? Color.GREEN
				: Color.MAGENTA);
			lut.min = 100 * c;
			lut.max = 3000 + c;
			image.setChannelLut(lut, c);
		}
		image.getCalibration().pixelWidth = 0.25;
		image.getCalibration().pixelDepth = 1.5;
		image.getCalibration().setUnit("micron");
		image.getCalibration().frameInterval = 30;
		image.setProp("Objective", "63x");
		final Roi bar = new Roi(2, 33, 20, 2);
		bar.setName("scale");
		final Roi arrow = new Roi(30, 3, 4, 4);
		arrow.setPosition(1, 3, 2);
		image.setOverlay(new Overlay(bar));
		image.getOverlay().add(arrow);
		return image;
	}

	private static ImagePlus inpaint(final ImagePlus input) throws Exception {
		try (Context context = new Context(List.<Class<? extends Service>> of(
			StableDiffusionService.class, CommandService.class, PrefService.class,
			StatusService.class, TaskService.class)))
		{
			final AbstractModelCommand module = (AbstractModelCommand) context
				.service(ModuleService.class).run(context.service(CommandService.class)
					.getCommand(InpaintCommand.class), true, "input", input, "stack",
					true, "checkpoint", Golden.file("families/micro_sd1.safetensors")
						.toString(), "prompt", "nuclei", "steps", 1, "cfg", 1.0, "seed",
					"5", "preview", "none").get();
			assertNull(module.getCancelReason());
			return (ImagePlus) module.getOutput("image");
		}
	}
}
