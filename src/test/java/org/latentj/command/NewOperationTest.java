
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.latentj.batch.BatchItem;
import org.latentj.command.base.AbstractImageCommand;
import org.latentj.command.batch.BatchPictures;
import org.latentj.host.macro.MacroInputs;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.operation.GenerationSettings;
import org.latentj.operation.Source;
import org.latentj.operation.Tint;
import org.latentj.service.StableDiffusionService;
import org.latentj.setting.Setting;
import org.latentj.setting.SettingValues;
import org.latentj.tensor.Tensor;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.prefs.PrefService;
import org.scijava.service.Service;
import org.scijava.task.TaskService;

/** A new operation is a record and a command of a few lines. */
class NewOperationTest {

	private static final Source PICTURE = new Source.OfPicture(Tensor.zeros(1, 3,
		8, 8));

	/** All that its menu entry takes. */
	public static final class TintCommand extends AbstractImageCommand {

		@Override
		protected List<Setting<?>> settings() {
			return Tint.TYPE.asked();
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

	@Test
	void hasItsInputsAndOptionsOfMacros() throws Exception {
		try (Context context = new Context(List.<Class<? extends Service>> of(
			StableDiffusionService.class, CommandService.class, PrefService.class,
			StatusService.class, TaskService.class)))
		{
			final Module module = context.service(ModuleService.class).createModule(
				new CommandInfo(TintCommand.class));
			final List<String> names = new ArrayList<>();
			MacroInputs.inputs(module).forEach(i -> names.add(i.getName()));
			assertTrue(names.containsAll(List.of("prompt", "seed", "denoise",
				"strength", "range", "preview")), names.toString());
			final ModuleItem<?> strength = module.getInfo().getInput("strength");
			assertEquals("Strength (%)", strength.getLabel());
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
	}

	@Test
	void isWorkedOnByABatch() throws IOException {
		final SettingValues values = Tint.TYPE.completed(SettingValues.none().with(
			GenerationSettings.BATCH, 2));
		assertEquals(3, new BatchPictures(Tint.TYPE, values, Optional.empty())
			.count(IJ.createImage("a", "8-bit", 8, 8, 3), new BatchItem(0, "a.tif",
				"a.tif"), PositionChoice.of(true)));
	}
}
