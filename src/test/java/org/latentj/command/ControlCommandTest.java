
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.macro.Interpreter;
import ij.process.ColorProcessor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.engine.folder.InstalledModels;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenFamily;
import org.latentj.imageplus.WorkedImage;
import org.latentj.provenance.MethodsText;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.tensor.Tensor;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** The setting {@code control} in commands, records and batches. */
class ControlCommandTest {

	@TempDir
	static Path models;

	@TempDir
	Path tmp;

	private static Context context;

	private final List<ImagePlus> open = new ArrayList<>();

	@BeforeAll
	static void start() throws Exception {
		copy("families/micro_sd1.safetensors", "checkpoints/micro.safetensors");
		copy("families/controlnet/micro_cn_a.safetensors",
			"controlnet/cn a.safetensors");
		copy("families/controlnet/micro_cn_b.safetensors",
			"controlnet/b/cn_b.safetensors");
		context = BatchProcess.context();
	}

	private static void copy(final String golden, final String name)
		throws Exception
	{
		Files.createDirectories(models.resolve(name).getParent());
		Files.copy(Golden.file(golden), models.resolve(name));
	}

	@AfterAll
	static void end() {
		context.dispose();
	}

	@BeforeEach
	void open() {
		System.setProperty(InstalledModels.PROPERTY, models.toString());
		Interpreter.batchMode = true;
	}

	@AfterEach
	void close() {
		open.forEach(Interpreter::removeBatchModeImage);
		Interpreter.batchMode = false;
		System.clearProperty(InstalledModels.PROPERTY);
	}

	private ImagePlus opened(final ImagePlus image) {
		open.add(image);
		Interpreter.addBatchModeImage(image);
		return image;
	}

	private ImagePlus hint(final String title, final String golden)
		throws Exception
	{
		final Tensor bytes = GoldenFamily.open("controlnet_sd1").read(golden);
		final ColorProcessor rgb = new ColorProcessor(bytes.size(2), bytes.size(1));
		for (int i = 0; i < rgb.getPixelCount(); i++) {
			rgb.set(i, (int) bytes.data()[3 * i] << 16 | (int) bytes.data()[3 * i +
				1] << 8 | (int) bytes.data()[3 * i + 2]);
		}
		return opened(new ImagePlus(title, rgb));
	}

	private static Module run(final Class<? extends Command> command,
		final Object... inputs) throws Exception
	{
		return context.service(ModuleService.class).run(context.service(
			CommandService.class).getCommand(command), true, inputs).get();
	}

	private static Module micro(final Class<? extends Command> command,
		final Object... more) throws Exception
	{
		final List<Object> all = new ArrayList<>(List.of("checkpoint", "micro",
			"prompt", "a photo of a cat", "negative", "text, watermark", "seed", "42",
			"cfg", 6.0));
		all.addAll(List.of(more));
		if (!all.contains("steps")) {
			all.addAll(List.of("steps", 6));
		}
		return run(command, all.toArray());
	}

	private static ImagePlus image(final Module module) {
		assertNull(((Cancelable) module).getCancelReason());
		return (ImagePlus) module.getOutput("image");
	}

	private static String refusal(final Module module) {
		assertNotNull(((Cancelable) module).getCancelReason());
		return ((Cancelable) module).getCancelReason();
	}

	private ImagePlus txt2img(final String control) throws Exception {
		return image(micro(Txt2ImgCommand.class, "width", 64, "height", 64,
			"control", control));
	}

	private static void assertGolden(final String name, final ImagePlus made)
		throws Exception
	{
		final Tensor expected = GoldenFamily.open("controlnet_sd1").read(name +
			"/image_u8");
		for (int i = 0; i < expected.length(); i++) {
			final int ours = made.getProcessor().get(i / 3) >> 8 * (2 - i % 3) & 255;
			assertTrue(Math.abs(ours - expected.data()[i]) <= 1, name + " " + i);
		}
	}

	@Test
	void makesTheReferencesPicturesAndMakesThemAgain() throws Exception {
		final ImagePlus hint = hint("hint; one", "hint1_u8");
		hint("hint 2", "hint2_u8");
		assertGolden("a_full", txt2img("cn a.safetensors image=[hint; one]"));
		final ImagePlus made = txt2img(
			"cn a.safetensors image=[hint; one] strength=0.7 end=0.9\n" +
				"b/cn_b.safetensors image=hint 2 strength=0.5 start=0.1");
		assertGolden("chain_a_b", made);
		final ImagePlus brief = txt2img(
			"cn a image=[hint; one] strength=0.7 end=0.9\n" +
				"cn_b image=hint 2 strength=0.5 start=0.1");
		assertGolden("chain_a_b", brief);
		assertArrayEquals((int[]) made.getProcessor().getPixels(), (int[]) image(
			run(RepeatCommand.class, "input", brief)).getProcessor().getPixels());
		final Provenance record = GeneratedImage.provenance(made).orElseThrow();
		assertTrue(record.setting("control").contains("imagesha256=" + WorkedImage
			.sha256(hint)), record.setting("control"));
		assertTrue(MethodsText.of(record).contains(
			"steered by the image 'hint; one' (SHA-256 of its pixels "), MethodsText
				.of(record));
		final ImagePlus again = image(run(RepeatCommand.class, "input", made));
		assertArrayEquals((int[]) made.getProcessor().getPixels(), (int[]) again
			.getProcessor().getPixels());
		assertEquals(record.setting("control"), GeneratedImage.provenance(again)
			.orElseThrow().setting("control"));
		hint.getProcessor().set(5, 5, 0x123456);
		final String refused = refusal(run(RepeatCommand.class, "input", made));
		assertTrue(refused.contains("'hint; one'") && refused.contains("changed") &&
			refused.contains("SHA-256"), refused);
	}

	@Test
	void steersSliceBySlice() throws Exception {
		final ImagePlus picture = IJ.createImage("p", "8-bit random", 40, 37, 2);
		final ImagePlus control = opened(IJ.createImage("c", "8-bit random", 40, 37,
			2));
		final ImagePlus both = image(micro(Img2ImgCommand.class, "input", picture,
			"stack", true, "range", "full", "control", "cn a.safetensors image=c"));
		picture.setSlice(2);
		final ImagePlus one = image(micro(Img2ImgCommand.class, "input", picture,
			"range", "full", "control", "cn a.safetensors image=c"));
		assertArrayEquals((byte[]) both.getStack().getPixels(2), (byte[]) one
			.getProcessor().getPixels());
		opened(new ImagePlus("c2", control.getStack().getProcessor(2)));
		final ImagePlus alone = image(micro(Img2ImgCommand.class, "input", picture,
			"range", "full", "control", "cn a.safetensors image=c2"));
		assertArrayEquals((byte[]) one.getProcessor().getPixels(), (byte[]) alone
			.getProcessor().getPixels());
		final ImagePlus own = image(micro(Img2ImgCommand.class, "input", picture,
			"range", "full", "control", "cn a.safetensors"));
		opened(new ImagePlus("p2", picture.getStack().getProcessor(2)));
		final ImagePlus named = image(micro(Img2ImgCommand.class, "input", picture,
			"range", "full", "control", "cn a.safetensors image=p2"));
		assertArrayEquals((byte[]) own.getProcessor().getPixels(), (byte[]) named
			.getProcessor().getPixels());
		opened(IJ.createImage("c3", "8-bit random", 40, 37, 3));
		final String refused = refusal(micro(Img2ImgCommand.class, "input", picture,
			"control", "cn a.safetensors image=c3"));
		assertTrue(refused.contains("has 3 slices: it must have 1, or 2"), refused);
	}

	@Test
	void steersThePartThatIsInpainted() throws Exception {
		final ImagePlus picture = IJ.createImage("p", "8-bit random", 600, 560, 1);
		picture.setRoi(new Roi(30, 20, 16, 12));
		opened(IJ.createImage("c", "8-bit random", 600, 560, 1));
		final Object[] inputs = { "input", picture, "range", "full", "surroundings",
			"true", "margin", 4, "steps", 1, "control", "cn a.safetensors image=c" };
		final ImagePlus made = image(micro(InpaintCommand.class, inputs));
		assertEquals(picture.getProcessor().get(580, 5), made.getProcessor().get(
			580, 5));
		opened(IJ.createImage("small", "8-bit random", 45, 40, 1));
		inputs[inputs.length - 1] = "cn a.safetensors image=small";
		final String refused = refusal(micro(InpaintCommand.class, inputs));
		assertTrue(refused.contains("'small'") && refused.contains(
			"it must have that size"), refused);
	}

	@Test
	void goesOnWithABatchToTheSameBytes() throws Exception {
		final Path input = Files.createDirectory(tmp.resolve("in"));
		final Path hints = Files.createDirectory(tmp.resolve("hin ts"));
		for (final String name : List.of("a", "b")) {
			write(input.resolve(name + ".tif"));
			write(hints.resolve(name + ".tif"));
		}
		final Path whole = tmp.resolve("whole");
		assertNull(batch(input, hints, whole));
		final Path parts = tmp.resolve("parts");
		final Path later = tmp.resolve("later.tif");
		Files.move(hints.resolve("b.tif"), later);
		assertNotNull(batch(input, hints, parts));
		Files.move(later, hints.resolve("b.tif"));
		assertNull(batch(input, hints, parts));
		for (final String name : List.of("a.tif", "b.tif")) {
			assertArrayEquals(Files.readAllBytes(whole.resolve(name)), Files
				.readAllBytes(parts.resolve(name)), name);
		}
	}

	private static String batch(final Path input, final Path hints,
		final Path output) throws Exception
	{
		return ((Cancelable) micro(BatchCommand.class, "operation", "img2img",
			"input", input.toFile(), "output", output.toFile(), "stack", true,
			"control", "cn a.safetensors image=" + hints + " strength=0.8"))
			.getCancelReason();
	}

	private static void write(final Path file) {
		final ImageStack stack = IJ.createImage("s", "8-bit random", 24, 16, 2)
			.getStack();
		IJ.saveAsTiff(new ImagePlus("s", stack), file.toString());
	}

	@Test
	void saysWhatIsWrong() throws Exception {
		hint("hint", "hint1_u8");
		final String[][] all = { { "none.safetensors image=hint",
			"there is no ControlNet 'none.safetensors'" }, {
				"cn a.safetensors image=other",
				"there is no open image 'other' to be the control image; valid is the title of an open image: 'hint'" },
			{ "cn a.safetensors image=hint weight=2",
				"there is no open image 'hint weight=2' to be the control image; 'weight=' counts as part of the title, as a control has image, strength, start and end; valid is the title of an open image: 'hint'" },
			{ "cn a.safetensors image=hint strength=much",
				"strength of control is 'much', it must be a number" }, {
					"cn a.safetensors image=hint strength=11",
					"strength of control is 11" }, {
						"cn a.safetensors image=hint start=0.5 end=0.2",
						"end of control is 0.2" }, { " image=hint",
							"control names no ControlNet" }, {
								"cn a.safetensors image=hint image=hint",
								"control gives image twice" } };
		for (final String[] one : all) {
			final String refused = refusal(micro(Txt2ImgCommand.class, "width", 64,
				"height", 64, "control", one[0]));
			assertTrue(refused.contains(one[1]), refused);
		}
	}

	@Test
	void refusesATitleThatSeveralOpenImagesHave() throws Exception {
		hint("hint", "hint1_u8");
		hint("hint", "hint2_u8");
		final String refused = refusal(micro(Txt2ImgCommand.class, "width", 64,
			"height", 64, "control", "cn a.safetensors image=hint"));
		assertTrue(refused.contains("several open images are called 'hint'"),
			refused);
	}
}
