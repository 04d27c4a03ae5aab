
package org.latentj.host.macro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.plugin.Parameter;
import org.scijava.prefs.PrefService;

class MacroInputsTest {

	private Context context;

	private Module module;

	@BeforeEach
	void start() {
		context = new Context(ModuleService.class, PrefService.class);
		module = context.service(ModuleService.class).createModule(new CommandInfo(
			Example.class));
	}

	@AfterEach
	void stop() {
		context.dispose();
	}

	@Test
	void setsWhatIsNamedAndLeavesTheRestToTheCode() {
		MacroInputs.resolve(module,
			"text=[a number=9 tiled] number=7 tiled factor=2 folder=[/a b] ");
		assertEquals(Map.of("text", "a number=9 tiled", "number", 7, "tiled", true,
			"factor", 2.0, "folder", new File("/a b")), values());
		MacroInputs.resolve(module, "tiled=false");
		assertEquals(false, module.getInput("tiled"));
		assertTrue(module.isInputResolved("number"));
		assertFalse(module.isInputResolved("preferences"));
	}

	@ParameterizedTest
	@CsvSource({ "number=1.5,number is '1.5'", "number=,number is ''",
		"factor=x,it must be a number", "number=10000000000,it must be 1 to 100",
		"factor=7d,it must be a number", "tiled=1,true or false",
		"tiled=,true or false", "number,number=...",
		"text folder=/a,'text' has no value", "Tiled,'Tiled' is no option",
		"Text=a,'Text' is no option", "guidancescale=9,tiled",
		"text=many green nuclei number=7,text=[many green nuclei]",
		"number = 7,number=7 without blanks" })
	void saysWhatWouldBeValid(final String options, final String message) {
		final String said = assertThrows(IllegalArgumentException.class,
			() -> MacroInputs.resolve(module, options)).getMessage();
		assertTrue(said.contains(message), said);
	}

	@Test
	void refusesANumberThatMayHaveLostDigits() {
		assertEquals("9007199254740991", MacroInputs.text(9007199254740991.0));
		assertEquals("-4.5", MacroInputs.text(-4.5));
		for (final double number : new double[] { 0x1p53, 1.8446744073709552e19,
			Double.POSITIVE_INFINITY })
		{
			assertTrue(assertThrows(IllegalArgumentException.class, () -> MacroInputs
				.text(number)).getMessage().contains("in quotes"));
		}
	}

	private Map<String, Object> values() {
		final Map<String, Object> values = new HashMap<>();
		MacroInputs.inputs(module).forEach(i -> values.put(i.getName(), module
			.getInput(i.getName())));
		return values;
	}

	/** A command with an input of each type. */
	public static class Example implements Command {

		@Parameter
		private PrefService preferences;

		@Parameter
		private String text = "";

		@Parameter(min = "1", max = "100")
		private int number = 3;

		@Parameter
		private boolean tiled;

		@Parameter
		private double factor = 1;

		@Parameter
		private File folder;

		@Override
		public void run() {}
	}
}
