
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.command.base.AbstractImageCommand;
import org.latentj.command.batch.BatchOperations;
import org.latentj.family.ModelFamilies;
import org.latentj.golden.Golden;
import org.latentj.host.macro.MacroInputs;
import org.latentj.image.Mask;
import org.latentj.imageplus.ImageRun;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Inpaint;
import org.latentj.operation.OperationType;
import org.latentj.operation.Operations;
import org.latentj.operation.Source;
import org.latentj.operation.Tint;
import org.latentj.operation.Txt2Img;
import org.latentj.operation.Upscale;
import org.latentj.provenance.MethodsText;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.latentj.tensor.Tensor;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.plugin.Plugin;
import org.scijava.plugin.SciJavaPlugin;

/**
 * A new operation is a record, a command of a few lines, and a line in a list.
 */
class NewOperationTest {

	/** As {@link Operations#ALL}, with one line more. */
	private static final Operations OPERATIONS = new Operations(List.of(
		Txt2Img.TYPE, Img2Img.TYPE, Inpaint.TYPE, Upscale.TYPE, //
		Tint.TYPE));

	private static final Source PICTURE = new Source.OfPicture(Tensor.zeros(1, 3,
		8, 8));

	/** All that its menu entry takes. NB: of a type that no menu is made of. */
	@Plugin(type = SciJavaPlugin.class, menuPath = "Plugins>LatentJ>Tint...",
		visible = false, headless = true, initializer = "initialiseChoices")
	public static final class TintCommand extends AbstractImageCommand {

		@Override
		protected OperationType<?> type() {
			return Tint.TYPE;
		}

		@Override
		protected Tint operation(final Source source) {
			return Tint.TYPE.of(values().with(Source.IMAGE, source));
		}

		@Override
		protected List<ImagePlus> make(final ImageRun run) throws IOException {
			return run.img2img(this::operation);
		}
	}

	/** The batch that has it. */
	@Plugin(type = SciJavaPlugin.class, menuPath = "Plugins>LatentJ>Batch...",
		visible = false, headless = true, initializer = "initialiseChoices")
	public static final class TintBatch extends BatchCommand {

		@Override
		protected BatchOperations operations() {
			return new BatchOperations(OPERATIONS);
		}
	}

	@TempDir
	Path tmp;

	private static final Context CONTEXT = BatchProcess.shared();

	private static Module run(final Class<? extends Command> command,
		final Object... inputs) throws Exception
	{
		final List<Object> all = new ArrayList<>(List.of("checkpoint", Golden.file(
			"families/micro_sd1.safetensors").toAbsolutePath().toString(), "prompt",
			"a cat", "seed", "5", "steps", 1, "cfg", 1, "strength", 7));
		all.addAll(List.of(inputs));
		final Module done = CONTEXT.service(ModuleService.class).run(
			new CommandInfo(command), true, all.toArray()).get();
		assertNull(((Cancelable) done).getCancelReason());
		return done;
	}

	@Test
	void hasItsInputsAndOptionsOfMacros() throws Exception {
		final Module module = CONTEXT.service(ModuleService.class).createModule(
			new CommandInfo(TintCommand.class));
		final List<String> names = new ArrayList<>();
		MacroInputs.inputs(module).forEach(i -> names.add(i.getName()));
		assertTrue(names.containsAll(List.of("prompt", "seed", "denoise",
			"strength", "range", "preview")), names.toString());
		final ModuleItem<?> strength = module.getInfo().getInput("strength");
		assertEquals("Strength (%)", strength.getLabel());
		assertEquals("How much it is tinted.", strength.getDescription());
		assertEquals(10, strength.getMaximumValue());
		assertEquals(3, module.getInput("strength"));
		assertEquals(0.3, module.getInput("denoise"));
		MacroInputs.resolve(module, "prompt=[a cat] strength=7 seed=5");
		final Tint made = ((TintCommand) module.getDelegateObject()).operation(
			PICTURE);
		assertEquals(7, made.strength());
		assertEquals("a cat", made.generation().prompt().positive());
		assertEquals(0.3, made.sampling().denoise());
		module.setInput("strength", 11);
		assertTrue(assertThrows(IllegalArgumentException.class,
			() -> ((TintCommand) module.getDelegateObject()).operation(PICTURE))
			.getMessage().contains("strength is 11, it must be 0 to 10"));
	}

	@Test
	void isRecordedAndToldInItsOwnWords() throws Exception {
		final ImagePlus image = (ImagePlus) run(TintCommand.class, "input", IJ
			.createImage("a", "8-bit ramp", 24, 16, 1)).getOutput("image");
		assertRecord(GeneratedImage.provenance(image).orElseThrow());
	}

	private static void assertRecord(final Provenance made) {
		final Provenance record = Provenance.fromJson(made.toJson());
		assertEquals(made, record);
		assertEquals("tint", record.operation());
		assertEquals("Tint...", record.call().orElseThrow().command());
		assertEquals("7", record.call().orElseThrow().inputs().get("strength"));
		assertEquals(7, record.settings().get("strength").getAsInt());
		final String methods = MethodsText.of(record, ModelFamilies.ALL,
			OPERATIONS);
		assertTrue(methods.startsWith("The image was tinted with Stable Diffusion"),
			methods);
		assertTrue(methods.contains(", 7 percent of tint"), methods);
		final Tint again = (Tint) OPERATIONS.of(record.operation(), record
			.settings(), new Source.ByName()
		{

				@Override
				public Source picture(final String name) {
					return PICTURE;
				}

				@Override
				public Source latent(final String name) {
					throw new AssertionError(name);
				}

				@Override
				public Mask mask(final String name) {
					throw new AssertionError(name);
				}
			});
		assertEquals(7, again.strength());
		assertEquals(5, again.sampling().seed());
	}

	@Test
	void isOneOfTheThingsThatABatchDoes() throws Exception {
		final Path input = Files.createDirectory(tmp.resolve("in"));
		final Path output = tmp.resolve("out");
		for (final String name : List.of("a", "b")) {
			IJ.saveAsTiff(IJ.createImage(name, "8-bit ramp", 24, 16, 1), input
				.resolve(name + ".tif").toString());
		}
		final Module module = run(TintBatch.class, "operation", "tint", "input",
			input.toFile(), "output", output.toFile());
		assertEquals("2 made, 0 kept from before, 0 failed", module.getOutput(
			"report"));
		final ModuleItem<?> strength = module.getInfo().getInput("strength");
		assertEquals("For tint: How much it is tinted.", strength.getDescription());
		assertTrue(module.getInfo().getInput("operation").getChoices().toString()
			.contains("tint"));
		assertTrue(module.getInfo().getInput("denoise").getDescription().endsWith(
			"0.5 for upscale, 0.3 for tint."));
		for (final String name : List.of("a.tif", "b.tif")) {
			final Provenance record = GeneratedImage.provenance(IJ.openImage(output
				.resolve(name).toString())).orElseThrow();
			assertRecord(record);
			assertEquals("0.3", record.setting("denoise"));
		}
	}
}
