
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.macro.Interpreter;
import ij.plugin.LutLoader;
import ij.process.ImageProcessor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.command.base.AbstractModelCommand;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.Provenance.InputImage;
import org.latentj.record.GeneratedImage;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleService;
import org.scijava.prefs.PrefService;
import org.scijava.service.Service;
import org.scijava.task.TaskService;

/**
 * What somebody does with the images of a run while it runs makes no
 * difference, and what a run has finished before it fails is given.
 */
class DisturbedRunTest {

	private Context context;

	private ImageCommandsTest.White diffusion;

	@BeforeEach
	void start() {
		context = new Context(List.<Class<? extends Service>> of(
			ImageCommandsTest.White.class, CommandService.class, PrefService.class,
			StatusService.class, TaskService.class));
		diffusion = context.service(ImageCommandsTest.White.class);
	}

	@AfterEach
	void stop() {
		// NB: the framework keeps values for dialogs, of which tests are no user.
		context.service(PrefService.class).clear(InpaintCommand.class);
		context.dispose();
	}

	private static ImagePlus stack() {
		final ImagePlus stack = IJ.createImage("cells.tif", "16-bit ramp", 40, 30,
			4);
		stack.setSlice(3);
		stack.setDisplayRange(100, 50000);
		stack.setRoi(new OvalRoi(8, 8, 9, 6));
		stack.setOverlay(new Overlay(new Roi(1, 1, 2, 2)));
		stack.setProperty("Info", "objective 63x");
		stack.getCalibration().pixelWidth = 0.5;
		return stack;
	}

	private interface Disturbance {

		void of(ImagePlus image);
	}

	private static Map<String, Disturbance> disturbances() {
		final Map<String, Disturbance> all = new LinkedHashMap<>();
		all.put("another selection", i -> i.setRoi(new Roi(20, 20, 5, 5)));
		all.put("no selection", i -> i.deleteRoi());
		all.put("another slice", i -> i.setSlice(1));
		all.put("another display range", i -> i.setDisplayRange(0, 7));
		all.put("another table", i -> i.getProcessor().setColorModel(LutLoader
			.getLut("fire")));
		all.put("inverted table", i -> i.getProcessor().invertLut());
		all.put("drawn on", i -> {
			for (int n = 1; n <= i.getStackSize(); n++) {
				i.getStack().getProcessor(n).setValue(9);
				i.getStack().getProcessor(n).fill();
			}
		});
		all.put("another title", i -> i.setTitle("other"));
		all.put("no overlay", i -> i.setOverlay(null));
		all.put("another scale", i -> i.getCalibration().pixelWidth = 3);
		all.put("other properties", i -> i.setProperty("Info", "none"));
		all.put("another type", i -> i.setStack(IJ.createImage("", "RGB white", 9,
			7, 2).getStack()));
		all.put("closed", i -> {
			i.changes = false;
			i.close();
		});
		all.put("emptied", i -> i.flush());
		return all;
	}

	@Test
	void isAsIfNobodyHadTouchedThePicture() throws Exception {
		for (final boolean every : new boolean[] { true, false }) {
			final ImagePlus expected = inpaint(stack(), i -> {}, every);
			for (final Map.Entry<String, Disturbance> each : disturbances()
				.entrySet())
			{
				assertSame(each.getKey(), expected, inpaint(stack(), each.getValue(),
					every));
			}
		}
	}

	private static void assertSame(final String what, final ImagePlus expected,
		final ImagePlus actual)
	{
		assertEquals(expected.getTitle(), actual.getTitle(), what);
		assertEquals(expected.getStackSize(), actual.getStackSize(), what);
		for (int n = 1; n <= expected.getStackSize(); n++) {
			assertArrayEquals((short[]) expected.getStack().getPixels(n),
				(short[]) actual.getStack().getPixels(n), what);
			assertEquals(expected.getStack().getSliceLabel(n), actual.getStack()
				.getSliceLabel(n), what);
		}
		assertEquals(expected.getCurrentSlice(), actual.getCurrentSlice(), what);
		assertEquals(expected.getDisplayRangeMax(), actual.getDisplayRangeMax(),
			what);
		assertArrayEquals(expected.getProcessor().getLut().getBytes(), actual
			.getProcessor().getLut().getBytes(), what);
		assertEquals(expected.getOverlay().size(), actual.getOverlay().size(),
			what);
		assertEquals(expected.getCalibration().toString(), actual.getCalibration()
			.toString(), what);
		final Provenance first = GeneratedImage.provenance(expected).orElseThrow();
		final Provenance second = GeneratedImage.provenance(actual).orElseThrow();
		assertEquals(first.call(), second.call(), what);
		assertEquals(first.mask(), second.mask(), what);
		assertEquals(expected.getInfoProperty(), actual.getInfoProperty(), what);
	}

	private ImagePlus inpaint(final ImagePlus image,
		final Disturbance disturbance, final boolean every) throws Exception
	{
		diffusion.meanwhile = () -> disturbance.of(image);
		final AbstractModelCommand module = run(InpaintCommand.class, "input",
			image, "stack", every, "seed", "1", "noise", "independent");
		assertNull(module.getCancelReason());
		assertFalse(image.isLocked());
		return (ImagePlus) module.getOutput("image");
	}

	@Test
	void recordsWhatTheImageWas() throws Exception {
		final ImagePlus image = inpaint(stack(), i -> {
			i.setSlice(1);
			i.deleteRoi();
			i.getProcessor().fill();
		}, true);
		final InputImage input = GeneratedImage.provenance(image).orElseThrow()
			.call().orElseThrow().images().get("input");
		final InputImage fresh = org.latentj.imageplus.WorkedImage.identify(
			stack());
		assertEquals(fresh, input);
		assertEquals(3, input.slice());
		assertFalse(input.selection().isEmpty());
	}

	/** Masks are of another stack, or thresholded, and drawn on or closed. */
	@Test
	void isAsIfNobodyHadTouchedTheMask() throws Exception {
		for (final String type : List.of("8-bit", "16-bit")) {
			final ImagePlus expected = withMask(type, mask -> {});
			for (final Map.Entry<String, Disturbance> each : disturbances()
				.entrySet())
			{
				assertSame(type + ", " + each.getKey(), expected, withMask(type, each
					.getValue()));
			}
			assertSame(type + ", threshold", expected, withMask(type, mask -> mask
				.getProcessor().setThreshold(0, 65535, ImageProcessor.NO_LUT_UPDATE)));
		}
	}

	private ImagePlus withMask(final String type, final Disturbance disturbance)
		throws Exception
	{
		final ImagePlus mask = IJ.createImage("mask of mine", type + " black", 40,
			30, 4);
		for (int n = 1; n <= 4; n++) {
			mask.getStack().getProcessor(n).set(5 * n, 7, 255);
		}
		if (type.equals("16-bit")) {
			mask.getProcessor().setThreshold(200, 300, ImageProcessor.NO_LUT_UPDATE);
		}
		// NB: so that an image is open without a screen.
		Interpreter.batchMode = true;
		Interpreter.addBatchModeImage(mask);
		try {
			assertNotNull(WindowManager.getImage("mask of mine"));
			diffusion.meanwhile = () -> disturbance.of(mask);
			final AbstractModelCommand module = run(InpaintCommand.class, "input",
				stack(), "stack", true, "seed", "1", "mask", "mask of mine");
			assertNull(module.getCancelReason());
			assertFalse(mask.isLocked());
			return (ImagePlus) module.getOutput("image");
		}
		finally {
			Interpreter.removeBatchModeImage(mask);
			Interpreter.batchMode = false;
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Img2ImgCommand.class, InpaintCommand.class,
		LatentUpscaleCommand.class })
	void giveWhatWasFinishedBeforeASliceFails(
		final Class<? extends Command> command) throws Exception
	{
		diffusion.meanwhile = () -> {
			if (diffusion.requests.size() == 3) {
				throw new IllegalArgumentException("the tensor is bad");
			}
		};
		final AbstractModelCommand module = run(command, "input", stack(), "stack",
			true, "batch", 1);
		final String reason = module.getCancelReason();
		assertTrue(reason.contains("z=3") && reason.contains("the tensor is bad") &&
			reason.contains("2 before it"), reason);
		final ImagePlus image = (ImagePlus) module.getOutput("image");
		assertEquals(4, image.getStackSize());
		assertTrue(image.getStack().getSliceLabel(2).contains("AI-"));
		assertTrue(GeneratedImage.provenance(image).isPresent());
		assertTrue(image.getInfoProperty().contains("the tensor is bad"));
		assertFalse(String.valueOf(image.getStack().getSliceLabel(3)).contains(
			"AI-"));
	}

	@Test
	void giveNothingIfTheFirstSliceFails() throws Exception {
		diffusion.meanwhile = () -> {
			throw new IllegalArgumentException("the tensor is bad");
		};
		final AbstractModelCommand module = run(Img2ImgCommand.class, "input",
			stack(), "stack", true);
		assertEquals("the tensor is bad", module.getCancelReason());
		assertNull(module.getOutput("image"));
	}

	@Test
	void takesCompositesWithTheirChannels() throws Exception {
		final CompositeImage image = new CompositeImage(IJ.createHyperStack("c", 20,
			16, 3, 2, 1, 8), CompositeImage.COMPOSITE);
		diffusion.meanwhile = () -> image.setPosition(3, 1, 1);
		image.setPosition(2, 2, 1);
		final ImagePlus made = (ImagePlus) run(Img2ImgCommand.class, "input", image,
			"range", "full").getOutput("image");
		assertArrayEquals(new int[] { 20, 16, 3, 1, 1 }, made.getDimensions());
		assertEquals(255, made.getStack().getProcessor(3).get(3));
	}

	private AbstractModelCommand run(final Class<? extends Command> command,
		final Object... inputs) throws Exception
	{
		return (AbstractModelCommand) context.service(ModuleService.class).run(
			context.service(CommandService.class).getCommand(command), true, inputs)
			.get();
	}
}
