
package org.latentj;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;

import java.util.List;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.latentj.command.RepeatCommand;
import org.latentj.command.Txt2ImgCommand;
import org.latentj.command.input.CommandCall;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** With the bundled checkpoint, on the smallest pictures. */
class LatentJTest {

	private static Context context;

	private static LatentJ latentj;

	private static ImagePlus nuclei;

	@BeforeAll
	static void makeOne() {
		context = new Context();
		latentj = new LatentJ(context).prompt("many green nuclei").seed(42).steps(
			2);
		nuclei = latentj.txt2img(32, 24);
	}

	@AfterAll
	static void dispose() {
		context.dispose();
	}

	@Test
	void makesWhatTheCommandMakes() {
		final Module module = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(Txt2ImgCommand.class));
		module.setInput("prompt", "many green nuclei");
		module.setInput("seed", "42");
		module.setInput("steps", 2);
		module.setInput("width", 32);
		module.setInput("height", 24);
		CommandCall.inputs(module).forEach(i -> module.resolveInput(i.getName()));
		CommandCall.run(context, module);
		final ImagePlus image = (ImagePlus) module.getOutput("image");
		assertArrayEquals(pixels(image), pixels(nuclei));
		assertEquals(record(image).toJson(), record(nuclei).toJson());
		assertEquals(image.getTitle().replaceAll("-[0-9]+$", ""), nuclei.getTitle()
			.replaceAll("-[0-9]+$", ""));
		assertEquals(image.getInfoProperty(), nuclei.getInfoProperty());
	}

	@Test
	void makesPicturesThatCanBeMadeAgain() {
		final Module again = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(RepeatCommand.class));
		again.setInput("input", nuclei);
		again.resolveInput("input");
		CommandCall.run(context, again);
		assertArrayEquals(pixels(nuclei), pixels((ImagePlus) again.getOutput(
			"image")));
	}

	@Test
	void worksOnImages() {
		final ImagePlus red = latentj.prompt("red").denoise(0.5).img2img(nuclei);
		assertEquals(List.of(32, 24), List.of(red.getWidth(), red.getHeight()));
		assertEquals("img2img", record(red).operation());
		final ImagePlus large = latentj.upscale(nuclei, 2);
		assertEquals(List.of(64, 48), List.of(large.getWidth(), large.getHeight()));
		assertEquals("upscale", record(large).operation());
	}

	@Test
	void keepsPixelsOutsideOfTheSelection() {
		final ImagePlus image = nuclei.duplicate();
		image.setRoi(0, 0, 8, 8);
		final ImagePlus made = latentj.with("grow", 0).with("feather", "0").inpaint(
			image);
		assertEquals("inpaint", record(made).operation());
		int changed = 0;
		for (int i = 0; i < 32 * 24; i++) {
			final boolean differs = pixels(image)[i] != pixels(made)[i];
			assertTrue(!differs || i % 32 < 12 && i / 32 < 12, "pixel " + i);
			changed += differs ? 1 : 0;
		}
		assertTrue(changed > 0);
	}

	@Test
	void recordsARandomSeed() {
		final String seed = record(new LatentJ(context).steps(1).txt2img(16, 16))
			.setting("seed");
		assertTrue(seed.matches("[0-9]+"), seed);
	}

	@Test
	void leavesAnObjectAsItIs() {
		latentj.prompt("other").seed("1").with("cfg", 1);
		assertEquals(record(nuclei).toJson(), record(latentj.txt2img(32, 24))
			.toJson());
	}

	@Test
	void saysWhatIsWrong() {
		assertTrue(message(latentj.sampler("eular")).startsWith(
			"no sampler is called 'eular'; the nearest is 'euler'"));
		assertTrue(message(latentj.with("cgf", 3)).startsWith(
			"'cgf' is no option of Txt2Img..."));
		assertTrue(message(latentj.with("cfg", "much")).startsWith(
			"cfg is 'much', it must be a number"));
		assertEquals("width is 'wide', it must be a whole number", assertThrows(
			LatentJException.class, () -> latentj.with("width", "wide").txt2img())
			.getMessage());
		assertTrue(message(latentj.with("mask", "selection")).startsWith(
			"'mask' is no option of Txt2Img..."));
		assertTrue(message(latentj.checkpoint("absent")).contains("absent"));
		assertTrue(message(latentj.seed(-1)).contains("-1"));
	}

	@Test
	void endsWhenItsThreadIsInterrupted() {
		Thread.currentThread().interrupt();
		assertThrows(CancellationException.class, () -> latentj.txt2img(32, 24));
		assertTrue(Thread.interrupted());
	}

	@Test
	void wantsAnImageToWorkOn() {
		assertEquals("image", assertThrows(NullPointerException.class, () -> latentj
			.img2img(null)).getMessage());
		final LatentJException e = assertThrows(LatentJException.class,
			() -> latentj.inpaint(nuclei));
		assertTrue(e.getMessage().contains("selection"), e.getMessage());
		assertFalse(e.finished().isPresent());
	}

	private static String message(final LatentJ wrong) {
		return assertThrows(LatentJException.class, () -> wrong.txt2img(32, 24))
			.getMessage();
	}

	private static Provenance record(final ImagePlus image) {
		return GeneratedImage.provenance(image).orElseThrow();
	}

	private static int[] pixels(final ImagePlus image) {
		return (int[]) image.getProcessor().getPixels();
	}
}
