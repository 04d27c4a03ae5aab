
package org.latentj.host.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.latentj.command.BatchCommand;
import org.latentj.command.Txt2ImgCommand;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.golden.Golden;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.prefs.PrefService;

/** What the next dialog starts with. */
class RememberedValuesTest {

	/** NB: without a file, 512 is taken for its size. */
	@Test
	void aSizeThatNobodyHasChosenIsThatOfTheCheckpoint() throws Exception {
		try (Context context = new Context()) {
			context.service(PrefService.class).clear(Txt2ImgCommand.class);
			final Module none = opened(context);
			none.setInput("checkpoint", "");
			none.setInput("width", 512);
			none.setInput("height", 512);
			none.setInput("steps", 3);
			left(context, none);
			final Module demo = opened(context);
			assertNotEquals("", demo.getInput("checkpoint"));
			assertEquals(128, demo.getInput("width"));
			assertEquals(128, demo.getInput("height"));
			assertEquals(3, demo.getInput("steps"));
			demo.setInput("width", 72);
			left(context, demo);
			assertEquals(72, opened(context).getInput("width"));
			assertEquals(128, opened(context).getInput("height"));
			final Module missing = opened(context);
			missing.setInput("checkpoint", "missing.safetensors");
			missing.setInput("height", 512);
			left(context, missing);
			assertEquals(512, opened(context).getInput("height"));
			assertEquals(72, opened(context).getInput("width"));
			context.service(PrefService.class).clear(Txt2ImgCommand.class);
		}
	}

	/** NB: a checkpoint without metadata asks for nothing. */
	@Test
	void settingsAreThoseOfTheCheckpointUntilTheyAreChosen() throws Exception {
		try (Context context = new Context()) {
			context.service(PrefService.class).clear(Txt2ImgCommand.class);
			final Module first = opened(context);
			assertSettings(first, 20, 4.0, "dpmpp_2m", "karras");
			first.setInput("cfg", 6.0);
			left(context, first);
			final Module next = opened(context);
			assertSettings(next, 20, 6.0, "dpmpp_2m", "karras");
			choose(next, Golden.file("families/micro_sd1.safetensors").toString());
			assertSettings(next, 20, 6.0, "euler", "normal");
			choose(next, ModelFolder.BUNDLED);
			assertSettings(next, 20, 4.0, "dpmpp_2m", "karras");
			final Module macro = context.service(ModuleService.class).createModule(
				command(context));
			macro.initialize();
			assertSettings(macro, 20, 7.0, "euler", "normal");
			context.service(PrefService.class).clear(Txt2ImgCommand.class);
		}
	}

	/** NB: 512 is what the family has. */
	@Test
	void sizesOfABatchAreThoseOfTheCheckpointThatIsChosen() throws Exception {
		try (Context context = new Context()) {
			final Module batch = context.service(ModuleService.class).createModule(
				context.service(CommandService.class).getCommand(BatchCommand.class));
			batch.initialize();
			assertEquals(128, batch.getInput("width"));
			choose(batch, Golden.file("families/micro_sd1.safetensors").toString());
			assertEquals(512, batch.getInput("width"));
			assertEquals(512, batch.getInput("height"));
		}
	}

	private static void choose(final Module module, final String checkpoint)
		throws Exception
	{
		module.setInput("checkpoint", checkpoint);
		module.getInfo().getInput("checkpoint").callback(module);
	}

	private static void assertSettings(final Module module, final int steps,
		final double cfg, final String sampler, final String scheduler)
	{
		assertEquals(List.of(steps, cfg, sampler, scheduler), List.of(module
			.getInput("steps"), module.getInput("cfg"), module.getInput("sampler"),
			module.getInput("scheduler")));
	}

	/** A module as a dialog begins with it. */
	private static Module opened(final Context context) throws Exception {
		final ModuleService modules = context.service(ModuleService.class);
		final Module module = modules.createModule(command(context));
		module.initialize();
		RememberedValues.load(modules, module);
		return module;
	}

	private static void left(final Context context, final Module module)
		throws Exception
	{
		RememberedValues.save(context.service(ModuleService.class), module, command(
			context));
	}

	private static CommandInfo command(final Context context) {
		return context.service(CommandService.class).getCommand(
			Txt2ImgCommand.class);
	}
}
