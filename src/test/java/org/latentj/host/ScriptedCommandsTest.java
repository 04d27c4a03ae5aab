
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.latentj.command.Txt2ImgCommand;
import org.latentj.record.GeneratedImage;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.console.ConsoleService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.event.EventSubscriber;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.module.event.ModuleFinishedEvent;
import org.scijava.prefs.PrefService;
import org.scijava.startup.StartupService;

/**
 * Commands without the menu, which does not show them: from the command line of
 * Fiji, and through the module service as scripts do.
 */
class ScriptedCommandsTest {

	private static final String SETTINGS =
		"prompt=\"a cat seed=99\",width=24,height=16,steps=1,seed=\"5\"";

	private final List<Module> done = new ArrayList<>();

	@EventHandler
	void onEvent(final ModuleFinishedEvent event) {
		done.add(event.getModule());
	}

	@Test
	void runFromTheCommandLineWithTheDefaultsOfTheCode() throws Exception {
		try (Context context = new Context()) {
			final List<EventSubscriber<?>> subscribers = context.service(
				EventService.class).subscribe(this);
			// NB: a user has left another value in the dialog.
			final ModuleService modules = context.service(ModuleService.class);
			final CommandInfo command = context.service(CommandService.class)
				.getCommand(Txt2ImgCommand.class);
			context.service(PrefService.class).clear(Txt2ImgCommand.class);
			save(modules, modules.createModule(command).getInfo().getInput("cfg"));
			context.service(ConsoleService.class).processArgs("--run", "command:" +
				Txt2ImgCommand.class.getName(), SETTINGS);
			context.service(StartupService.class).executeOperations();
			assertEquals(1, subscribers.size());
			assertEquals(1, done.size());
			final ImagePlus image = (ImagePlus) done.get(0).getOutput("image");
			assertEquals(24, image.getWidth());
			assertTrue(GeneratedImage.provenance(image).orElseThrow().toJson()
				.contains("a cat seed=99"));
			assertEquals(7.0, done.get(0).getInput("cfg"));
			final Module again = modules.run(command, true, Map.of("prompt",
				"a cat seed=99", "width", 24, "height", 16, "steps", 1, "seed", "5"))
				.get();
			assertEquals(7.0, again.getInput("cfg"));
			// NB: nor has the script left its values in the dialog.
			final ModuleInfo dialog = modules.createModule(command).getInfo();
			assertEquals(3.0, modules.load(dialog.getInput("cfg")));
			assertNull(modules.load(dialog.getInput("steps")));
			context.service(PrefService.class).clear(Txt2ImgCommand.class);
		}
	}

	@Test
	void printWhyTheyFailed() {
		try (Context context = new Context()) {
			final List<String> printed = new ArrayList<>();
			context.service(LogService.class).addLogListener(message -> printed.add(
				message.text()));
			context.service(ConsoleService.class).processArgs("--run", "command:" +
				Txt2ImgCommand.class.getName(), "prompt=\"a cat\",steps=0");
			context.service(StartupService.class).executeOperations();
			assertEquals(List.of("Txt2Img...: steps is 0, it must be 1 to 10000"),
				printed);
		}
	}

	@SuppressWarnings("unchecked")
	private static void save(final ModuleService modules,
		final ModuleItem<?> cfg)
	{
		modules.save((ModuleItem<Double>) cfg, 3.0);
		assertEquals(3.0, modules.load(cfg));
	}
}
