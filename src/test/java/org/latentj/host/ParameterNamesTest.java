
package org.latentj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.frame.Recorder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.host.macro.MacroInputs;
import org.latentj.host.macro.MacroOptions;
import org.latentj.host.macro.OptionText;
import org.latentj.service.StableDiffusionService;
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

/** The names of parameters, and that prompts cannot be taken for them. */
class ParameterNamesTest {

	@ParameterizedTest
	@ValueSource(strings = { "a cat slices=2", "slices=9 channels=3 frames=all",
		"c=1 z=2 t=3", "[slices=4]", "x slices=[7", "noise=independent",
		"a prompt about slices" })
	void keepsPositionsApartFromPrompts(final String prompt) throws Exception {
		Recorder.resetCommandOptions();
		final Map<String, String> recorded = new LinkedHashMap<>();
		recorded.put("prompt", prompt);
		recorded.put("negative", prompt);
		recorded.put("channels", "1,3");
		recorded.put("slices", "1-40:2");
		recorded.put("frames", "");
		recorded.put("noise", "shared");
		recorded.forEach((key, value) -> Recorder.recordOption(key, OptionText
			.encode(value)));
		final String options = new Interpreter().run("return \"" + Recorder
			.getCommandOptions() + "\";", "");
		assertEquals(recorded, MacroOptions.parse(options, name -> ""), options);
		for (final String key : recorded.keySet()) {
			assertEquals(recorded.get(key), OptionText.decode(Macro.getValue(options,
				key, null)), key + " as ImageJ and Fiji read it");
		}
		final Map<String, String> byHand = MacroOptions.parse("prompt=[" + prompt
			.replace("[", "(").replace("]", ")") + "] slices=5", name -> "");
		assertEquals("5", byHand.get("slices"));
		assertEquals(2, byHand.size(), "and nothing is taken from the prompt");
	}

	/**
	 * ImageJ's recorder looks for a key in what it has recorded before, and asks
	 * the user to read a message if it finds it: {@code t=} in {@code prompt=},
	 * for example. So positions have no names of a single letter.
	 */
	@Test
	void hasNoParameterWhoseNameIsTheTailOfAnEarlierOne() throws Exception {
		try (Context context = new Context(List.<Class<? extends Service>> of(
			StableDiffusionService.class, CommandService.class, PrefService.class,
			StatusService.class, TaskService.class)))
		{
			int seen = 0;
			for (final CommandInfo command : context.service(CommandService.class)
				.getCommands())
			{
				final Module module = context.service(ModuleService.class).createModule(
					command);
				if (MacroInputs.isOurs(module)) {
					module.initialize();
					check(command.getTitle(), MacroInputs.inputs(module));
					seen++;
				}
			}
			assertTrue(seen > 5, "commands were found");
		}
	}

	@Test
	void knowsTheShortNamesOfPositionsInMacros() {
		final Map<String, String> values = MacroInputs.longNames(Map.of("c", "1",
			"z", "1-40:2", "t", "all", "seed", "5"), List.of("seed", "channels",
				"slices", "frames"));
		assertEquals(Map.of("channels", "1", "slices", "1-40:2", "frames", "all",
			"seed", "5"), values);
		assertEquals(Map.of("c", "1"), MacroInputs.longNames(Map.of("c", "1"), List
			.of("seed")), "an input that the command does not have");
		assertTrue(assertThrows(IllegalArgumentException.class, () -> MacroInputs
			.longNames(Map.of("z", "1", "slices", "2"), List.of("slices")))
			.getMessage().contains("'z' and 'slices'"));
	}

	private static void check(final String command,
		final List<ModuleItem<?>> inputs)
	{
		String recorded = "";
		for (final ModuleItem<?> item : inputs) {
			assertFalse(recorded.contains(item.getName() + "="), command + ": " + item
				.getName() + " in" + recorded);
			recorded += " " + item.getName() + "=x";
		}
	}
}
