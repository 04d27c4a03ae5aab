
package org.latentj.command.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.macro.Interpreter;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.LatentJ;
import org.latentj.LatentJException;
import org.latentj.golden.Golden;
import org.latentj.provenance.PngText;
import org.latentj.record.GeneratedImage;
import org.scijava.Context;

/** Pictures carry the workflow by which ComfyUI makes them. */
class WorkflowExportTest {

	@TempDir
	static Path tmp;

	private static Context context;

	private static SavedWorkflows bench;

	private static ImagePlus cells;

	private static final Roi PART = new Roi(16, 8, 24, 32);

	@BeforeAll
	static void open() {
		context = new Context();
		bench = new SavedWorkflows(context, tmp);
		cells = IJ.createImage("cells.png", "RGB ramp", 64, 64, 1);
		cells.getProcessor().setColor(new Color(0xc02080));
		cells.getProcessor().fillOval(10, 12, 30, 24);
		assertTrue(new FileSaver(cells).saveAsPng(tmp.resolve("cells.png")
			.toString()));
		final ImagePlus mask = IJ.createImage("", "8-bit black", 64, 64, 1);
		mask.getProcessor().setValue(255);
		mask.getProcessor().fill(PART);
		assertTrue(new FileSaver(mask).saveAsPng(tmp.resolve("cells mask.png")
			.toString()));
	}

	@AfterAll
	static void close() {
		context.dispose();
	}

	private static LatentJ latentj() {
		return new LatentJ(context);
	}

	private static LatentJ settings() {
		return latentj().prompt("many (green:1.2) nuclei").negative("blurry").seed(
			42).steps(2).cfg(6.5).sampler("euler").scheduler("normal");
	}

	private static ImagePlus selected() {
		final ImagePlus image = cells.duplicate();
		image.setTitle(cells.getTitle());
		image.setRoi(PART);
		return image;
	}

	private static LatentJ inpainting(final String encoder) {
		return settings().with("encoder", encoder).with("feather", 0).with(
			"surroundings", "false");
	}

	private static Arguments of(final String name,
		final Function<LatentJ, ImagePlus> make)
	{
		return Arguments.of(name, make);
	}

	static Stream<Arguments> operations() {
		return Stream.of(of("txt2img", l -> l.txt2img(40, 32)), of("clip skip",
			l -> l.with("clipskip", 2).txt2img(32, 32)), of("sampler", l -> l.sampler(
				"dpmpp_2m_sde").scheduler("karras").steps(3).txt2img(32, 24)), of(
					"largest seed", l -> l.seed("18446744073709551615").txt2img(24, 32)),
			of("batch", l -> second(l.batch(3).txt2img(32, 32))), of("seeds",
				l -> second(l.with("seeds", 2).txt2img(32, 32))), of("second pass",
					l -> l.with("factor", 1.5).with("method", "bilinear").denoise(0.6)
						.txt2img(32, 32)), of("refiner", l -> l.with("refiner",
							"latentj-demo.safetensors").with("refinerstart", 1).txt2img(32,
								32)), of("img2img", l -> l.denoise(0.6).img2img(cells)), of(
									"img2img batch", l -> second(l.denoise(0.6).batch(2).img2img(
										cells))), of("upscale", l -> l.denoise(0.5).upscale(cells,
											1.25)), of("upscale to size", l -> l.denoise(0.5).with(
												"width", 96).with("height", 80).with("crop", "center")
												.upscale(cells, 1)));
	}

	private static ImagePlus second(final ImagePlus stack) {
		stack.setSlice(2);
		return stack;
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("operations")
	void givesTheSamePixelsAsItsWorkflow(final String name,
		final Function<LatentJ, ImagePlus> make) throws IOException
	{
		bench.assertSame(make.apply(settings()), name);
	}

	@ParameterizedTest
	@MethodSource("encoders")
	void paintsTheSamePixelsUnderAMask(final String encoder) throws IOException {
		final Path png = bench.assertSame(inpainting(encoder).inpaint(selected()),
			"inpaint_" + encoder, PART);
		assertTrue(PngText.read(png, "workflow").orElseThrow().contains(
			"Create Mask"));
	}

	/** By the title of the mask that was used. */
	@Test
	void loadsTheMaskImage() throws IOException {
		final ImagePlus mask = IJ.openImage(tmp.resolve("cells mask.png")
			.toString());
		mask.setTitle("where.png");
		assertTrue(new FileSaver(mask).saveAsPng(tmp.resolve("where.png")
			.toString()));
		Interpreter.batchMode = true;
		Interpreter.addBatchModeImage(mask);
		final ImagePlus made;
		try {
			made = inpainting("keep").with("mask", "where.png").inpaint(cells);
		}
		finally {
			Interpreter.removeBatchModeImage(mask);
			Interpreter.batchMode = false;
		}
		final Path png = bench.assertSame(made, "by mask", PART);
		assertTrue(PngText.read(png, "prompt").orElseThrow().contains(
			"{\"image\":\"where.png\""));
	}

	static Stream<String> encoders() {
		return Stream.of("keep", "inpaint");
	}

	@Test
	void saysNothingThatWouldGiveAnotherPicture() throws IOException {
		final Path odd = bench.saved(settings().txt2img(36, 30), "odd");
		final Path part = bench.saved(settings().with("stack", true).img2img(cells),
			"part");
		final ImagePlus two = IJ.createImage("two.png", "RGB ramp", 32, 32, 2);
		final Path slice = bench.saved(settings().with("slices", "2").img2img(two),
			"slice");
		final Path negative = bench.saved(settings().cfg(-1).txt2img(32, 32),
			"negative");
		for (final String key : SavedWorkflows.KEYS) {
			assertEquals(Optional.empty(), PngText.read(slice, key));
			assertEquals(Optional.empty(), PngText.read(negative, key));
			assertEquals(Optional.empty(), PngText.read(odd, key));
			assertEquals(Optional.empty(), PngText.read(part, key));
		}
	}

	@Test
	void handsOnTheWorkflowThatAPictureIsOf() throws IOException {
		final Path first = bench.saved(settings().txt2img(32, 32), "first");
		bench.assertSame(bench.run(first, "workflow"), "again");
	}

	/** NB: ComfyUI knows files by their names in its folders. */
	@Test
	void namesAFileElsewhereWithoutItsFolder() throws IOException {
		final Path file = Golden.file("families/micro_sd1.safetensors")
			.toAbsolutePath();
		assertTrue(PngText.read(bench.saved(settings().checkpoint(file.toString())
			.txt2img(32, 32), "elsewhere"), "prompt").orElseThrow().contains(
				"{\"ckpt_name\":\"micro_sd1.safetensors\"}"));
	}

	/** The settings that make nearly the same pictures go with it. */
	@Test
	void runsAsFastAgain() throws IOException {
		final ImagePlus exact = settings().steps(4).txt2img(32, 32);
		for (final String[] way : new String[][] { { "reuse", "2" }, { "quality",
			"fast" } })
		{
			final ImagePlus made = settings().steps(4).with(way[0], way[1]).txt2img(
				32, 32);
			final Path png = bench.saved(made, way[0]);
			final String drawn = PngText.read(png, "workflow").orElseThrow();
			assertTrue(drawn.contains(way[0] + "=" + way[1]), drawn);
			assertTrue(drawn.contains("\"extra\":{\"latentj\":{\"" + way[0] +
				"\":\"" + way[1] + "\"}}"), drawn);
			assertFalse(Arrays.equals(rgb(exact), rgb(made)), way[0]);
			// NB: 'prompt' counts, which has no place for it.
			final ImagePlus again = latentj().workflow(png.toString());
			assertArrayEquals(rgb(made), rgb(again), way[0]);
			assertArrayEquals(rgb(made), rgb(bench.run(png, "workflow")), way[0]);
			final Path second = bench.saved(again, way[0] + " again");
			assertFalse(PngText.read(second, "prompt").orElseThrow().contains(
				"extra_data"));
			assertArrayEquals(rgb(made), rgb(latentj().workflow(second.toString())),
				way[0]);
		}
	}

	@Test
	void saysWhichNoiseItHas() throws IOException {
		final ImagePlus made = settings().sampler("euler_ancestral").with(
			"samplernoise", "0.6").txt2img(32, 32);
		final Path png = bench.saved(made, "noise");
		assertTrue(PngText.read(png, "workflow").orElseThrow().contains(
			"\"extra\":{\"latentj\":{\"samplernoise\":\"0.6\"}}"));
		assertArrayEquals(rgb(made), rgb(latentj().with("samplernoise", "0.6")
			.workflow(png.toString())));
	}

	private static int[] rgb(final ImagePlus image) {
		return (int[]) image.getProcessor().getPixels();
	}

	@Test
	void saysWhyAPictureHasNone() throws IOException {
		final Path odd = bench.saved(settings().txt2img(36, 32), "odd");
		assertEquals("it has 36x32 pixels, no multiples of 8", PngText.read(odd,
			"latentj-workflow").orElseThrow());
		assertTrue(PngText.read(odd, "prompt").isEmpty());
		assertTrue(assertThrows(LatentJException.class, () -> latentj().workflow(odd
			.toString())).getMessage().endsWith(
				"this picture of LatentJ's holds no workflow, since it has 36x32 " +
					"pixels, no multiples of 8"));
	}

	@Test
	void claimsNothingOfAPictureThatWasChanged() throws IOException {
		final ImagePlus made = settings().txt2img(32, 32);
		made.getProcessor().invert();
		final Path png = bench.saved(made, "changed");
		assertTrue(PngText.read(png, "prompt").isEmpty());
		assertTrue(PngText.read(png, "workflow").isEmpty());
		assertEquals("it was changed after it was made", PngText.read(png,
			"latentj-workflow").orElseThrow());
		assertTrue(PngText.read(png, "latentj").isPresent());
		// NB: it stays so when it is opened and saved again.
		final ImagePlus opened = IJ.openImage(png.toString());
		GeneratedImage.describeFromFile(opened);
		final Path again = tmp.resolve("changed again.png");
		assertTrue(new FileSaver(opened).saveAsPng(again.toString()));
		GeneratedImage.addRecord(opened, again);
		assertTrue(PngText.read(again, "prompt").isEmpty());
		// NB: what is undone is as it was made.
		made.getProcessor().invert();
		assertTrue(PngText.read(bench.saved(made, "undone"), "prompt").isPresent());
	}

	@Test
	void tellsHowToMakeAMaskThatIsMissing() throws IOException {
		final ImagePlus image = selected();
		image.setTitle("gone.png");
		final Path png = bench.saved(settings().inpaint(image), "masked");
		final String said = assertThrows(LatentJException.class, () -> latentj()
			.workflow(png.toString())).getMessage();
		assertTrue(said.contains(
			"in Fiji select what is made anew in 'gone.png', " +
				"Edit > Selection > Create Mask, and call it 'gone mask.png'"), said);
	}

	/** As a batch's result has the name of the picture that it was made of. */
	@Test
	void takesNoPictureForTheOneThatItWasMadeOf() throws IOException {
		final ImagePlus made = settings().img2img(cells);
		final Path png = new SavedWorkflows(context, Files.createDirectory(tmp
			.resolve("results"))).saved(made, "cells");
		assertEquals("node 4 (LoadImage, 'Load Image'): 'cells.png' is the " +
			"picture that holds the workflow, made of another one of that name: " +
			"give that one's whole path by set, or have it open under this title",
			assertThrows(LatentJException.class, () -> latentj().workflow(png
				.toString())).getMessage().replaceFirst("^.*?node", "node"));
		assertArrayEquals(rgb(made), rgb(latentj().with("set", "4.image=" + tmp
			.resolve("cells.png")).workflow(png.toString())));
		// NB: both of them may be open.
		final List<ImagePlus> open = List.of(IJ.openImage(png.toString()), IJ
			.openImage(tmp.resolve("cells.png").toString()));
		Interpreter.batchMode = true;
		open.forEach(Interpreter::addBatchModeImage);
		try {
			assertArrayEquals(rgb(made), rgb(latentj().workflow(png.toString())));
		}
		finally {
			open.forEach(Interpreter::removeBatchModeImage);
			Interpreter.batchMode = false;
		}
	}

	@Test
	void saysWhichSliceWasShown() throws IOException {
		final ImagePlus two = IJ.createImage("two.tif", "RGB ramp", 32, 32, 2);
		two.setSlice(2);
		assertTrue(PngText.read(bench.saved(settings().img2img(two), "shown"),
			"workflow").orElseThrow().contains(
				"as it was displayed at slice 2: put it"));
	}
}
