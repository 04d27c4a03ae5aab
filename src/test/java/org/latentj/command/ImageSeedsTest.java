
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ColorProcessor;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.latentj.command.base.AbstractImageCommand;
import org.latentj.command.input.CommandCall;
import org.latentj.golden.Golden;
import org.latentj.image.Mask;
import org.latentj.imageplus.ImageInput;
import org.latentj.pipeline.Uncertainty;
import org.latentj.record.DeviationMap;
import org.latentj.record.GeneratedImage;
import org.latentj.tensor.Tensor;
import org.scijava.Cancelable;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** Several seeds on an image, with a micro checkpoint. */
class ImageSeedsTest {

	private static final int WIDTH = 20;

	private static final int HEIGHT = 16;

	private static ImagePlus cells(final int slices) {
		final ImageStack stack = new ImageStack(WIDTH, HEIGHT);
		for (int n = 0; n < slices; n++) {
			final ColorProcessor pixels = new ColorProcessor(WIDTH, HEIGHT);
			for (int i = 0; i < WIDTH * HEIGHT; i++) {
				pixels.set(i, i * 70001 + n * 31);
			}
			stack.addSlice(pixels);
		}
		final ImagePlus image = new ImagePlus("cells", stack);
		final Calibration calibration = new Calibration();
		calibration.pixelWidth = 0.5;
		calibration.setUnit("um");
		image.setCalibration(calibration);
		return image;
	}

	private static Module run(final Class<? extends AbstractImageCommand> command,
		final ImagePlus image, final Object... inputs) throws Exception
	{
		final Module module = BatchProcess.shared().service(ModuleService.class)
			.createModule(BatchProcess.shared().service(CommandService.class)
				.getCommand(command));
		module.setInput("input", image);
		module.setInput("checkpoint", Golden.file("families/micro_sd1.safetensors")
			.toAbsolutePath().toString());
		module.setInput("seed", "5");
		module.setInput("steps", 1);
		module.setInput("denoise", 1.0);
		for (int i = 0; i < inputs.length; i += 2) {
			module.setInput((String) inputs[i], inputs[i + 1]);
		}
		CommandCall.inputs(module).forEach(i -> module.resolveInput(i.getName()));
		CommandCall.run(BatchProcess.shared(), module);
		assertNull(((Cancelable) module).getCancelReason());
		return module;
	}

	private static ImagePlus image(final Module module, final String output) {
		return (ImagePlus) module.getOutput(output);
	}

	private static int[] pixels(final ImagePlus image, final int slice) {
		return (int[]) image.getStack().getPixels(slice);
	}

	/** The map that the pictures themselves give. */
	private static float[] expected(final ImagePlus pictures, final int... at) {
		Tensor all = null;
		for (final int n : at) {
			final Tensor one = new ImageInput(new ImagePlus("", pictures.getStack()
				.getProcessor(n))).pixels(Mask.whole(WIDTH, HEIGHT));
			all = all == null ? one : Tensor.concat(List.of(all, one));
		}
		return DeviationMap.levels(Uncertainty.of(all).deviation());
	}

	private static void compare(final float[] expected, final float[] given) {
		for (int i = 0; i < expected.length; i++) {
			// NB: pictures have whole levels, the map has not.
			assertEquals(expected[i], given[i], 1, "pixel " + i);
		}
	}

	@Test
	void giveThePictureOfEachAndAMapOfWhereTheyDiffer() throws Exception {
		final Module three = run(Img2ImgCommand.class, cells(1), "seeds", 3);
		final ImagePlus made = image(three, "image");
		assertEquals(3, made.getNFrames());
		final ImagePlus second = image(run(Img2ImgCommand.class, cells(1), "seed",
			"6"), "image");
		assertArrayEquals(pixels(second, 1), pixels(made, 2));
		final ImagePlus map = image(three, "deviation");
		assertEquals(32, map.getBitDepth());
		assertEquals(0.5, map.getCalibration().pixelWidth);
		compare(expected(made, 1, 2, 3), (float[]) map.getProcessor().getPixels());
		assertEquals("3", GeneratedImage.provenance(map).orElseThrow().setting(
			"seeds"));
		assertNull(image(run(Img2ImgCommand.class, cells(1)), "deviation"));
	}

	@Test
	void doNotDifferWherePixelsKeepTheirBits() throws Exception {
		final ImagePlus old = cells(1);
		old.setRoi(new Roi(4, 4, 8, 8));
		final Module two = run(InpaintCommand.class, old, "seeds", 2, "grow", 0,
			"surroundings", "true", "margin", 2);
		final float[] map = (float[]) image(two, "deviation").getProcessor()
			.getPixels();
		assertEquals(WIDTH * HEIGHT, map.length);
		double inside = 0;
		for (int y = 0; y < HEIGHT; y++) {
			for (int x = 0; x < WIDTH; x++) {
				if (old.getRoi().contains(x, y)) {
					inside += map[y * WIDTH + x];
				}
				else {
					assertEquals(0, map[y * WIDTH + x], x + ", " + y);
				}
			}
		}
		assertTrue(inside > 0);
		compare(expected(image(two, "image"), 1, 2), map);
	}

	@Test
	void giveAMapForEachSlice() throws Exception {
		final Module two = run(Img2ImgCommand.class, cells(2), "seeds", 2, "stack",
			true);
		final ImagePlus made = image(two, "image");
		final ImagePlus maps = image(two, "deviation");
		assertEquals(4, made.getStackSize());
		assertEquals(2, maps.getStackSize());
		compare(expected(made, 1, 3), (float[]) maps.getStack().getPixels(1));
		compare(expected(made, 2, 4), (float[]) maps.getStack().getPixels(2));
	}

	@Test
	void areOfTheLargerPicture() throws Exception {
		final Module two = run(OutpaintCommand.class, cells(1), "seeds", 2, "right",
			8);
		final ImagePlus map = image(two, "deviation");
		assertEquals(28, map.getWidth());
		assertEquals(0, map.getProcessor().getf(3, 3));
	}
}
