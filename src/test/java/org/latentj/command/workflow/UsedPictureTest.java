
package org.latentj.command.workflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import ij.process.ImageProcessor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.LatentJ;
import org.latentj.command.RepeatCommand;
import org.latentj.command.input.CommandCall;
import org.latentj.provenance.PngText;
import org.latentj.record.GeneratedImage;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.Workflow;
import org.latentj.workflow.graph.UsedPicture;
import org.latentj.workflow.node.LoadedPicture;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** The workflow of a picture takes the slice and range that it was made of. */
class UsedPictureTest {

	private static final String RANGE = "500-3000";

	@TempDir
	Path tmp;

	private Context context;

	private SavedWorkflows bench;

	@BeforeEach
	void open() {
		context = new Context();
		bench = new SavedWorkflows(context, tmp);
	}

	@AfterEach
	void close() {
		context.dispose();
	}

	private LatentJ settings() {
		return new LatentJ(context).prompt("nuclei").seed(42).steps(2).sampler(
			"euler").scheduler("normal").denoise(0.6);
	}

	/** Each slice is another one. */
	private static ImagePlus stack(final String type) {
		final ImagePlus stack = IJ.createImage("cells.tif", type + " black", 32, 24,
			4);
		for (int slice = 1; slice <= 4; slice++) {
			final ImageProcessor ip = stack.getStack().getProcessor(slice);
			for (int i = 0; i < ip.getPixelCount(); i++) {
				ip.set(i, (i * 7 * slice + 300 * slice) % 4096 | (type.equals("RGB")
					? 0xff000000 : 0));
			}
		}
		stack.setSlice(3);
		stack.setDisplayRange(0, 4095);
		return stack;
	}

	private void write(final ImagePlus stack) {
		assertTrue(new FileSaver(stack).saveAsTiffStack(tmp.resolve("cells.tif")
			.toString()));
	}

	private static int[] rgb(final ImagePlus image) {
		return (int[]) image.getProcessor().convertToRGB().getPixels();
	}

	/** What the workflow in a file gets for what it loads. */
	private static LoadedPicture loaded(final Path png) throws IOException {
		return new WorkflowPictures(png, UsedPicture.of(Workflow.read(png).graph()))
			.find("cells.tif");
	}

	private static Tensor expected(final ImagePlus stack, final double low,
		final double high)
	{
		final Tensor all = Tensor.zeros(1, 3, 24, 32);
		final ImageProcessor ip = stack.getStack().getProcessor(3);
		for (int i = 0; i < all.data().length; i++) {
			all.data()[i] = (float) Math.min(1, Math.max(0, (ip.get(i % (24 * 32)) -
				low) / (high - low)));
		}
		return all;
	}

	@Test
	void runsOnTheSliceAndTheRangeOfThen() throws IOException {
		final ImagePlus stack = stack("16-bit");
		final ImagePlus made = settings().with("range", RANGE).img2img(stack);
		final Path png = bench.saved(made, "made");
		stack.setSlice(1);
		stack.setDisplayRange(0, 60000);
		write(stack);
		assertArrayEquals(expected(stack, 500, 3000).data(), loaded(png).pixels()
			.data(), 1e-6f);
		final int[] again = rgb(new LatentJ(context).workflow(png.toString()));
		assertArrayEquals(again, rgb(bench.run(png, "workflow")));
		// NB: the result is of 16 bits in that range, the workflow's of 8.
		final ImageProcessor grey = made.getProcessor();
		for (int i = 0; i < again.length; i++) {
			final double of8 = 255 * (grey.get(i) - 500) / 2500.0;
			final int rgb = again[i];
			assertEquals(Math.min(255, Math.max(0, of8)), ((rgb >> 16 & 0xff) +
				(rgb >> 8 & 0xff) + (rgb & 0xff)) / 3.0, 1);
		}
		assertFalse(Arrays.equals(again, rgb(bench.run(bench.saved(settings()
			.img2img(stack), "other"), "workflow"))));
	}

	@Test
	void knowsWhatWasDisplayed() throws IOException {
		final ImagePlus stack = stack("16-bit");
		final Path png = bench.saved(settings().img2img(stack), "made");
		stack.setSlice(1);
		stack.setDisplayRange(0, 60000);
		write(stack);
		assertArrayEquals(expected(stack, 0, 4095).data(), loaded(png).pixels()
			.data(), 1e-6f);
	}

	@Test
	void givesTheSamePixelsOfASliceInColours() throws IOException {
		final ImagePlus stack = stack("RGB");
		write(stack);
		final ImagePlus made = settings().img2img(stack);
		final Path png = bench.saved(made, "made");
		assertArrayEquals(rgb(made), rgb(bench.run(png, "workflow")));
		final ImagePlus again = new LatentJ(context).workflow(png.toString());
		assertArrayEquals(rgb(made), rgb(again));
		// NB: and so does what that one's file tells.
		assertArrayEquals(rgb(made), rgb(new LatentJ(context).workflow(bench.saved(
			again, "again").toString())));
	}

	@Test
	void saysWhatIsNotAsItIsDisplayed() throws IOException {
		final ImagePlus stack = stack("16-bit");
		final Path png = bench.saved(settings().with("range", RANGE).img2img(stack),
			"made");
		Interpreter.batchMode = true;
		Interpreter.addBatchModeImage(stack);
		try {
			stack.setSlice(2);
			final LoadedPicture picture = loaded(png);
			assertArrayEquals(expected(stack, 500, 3000).data(), picture.pixels()
				.data(), 1e-6f);
			assertEquals(List.of("of 'cells.tif' slice 3 with range 500.0-3000.0 " +
				"is taken, as when the workflow was made, not what is displayed"),
				picture.notes());
			assertEquals(2, stack.getCurrentSlice());
			stack.setSlice(3);
			stack.setDisplayRange(500, 3000);
			assertEquals(List.of(), loaded(png).notes());
		}
		finally {
			Interpreter.removeBatchModeImage(stack);
			Interpreter.batchMode = false;
		}
	}

	/** By {@code Make Again...}, of an image that is displayed otherwise. */
	@Test
	void isMadeAgainOfTheSliceAndTheRangeOfThen() throws IOException {
		final ImagePlus stack = stack("16-bit");
		final Path png = bench.saved(settings().with("range", RANGE).img2img(stack),
			"made");
		write(stack);
		final ImagePlus made = new LatentJ(context).workflow(png.toString());
		stack.setSlice(1);
		stack.setDisplayRange(0, 60000);
		Interpreter.batchMode = true;
		Interpreter.addBatchModeImage(stack);
		try {
			final Module module = context.service(ModuleService.class).createModule(
				context.service(CommandService.class).getCommand(RepeatCommand.class));
			module.setInput("input", made);
			CommandCall.inputs(module).forEach(i -> module.resolveInput(i.getName()));
			CommandCall.run(context, module);
			assertNull(((Cancelable) module).getCancelReason());
			assertArrayEquals(rgb(made), rgb((ImagePlus) module.getOutput("image")));
		}
		finally {
			Interpreter.removeBatchModeImage(stack);
			Interpreter.batchMode = false;
		}
	}

	/** The slices of a stack are asked for one by one. */
	@Test
	void isForgottenForAStack() throws IOException {
		final ImagePlus stack = stack("RGB");
		final Path png = bench.saved(settings().img2img(stack), "made");
		final ImagePlus each = new LatentJ(context).with("stack", true).with(
			"input", stack).workflow(png.toString());
		assertEquals(4, each.getStackSize());
		assertFalse(GeneratedImage.provenance(each).orElseThrow().setting(
			"workflow").contains("sha256"));
		stack.setSlice(2);
		assertArrayEquals(rgb(settings().img2img(stack)), (int[]) each.getStack()
			.getPixels(2));
	}

	@Test
	void saysThatThePictureIsAnotherOne() throws IOException {
		final ImagePlus stack = stack("16-bit");
		final Path png = bench.saved(settings().img2img(stack), "made");
		stack.getStack().getProcessor(4).set(0, 1);
		write(stack);
		final String said = String.join("; ", loaded(png).notes());
		assertTrue(said.contains("'cells.tif' is not the picture that the " +
			"workflow was made for (slice 3, range 0.0-4095.0, SHA-256"), said);
		assertTrue(said.contains("of a file the first is taken"), said);
	}

	@Test
	void refusesASliceThatIsNone() throws IOException {
		final ImagePlus stack = stack("16-bit");
		final Path png = bench.saved(settings().img2img(stack), "made");
		write(stack);
		final String drawn = PngText.read(png, "workflow").orElseThrow();
		for (final String slice : List.of("x", "0", "5")) {
			final Path json = Files.writeString(tmp.resolve("w.json"), drawn.replace(
				"\"slice\":\"3\"", "\"slice\":\"" + slice + "\""));
			final String said = assertThrows(IllegalArgumentException.class,
				() -> loaded(json)).getMessage();
			assertTrue(said.contains(slice.equals("5")
				? "slice 5 of 'cells.tif', which has 4" : "'slice' is '" + slice + "'"),
				said);
		}
	}
}
