
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.macro.Interpreter;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.engine.folder.InstalledModels;
import org.latentj.golden.Golden;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.scijava.Cancelable;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** Pictures whose records were written by earlier versions, repeated. */
class StoredRecordsTest {

	private final List<ImagePlus> open = new ArrayList<>();

	@BeforeEach
	void start() {
		System.setProperty(InstalledModels.PROPERTY, Golden.file("").toString());
		Interpreter.batchMode = true;
	}

	@AfterEach
	void stop() {
		open.forEach(Interpreter::removeBatchModeImage);
		Interpreter.batchMode = false;
		System.clearProperty(InstalledModels.PROPERTY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "txt2img.png", "seeds.tif", "img2img.tif",
		"inpaint.tif", "upscale.tif", "chain.tif" })
	void givesThePictureAgain(final String file) throws Exception {
		final ImagePlus stored = stored(file);
		final Provenance record = GeneratedImage.provenance(stored).orElseThrow();
		assertEquals(Optional.empty(), record.family());
		show(before(), "before");
		if (file.equals("chain.tif")) {
			show(stored("inpaint.tif"), record.call().orElseThrow().images().get(
				"input").title());
		}
		final ImagePlus again = repeated(stored);
		assertEquals(stored.getStackSize(), again.getStackSize());
		for (int n = 1; n <= stored.getStackSize(); n++) {
			assertSame(stored.getStack().getProcessor(n), again.getStack()
				.getProcessor(n));
		}
		final Provenance today = GeneratedImage.provenance(again).orElseThrow();
		assertEquals(record.settings(), today.settings());
		assertEquals(record.checkpoint(), today.checkpoint());
		assertTrue(today.family().orElseThrow().startsWith("Stable Diffusion 1"),
			today.family().get());
		assertEquals(Provenance.FORMAT, JsonParser.parseString(again.getProp(
			GeneratedImage.JSON)).getAsJsonObject().get("format").getAsInt());
	}

	@Test
	void haveNoFormatVersion() {
		final ImagePlus stored = stored("seeds.tif");
		assertFalse(JsonParser.parseString(stored.getProp(GeneratedImage.JSON))
			.getAsJsonObject().has("format"));
	}

	/** NB: processors round differently; what differs more is another picture. */
	private static void assertSame(final ImageProcessor a,
		final ImageProcessor b)
	{
		final double step = a.getBitDepth() == 16 ? 257 : 1;
		double sum = 0;
		final int count = a.getPixelCount() * a.getNChannels();
		for (int c = 0; c < a.getNChannels(); c++) {
			final FloatProcessor one = a.toFloat(c, null);
			final FloatProcessor other = b.toFloat(c, null);
			for (int i = 0; i < a.getPixelCount(); i++) {
				final double difference = Math.abs(one.getf(i) - other.getf(i)) / step;
				assertTrue(difference <= 4, "pixel " + i + " differs by " + difference);
				sum += difference;
			}
		}
		assertTrue(sum / count < 1, "differs by " + sum / count + " in the mean");
	}

	private static ImagePlus stored(final String file) {
		return IJ.openImage(Golden.file("records/" + file).toString());
	}

	private void show(final ImagePlus image, final String title) {
		image.setTitle(title);
		Interpreter.addBatchModeImage(image);
		open.add(image);
	}

	/** What the stored pictures were made from. */
	private static ImagePlus before() {
		final ImageStack stack = new ImageStack(24, 16);
		for (int n = 1; n <= 3; n++) {
			final ShortProcessor slice = new ShortProcessor(24, 16);
			for (int i = 0; i < 24 * 16; i++) {
				slice.set(i, n * 7919 * i % 65521);
			}
			stack.addSlice("s" + n, slice);
		}
		return new ImagePlus("before", stack);
	}

	private static ImagePlus repeated(final ImagePlus stored) throws Exception {
		final Module module = BatchProcess.shared().service(ModuleService.class)
			.run(BatchProcess.shared().service(CommandService.class).getCommand(
				RepeatCommand.class), true, "input", stored).get();
		assertNotNull(module.getOutput("image"), ((Cancelable) module)
			.getCancelReason());
		return (ImagePlus) module.getOutput("image");
	}
}
