
package org.latentj.command.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ij.IJ;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.command.input.CommandCall;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** Tests {@link ControlImageCommand}. */
class ControlImageCommandTest {

	private static Context context;

	@BeforeAll
	static void start() {
		context = new Context();
	}

	@AfterAll
	static void stop() {
		context.dispose();
	}

	private static Module made(final String kind, final String name,
		final double value)
	{
		final Module module = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(
				ControlImageCommand.class));
		module.setInput("input", IJ.createImage("in", "8-bit ramp", 16, 16, 1));
		module.setInput("kind", kind);
		module.setInput(name, value);
		CommandCall.inputs(module).forEach(i -> module.resolveInput(i.getName()));
		CommandCall.run(context, module);
		return module;
	}

	/** NB: they changed nothing, and nobody said so. */
	@ParameterizedTest
	@CsvSource({ "depth, size", "segmentation, size", "blur, low", "tile, high" })
	void refusesWhatAKindDoesNotUse(final String kind, final String name) {
		final Module module = made(kind, name, 7);
		assertNull(module.getOutput("image"));
		assertEquals(name + " has no use with kind=" + kind +
			": leave it out; valid are kind, input, " + (kind.equals("blur") || kind
				.equals("tile") ? "size, " : "") + "inverted, stack",
			((Cancelable) module).getCancelReason());
	}

	@ParameterizedTest
	@CsvSource({ "edges, low", "edges, size", "tile, size", "blur, size",
		"depth, low" })
	void takesWhatAKindUsesAndWhatIsTheUsualValue(final String kind,
		final String name)
	{
		assertNull(((Cancelable) made(kind, name, name.equals("low") ? 100 : 2))
			.getCancelReason());
	}
}
