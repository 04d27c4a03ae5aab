
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.command.base.AbstractModelCommand;
import org.latentj.golden.Golden;
import org.latentj.service.StableDiffusionService;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleService;
import org.scijava.prefs.PrefService;
import org.scijava.service.Service;
import org.scijava.task.TaskService;

/**
 * Tests the commands with a checkpoint on images that are unusual: what is odd
 * but valid works, the rest is refused with one message.
 */
class OddImagesTest {

	private static Context context;

	@BeforeAll
	static void start() {
		context = new Context(List.<Class<? extends Service>> of(
			StableDiffusionService.class, CommandService.class, PrefService.class,
			StatusService.class, TaskService.class));
	}

	@AfterAll
	static void stop() {
		context.dispose();
	}

	@ParameterizedTest
	@CsvSource({ "1,1", "7,5", "8,8", "9,64" })
	void worksOnAnySize(final int w, final int h) throws Exception {
		final ImagePlus image = IJ.createImage("odd", "8-bit ramp", w, h, 1);
		assertAlike(image, image(run(Img2ImgCommand.class, image)));
		image.setRoi(new Roi(0, 0, w, h));
		assertAlike(image, image(run(InpaintCommand.class, image)));
		image.setRoi(new Roi(w / 2, h / 2, 1, 1));
		assertAlike(image, image(run(InpaintCommand.class, image, "grow", 64)));
	}

	@Test
	void worksOnAPictureOf513x769() throws Exception {
		final ImagePlus image = IJ.createImage("odd", "16-bit ramp", 513, 769, 1);
		assertAlike(image, image(run(Img2ImgCommand.class, image, "denoise", 0)));
		image.setRoi(new Roi(500, 760, 40, 40));
		final ImagePlus made = image(run(InpaintCommand.class, image, "denoise", 0,
			"encoder", "keep"));
		assertAlike(image, made);
		assertArrayEquals(image.getProcessor().getLine(0, 100, 400, 700), made
			.getProcessor().getLine(0, 100, 400, 700));
	}

	@ParameterizedTest
	@ValueSource(strings = { "8-bit", "16-bit", "RGB", "inverted", "calibrated",
		"12 bits", "negative", "2 channels", "3 channels", "5 channels" })
	void keepsTypeAndLook(final String kind) throws Exception {
		final ImagePlus image = odd(kind);
		assertAlike(image, image(run(Img2ImgCommand.class, image)));
		image.setRoi(new Roi(3, 4, 6, 5));
		final ImagePlus made = image(run(InpaintCommand.class, image, "stack",
			true));
		assertAlike(image, made);
		for (int slice = 1; slice <= image.getStackSize(); slice++) {
			final ImageProcessor before = image.getStack().getProcessor(slice);
			final ImageProcessor after = made.getStack().getProcessor(slice);
			// NB: the selection grows by two rows upwards.
			for (int i = 0; i < 24 * 2; i++) {
				assertEquals(before.get(i), after.get(i), "slice " + slice + ", " + i);
			}
		}
	}

	private static ImagePlus odd(final String kind) {
		final ImagePlus image = switch (kind) {
			case "16-bit", "12 bits" -> IJ.createImage(kind, "16-bit ramp", 24, 17,
				1);
			case "negative" -> IJ.createImage(kind, "32-bit ramp", 24, 17, 1);
			case "RGB" -> IJ.createImage(kind, "RGB ramp", 24, 17, 1);
			case "2 channels", "3 channels", "5 channels" -> IJ.createImage(kind,
				"16-bit composite-mode label", 24, 17, kind.charAt(0) - '0', 1, 2);
			default -> IJ.createImage(kind, "8-bit ramp", 24, 17, 1);
		};
		final ImageProcessor pixels = image.getProcessor();
		if (kind.equals("inverted")) {
			pixels.invertLut();
		}
		else if (kind.equals("12 bits")) {
			pixels.multiply(1 / 16.);
			image.setDisplayRange(0, 4095);
		}
		else if (kind.equals("negative")) {
			pixels.add(-0.75);
			image.setDisplayRange(-0.75, 0.25);
		}
		else if (kind.equals("calibrated")) {
			image.getCalibration().setFunction(Calibration.STRAIGHT_LINE,
				new double[] { 3, -0.5 }, "OD");
		}
		else if (kind.endsWith("channels")) {
			for (int c = 1; c <= image.getNChannels(); c++) {
				image.setC(c);
				image.setDisplayRange(0, 1000 * c);
			}
			image.setC(1);
		}
		return image;
	}

	private static void assertAlike(final ImagePlus image, final ImagePlus made) {
		assertEquals(image.getType(), made.getType());
		assertEquals(image.getWidth(), made.getWidth());
		assertEquals(image.getHeight(), made.getHeight());
		assertEquals(image.getNChannels(), made.getNChannels());
		assertEquals(image.isInvertedLut(), made.isInvertedLut());
		assertEquals(image.getDisplayRangeMin(), made.getDisplayRangeMin());
		assertEquals(image.getDisplayRangeMax(), made.getDisplayRangeMax());
		assertEquals(image.getCalibration().toString(), made.getCalibration()
			.toString());
		assertEquals(image.getCalibration().getCValue(7), made.getCalibration()
			.getCValue(7));
	}

	@Test
	void keepsNumbersThatAreNoneOutsideOfTheMask() throws Exception {
		final float[] odd = { Float.NaN, Float.POSITIVE_INFINITY,
			Float.NEGATIVE_INFINITY, -3, Float.intBitsToFloat(0x7fc12345), -0f };
		final FloatProcessor pixels = new FloatProcessor(32, 24);
		for (int i = 0; i < odd.length; i++) {
			pixels.setf(i, 0, odd[i]);
		}
		final ImagePlus image = new ImagePlus("odd", pixels);
		image.setRoi(new Roi(12, 10, 8, 6));
		final ImagePlus made = image(run(InpaintCommand.class, image, "range",
			"0-1"));
		for (int i = 0; i < odd.length; i++) {
			assertEquals(Float.floatToRawIntBits(odd[i]), Float.floatToRawIntBits(made
				.getProcessor().getf(i, 0)));
		}
		pixels.setf(13, 11, Float.NaN);
		assertRefused("x=13, y=11", InpaintCommand.class, image, "range", "0-1");
		assertRefused("5 of the pixels", Img2ImgCommand.class, image, "range",
			"0-1");
	}

	@Test
	void saysWhatToDoWithAConstantImage() throws Exception {
		final ImagePlus image = new ImagePlus("flat", new FloatProcessor(16, 16));
		image.setDisplayRange(5, 5);
		assertRefused("full range", Img2ImgCommand.class, image);
		assertAlike(image, image(run(Img2ImgCommand.class, image, "range", "0-9")));
		final ImagePlus bytes = new ImagePlus("flat", new ByteProcessor(16, 16));
		assertAlike(bytes, image(run(Img2ImgCommand.class, bytes)));
	}

	@Test
	void refusesAnImageWithoutSlices() throws Exception {
		assertRefused("has no slices", Img2ImgCommand.class, new ImagePlus());
		final ImagePlus closed = IJ.createImage("closed", "8-bit ramp", 16, 16, 1);
		closed.setRoi(new Roi(2, 2, 3, 3));
		closed.flush();
		assertRefused("closed", InpaintCommand.class, closed);
	}

	private static void assertRefused(final String why,
		final Class<? extends Command> command, final ImagePlus image,
		final Object... inputs) throws Exception
	{
		final AbstractModelCommand module = run(command, image, inputs);
		assertNotNull(module.getCancelReason());
		assertTrue(module.getCancelReason().contains(why), module
			.getCancelReason());
		assertNull(module.getOutput("image"));
	}

	private static AbstractModelCommand run(
		final Class<? extends Command> command, final ImagePlus image,
		final Object... inputs) throws Exception
	{
		final List<Object> all = new ArrayList<>(List.of("input", image,
			"checkpoint", Golden.file("families/micro_sd1.safetensors").toString(),
			"steps", 1, "cfg", 1.0, "seed", "5", "preview", "none"));
		all.addAll(List.of(inputs));
		return (AbstractModelCommand) context.service(ModuleService.class).run(
			context.service(CommandService.class).getCommand(command), true, all
				.toArray()).get();
	}

	private static ImagePlus image(final AbstractModelCommand module) {
		assertNull(module.getCancelReason());
		return (ImagePlus) module.getOutput("image");
	}
}
