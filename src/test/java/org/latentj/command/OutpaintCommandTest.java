
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ShortProcessor;

import org.junit.jupiter.api.Test;
import org.latentj.command.input.CommandCall;
import org.latentj.golden.Golden;
import org.latentj.imageplus.region.GeneratedPixels;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.scijava.Cancelable;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** With a micro checkpoint, on the smallest pictures. */
class OutpaintCommandTest {

	private static ImagePlus cells(final int slices) {
		final ImageStack stack = new ImageStack(20, 16);
		for (int n = 0; n < slices; n++) {
			final ShortProcessor pixels = new ShortProcessor(20, 16);
			for (int i = 0; i < 320; i++) {
				pixels.set(i, 100 * n + i * 7 % 1000);
			}
			stack.addSlice(pixels);
		}
		final ImagePlus image = new ImagePlus("cells", stack);
		image.setDisplayRange(0, 1000);
		final Calibration calibration = new Calibration();
		calibration.pixelWidth = 0.5;
		calibration.setUnit("um");
		calibration.xOrigin = 3;
		calibration.yOrigin = -2;
		image.setCalibration(calibration);
		image.setOverlay(new Overlay(new Roi(1, 2, 3, 4)));
		return image;
	}

	private static Module run(final ImagePlus image, final Object... inputs)
		throws Exception
	{
		final Module module = BatchProcess.shared().service(ModuleService.class)
			.createModule(BatchProcess.shared().service(CommandService.class)
				.getCommand(OutpaintCommand.class));
		module.setInput("input", image);
		module.setInput("checkpoint", Golden.file("families/micro_sd1.safetensors")
			.toAbsolutePath().toString());
		module.setInput("seed", "5");
		module.setInput("steps", 1);
		for (int i = 0; i < inputs.length; i += 2) {
			module.setInput((String) inputs[i], inputs[i + 1]);
		}
		CommandCall.inputs(module).forEach(i -> module.resolveInput(i.getName()));
		return CommandCall.run(BatchProcess.shared(), module);
	}

	private static ImagePlus made(final ImagePlus image, final Object... inputs)
		throws Exception
	{
		final Module module = run(image, inputs);
		assertEquals(null, ((Cancelable) module).getCancelReason());
		return (ImagePlus) module.getOutput("image");
	}

	/** How many old pixels have other bits. */
	private static int changed(final ImagePlus old, final ImagePlus made,
		final int left, final int top)
	{
		int changed = 0;
		for (int n = 1; n <= old.getStackSize(); n++) {
			for (int i = 0; i < 320; i++) {
				changed += old.getStack().getProcessor(n).get(i % 20, i / 20) == made
					.getStack().getProcessor(n).get(left + i % 20, top + i / 20) ? 0 : 1;
			}
		}
		return changed;
	}

	@Test
	void keepsOldPixelsCalibrationAndOverlay() throws Exception {
		final ImagePlus old = cells(1);
		final ImagePlus made = made(old, "left", 8, "bottom", 5);
		assertEquals(28, made.getWidth());
		assertEquals(21, made.getHeight());
		assertEquals(16, made.getBitDepth());
		assertEquals(0, changed(old, made, 8, 0));
		final Calibration calibration = made.getCalibration();
		assertEquals(old.getCalibration().getX(4), calibration.getX(12), 1e-12);
		assertEquals(old.getCalibration().getY(4), calibration.getY(4), 1e-12);
		assertEquals(0.5, calibration.pixelWidth);
		assertEquals(new Roi(9, 2, 3, 4).getBounds(), made.getOverlay().get(0)
			.getBounds());
	}

	@Test
	void tellsWhichPixelsAreGenerated() throws Exception {
		final ImagePlus made = made(cells(1), "right", 4);
		final Provenance record = GeneratedImage.provenance(made).orElseThrow();
		assertEquals("outpaint", record.operation());
		assertEquals("4", record.setting("right"));
		assertTrue(record.partly());
		assertTrue(made.getTitle().contains(Provenance.PART_STATEMENT));
		final ImagePlus mask = GeneratedPixels.mask(made);
		assertEquals(0, mask.getProcessor().get(19, 5));
		assertEquals(255, mask.getProcessor().get(20, 5));
		assertEquals("Outpaint...", record.call().orElseThrow().command());
	}

	/** NB: of a picture that was outpainted before, the areas move, too. */
	@Test
	void movesWhatWasGeneratedBefore() throws Exception {
		final ImagePlus twice = made(made(cells(1), "right", 4), "left", 8);
		final ImagePlus mask = GeneratedPixels.mask(twice);
		assertEquals(255, mask.getProcessor().get(7, 5));
		assertEquals(0, mask.getProcessor().get(8, 5));
		assertEquals(0, mask.getProcessor().get(27, 5));
		assertEquals(255, mask.getProcessor().get(28, 5));
	}

	@Test
	void blendsWithinTheFeatheringAlone() throws Exception {
		final ImagePlus old = cells(1);
		final ImagePlus made = made(old, "right", 8, "feathering", 4, "range",
			"full");
		final int changed = changed(old, made, 0, 0);
		assertTrue(changed > 0 && changed <= 4 * 16, "changed " + changed);
		for (int y = 0; y < 16; y++) {
			assertEquals(old.getProcessor().get(15, y), made.getProcessor().get(15,
				y));
		}
	}

	@Test
	void goesToWhereASelectionReaches() throws Exception {
		final ImagePlus old = cells(1);
		final Roi roi = new Roi(0, 0, 10, 10);
		old.setRoi(roi);
		roi.setLocation(-6, 9);
		final ImagePlus made = made(old);
		assertEquals(26, made.getWidth());
		assertEquals(19, made.getHeight());
		assertEquals(0, changed(old, made, 6, 0));
		assertEquals("6", GeneratedImage.provenance(made).orElseThrow().call()
			.orElseThrow().inputs().get("left"));
	}

	@Test
	void continuesAllSlicesOfAStack() throws Exception {
		final ImagePlus old = cells(2);
		final ImagePlus made = made(old, "top", 3, "stack", true, "batch", 1);
		assertEquals(2, made.getStackSize());
		assertEquals(0, changed(old, made, 0, 3));
	}

	@Test
	void saysWhatIsWrong() throws Exception {
		assertTrue(((Cancelable) run(cells(1))).getCancelReason().contains(
			"select beyond the border"));
		assertTrue(((Cancelable) run(cells(1), "left", -1)).getCancelReason()
			.startsWith("left is -1"));
		assertTrue(((Cancelable) run(cells(1), "left", 8, "encoder", "model"))
			.getCancelReason().contains("inpainting model"));
	}
}
