
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.latentj.checkpoint.Weights;
import org.latentj.command.base.AbstractModelCommand;
import org.latentj.golden.Golden;
import org.latentj.image.ImageTensors;
import org.latentj.record.GeneratedImage;
import org.latentj.service.StableDiffusionService;
import org.latentj.tensor.Tensor;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleService;
import org.scijava.prefs.PrefService;
import org.scijava.service.Service;
import org.scijava.task.TaskService;

import net.imglib2.Cursor;
import net.imglib2.type.numeric.ARGBType;

/**
 * Pixels of 8 bits against those that ComfyUI saves: its numbers in 32 bit are
 * ours to 1e-3 at most, so that few levels can differ, and those by one.
 */
class EightBitPixelsTest {

	private static final int W = 64;

	private static final int H = 48;

	/** Part of the levels that may be others; of rounded ones it is a half. */
	private static final double FEW = 0.02;

	private static Context context;

	private static Weights golden;

	@BeforeAll
	static void open() throws Exception {
		golden = Golden.open("e2e.safetensors");
		context = new Context(List.<Class<? extends Service>> of(
			StableDiffusionService.class, CommandService.class, PrefService.class,
			StatusService.class, TaskService.class));
	}

	@AfterAll
	static void close() {
		// NB: the framework keeps values for dialogs, of which tests are no user.
		context.service(PrefService.class).clear(InpaintCommand.class);
		context.dispose();
	}

	private static int[] rgb(final String name) throws Exception {
		final float[] levels = golden.read(name).data();
		final int[] pixels = new int[levels.length / 3];
		for (int i = 0; i < levels.length; i++) {
			pixels[i / 3] |= (int) levels[i] << 16 - 8 * (i % 3);
		}
		return pixels;
	}

	private static ImagePlus picture() throws Exception {
		return new ImagePlus("picture", new ColorProcessor(W, H, rgb("image_u8")));
	}

	@Test
	void paintsOverAsComfyUiSaves() throws Exception {
		final ImagePlus made = run(Img2ImgCommand.class, picture(), "denoise", 0.5);
		assertAlike("img2img/0.5/image_u8", (int[]) made.getProcessor().getPixels(),
			i -> true);
	}

	@Test
	void makesTheSameOfThreeChannelsAsOfRgb() throws Exception {
		final ImagePlus rgb = run(Img2ImgCommand.class, picture(), "denoise", 0.5);
		final ImagePlus channels = IJ.createHyperStack("c", W, H, 3, 1, 1, 8);
		for (int c = 1; c <= 3; c++) {
			channels.getStack().setPixels(((ColorProcessor) picture().getProcessor())
				.getChannel(c), c);
		}
		final ImagePlus made = run(Img2ImgCommand.class, new CompositeImage(
			channels, CompositeImage.COMPOSITE), "denoise", 0.5, "range", "full");
		for (int c = 1; c <= 3; c++) {
			assertArrayEquals(((ColorProcessor) rgb.getProcessor()).getChannel(c),
				(byte[]) made.getStack().getPixels(c));
		}
	}

	@Test
	void inpaintsAsComfyUiSavesAndKeepsTheRest() throws Exception {
		final byte[] mask = new byte[W * H];
		final float[] drawn = golden.read("mask_u8").data();
		for (int i = 0; i < drawn.length; i++) {
			mask[i] = (byte) (255 * drawn[i]);
		}
		final ImagePlus image = new ImagePlus("the mask", new ByteProcessor(W, H,
			mask));
		Interpreter.batchMode = true;
		Interpreter.addBatchModeImage(image);
		try {
			final int[] made = (int[]) run(InpaintCommand.class, picture(), "mask",
				"the mask", "feather", 0).getProcessor().getPixels();
			assertAlike("inpaint_vaeencode/euler/image_u8", made, i -> mask[i] == -1);
			final int[] before = rgb("image_u8");
			// NB: two rows away from the mask, which grow=6 does not reach.
			for (int i = 0; i < 2 * W; i++) {
				if (mask[i] == 0 && mask[i + 6 * W] == 0) {
					assertEquals(before[i], made[i] & 0xffffff);
				}
			}
		}
		finally {
			Interpreter.removeBatchModeImage(image);
			Interpreter.batchMode = false;
		}
	}

	@Test
	void makesPicturesFromTextAsComfyUiSaves() throws Exception {
		final ImagePlus made = run(Txt2ImgCommand.class, null, "width", W, "height",
			H);
		assertAlike("txt2img/euler/image_u8", (int[]) made.getProcessor()
			.getPixels(), i -> true);
	}

	/** NB: one rule for what begins with an image and for what does not. */
	@Test
	void cutsOffAlikeInAllCommands() {
		final Tensor unit = Tensor.zeros(1, 3, 64, 64);
		for (int i = 0; i < unit.length(); i++) {
			unit.data()[i] = (float) i / (unit.length() - 1);
		}
		final int[] expected = GeneratedImage.rgb(unit, 0);
		final int[] actual = new int[64 * 64];
		final Cursor<ARGBType> pixels = ImageTensors.toRgb(unit, 0).cursor();
		for (int i = 0; i < actual.length; i++) {
			actual[i] = pixels.next().get();
		}
		assertArrayEquals(expected, actual);
	}

	private static void assertAlike(final String name, final int[] made,
		final IntPredicate where) throws Exception
	{
		final int[] expected = rgb(name);
		int others = 0;
		int count = 0;
		for (int i = 0; i < made.length; i++) {
			for (int shift = 0; shift <= 16 && where.test(i); shift += 8) {
				final int difference = Math.abs((expected[i] >> shift & 0xff) -
					(made[i] >> shift & 0xff));
				assertTrue(difference <= 1, name + ", pixel " + i + ": " + difference);
				others += difference;
				count++;
			}
		}
		assertTrue(count > 300);
		assertTrue(others < FEW * count, name + ": " + others + " of " + count +
			" levels differ");
	}

	private static ImagePlus run(final Class<? extends Command> command,
		final ImagePlus image, final Object... inputs) throws Exception
	{
		final List<Object> all = new ArrayList<>(List.of("checkpoint", Golden.file(
			"tiny_sd1.safetensors").toString(), "prompt", "a photo of a cat",
			"negative", "blurry, bad", "seed", "42", "steps", 4, "cfg", 6.0,
			"preview", "none"));
		if (image != null) {
			all.addAll(List.of("input", image));
		}
		all.addAll(List.of(inputs));
		final AbstractModelCommand module = (AbstractModelCommand) context.service(
			ModuleService.class).run(context.service(CommandService.class).getCommand(
				command), true, all.toArray()).get();
		assertNull(module.getCancelReason());
		return (ImagePlus) module.getOutput("image");
	}
}
