
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.latentj.command.Txt2ImgCommand;
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
