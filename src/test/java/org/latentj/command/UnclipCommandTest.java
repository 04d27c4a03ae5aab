
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.clip.vision.ClipVisionConfig;
import org.latentj.command.input.CommandCall;
import org.latentj.engine.folder.InstalledModels;
import org.latentj.golden.GoldenFamily;
import org.latentj.golden.Rewritten;
import org.latentj.host.macro.MacroInputs;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** Pictures as prompts of unCLIP checkpoints, as macros give them. */
class UnclipCommandTest {

	@TempDir
	static Path tmp;

	private static Context context;

	private final ImagePlus ramp = IJ.createImage("ramp", "16-bit ramp", 40, 30,
		1);

	private final ImagePlus white = IJ.createImage("a b.tif", "RGB white", 20, 30,
		1);

	@BeforeAll
	static void open() throws IOException {
		context = BatchProcess.context();
		new Rewritten(GoldenFamily.open("unclip").checkpoint(tmp)).saying(
			ClipVisionConfig.HEADS, "2").saying(ClipVisionConfig.ACTIVATION, "gelu")
			.write(tmp.resolve("u.safetensors"));
	}

	@AfterAll
	static void close() {
		context.dispose();
	}

	@BeforeEach
	void show() {
		System.setProperty(InstalledModels.PROPERTY, tmp.toString());
		Interpreter.batchMode = true;
		Interpreter.addBatchModeImage(ramp);
		Interpreter.addBatchModeImage(white);
	}

	@AfterEach
	void hide() {
		Interpreter.removeBatchModeImage(ramp);
		Interpreter.removeBatchModeImage(white);
		Interpreter.batchMode = false;
		System.clearProperty(InstalledModels.PROPERTY);
	}

	private static Module paint(final String pictures) {
		return run(Txt2ImgCommand.class,
			"checkpoint=u.safetensors prompt=cat width=64 height=64 steps=1 seed=3 pictures=[" +
				pictures + "]", null);
	}

	private static Module run(final Class<? extends Command> command,
		final String options, final ImagePlus input)
	{
		final Module module = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(command));
		MacroInputs.resolve(module, options);
		if (input != null) {
			module.setInput("input", input);
			module.resolveInput("input");
		}
		return CommandCall.run(context, module);
	}

	private static ImagePlus image(final Module done) {
		assertNotNull(done.getOutput("image"), ((Cancelable) done)
			.getCancelReason());
		return (ImagePlus) done.getOutput("image");
	}

	private static String reason(final Module done) {
		assertTrue(((Cancelable) done).isCanceled());
		return ((Cancelable) done).getCancelReason();
	}

	@Test
	void makesAPictureOfOthersAgainUnlessTheyWereChanged() {
		final ImagePlus made = image(paint("ramp strength=0.8 noise=0.1; a b.tif"));
		final Provenance record = GeneratedImage.provenance(made).orElseThrow();
		assertEquals("ramp strength=0.8 noise=0.1; a b.tif strength=1 noise=0",
			record.setting("pictures"));
		final String[] digests = record.setting("picturessha256").split(" ");
		assertEquals(2, digests.length);
		final ImagePlus again = image(run(RepeatCommand.class, "", made));
		assertArrayEquals((int[]) made.getProcessor().getPixels(), (int[]) again
			.getProcessor().getPixels());
		white.getProcessor().set(3, 4, 0);
		assertTrue(reason(run(RepeatCommand.class, "", made)).contains(
			"are others than those that this image was made with"));
		Interpreter.removeBatchModeImage(white);
		assertTrue(reason(run(RepeatCommand.class, "", made)).contains(
			"there is no open image 'a b.tif' to be the picture"));
	}

	@Test
	void changesThePictureByWhatOthersShow() {
		final int[] none = (int[]) image(paint("")).getProcessor().getPixels();
		final int[] one = (int[]) image(paint("ramp")).getProcessor().getPixels();
		int different = 0;
		for (int i = 0; i < one.length; i++) {
			different += one[i] == none[i] ? 0 : 1;
		}
		assertTrue(different > one.length / 2, "" + different);
	}

	@Test
	void saysWhatIsWrong() {
		assertTrue(reason(paint("nix")).contains("valid is the title of an open " +
			"image: 'ramp', 'a b.tif'"));
		assertTrue(reason(paint("ramp noise=2")).contains(
			"noise of 'ramp' is 2, it must be 0 to 1"));
	}
}
