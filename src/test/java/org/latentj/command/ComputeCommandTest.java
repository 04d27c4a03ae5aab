
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ij.measure.ResultsTable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latentj.command.input.CommandCall;
import org.latentj.command.models.ComputeCommand;
import org.latentj.command.models.LoadedModelsCommand;
import org.latentj.command.models.MemoryCommand;
import org.latentj.engine.compute.ComputeChoice;
import org.latentj.host.macro.MacroInputs;
import org.latentj.service.StableDiffusionService;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** {@link ComputeCommand} as macros call it. */
class ComputeCommandTest {

	private static final ComputeChoice OTHER = new ComputeChoice("cpu", "half", 2,
		"mapped");

	private Context context;

	@BeforeEach
	void start() {
		context = BatchProcess.context();
	}

	@AfterEach
	void stop() {
		service(context).choose(ComputeChoice.USUAL);
		context.dispose();
	}

	private static StableDiffusionService service(final Context context) {
		return context.service(StableDiffusionService.class);
	}

	private Module run(final Class<? extends Command> command,
		final String options)
	{
		final Module module = context.service(ModuleService.class).createModule(
			context.service(CommandService.class).getCommand(command));
		MacroInputs.resolve(module, options);
		return CommandCall.run(context, module);
	}

	private String reason(final String options) {
		final Module done = run(ComputeCommand.class, options);
		assertTrue(((Cancelable) done).isCanceled());
		return ((Cancelable) done).getCancelReason();
	}

	@Test
	void remembersWhatWasChosen() {
		final String text = (String) run(ComputeCommand.class,
			"provider=cpu precision=half threads=2 weights=mapped").getOutput(
				"compute");
		assertTrue(text.startsWith(
			"provider: cpu\nprecision: half\nthreads: 2\nweights: mapped\n" +
				"ONNX Runtime 1."), text);
		assertEquals(OTHER, service(context).compute());
		try (Context later = BatchProcess.context()) {
			assertEquals(OTHER, service(later).compute());
		}
	}

	@Test
	void hasWhatIsUsualWhereAMacroLeavesItOut() {
		service(context).choose(OTHER);
		final Module done = run(ComputeCommand.class, "");
		assertTrue(((String) done.getOutput("compute")).contains(
			"precision: auto (single)\nthreads: 0 (one for each core)"));
		assertEquals(ComputeChoice.USUAL, service(context).compute());
		assertNull(done.getOutput("table"));
	}

	/** NB: one choice, which two dialogs show. */
	@Test
	void agreesWithMemory() {
		service(context).choose(OTHER);
		run(MemoryCommand.class, "weights=packed");
		assertEquals(OTHER.withWeights("packed"), service(context).compute());
		run(ComputeCommand.class, "weights=balanced");
		assertEquals("balanced", service(context).weights());
	}

	@Test
	void changesNothingWhereSomethingIsWrong() {
		service(context).choose(OTHER);
		assertEquals("provider is 'gpu', valid are cpu, cuda, coreml", reason(
			"provider=gpu"));
		assertEquals("threads is -1, it must be 0 (one for each core) to 1024",
			reason("threads=-1"));
		assertEquals("precision is 'low', valid are auto, single, half", reason(
			"precision=low"));
		for (final String test : new String[] { "", " test" }) {
			final String why = reason("threads=1 checkpoint=nix" + test);
			assertTrue(why.startsWith("there is no checkpoint 'nix'"), why);
		}
		assertEquals(OTHER, service(context).compute());
	}

	@Test
	void explainsAProviderThatIsNotThere() {
		assumeFalse(ComputeChoice.providers().contains("cuda"));
		final String why = reason("provider=cuda");
		assertTrue(why.contains("onnxruntime_gpu-"), why);
		assertEquals(ComputeChoice.USUAL, service(context).compute());
	}

	@Test
	void triesAllProvidersOut() {
		final Module done = run(ComputeCommand.class, "threads=1 test");
		final ResultsTable table = (ResultsTable) done.getOutput("table");
		assertEquals(ComputeChoice.providers().size(), table.size());
		assertEquals("cpu", table.getStringValue("provider", 0));
		assertEquals("single", table.getStringValue("precision", 0));
		assertEquals(1, table.getValue("threads", 0));
		assertTrue(table.getValue("step (s)", 0) > 0);
		assertTrue(table.getValue("opening (s)", 0) > 0);
		assertTrue(table.getValue("memory (MB)", 0) > 0);
		final String text = (String) done.getOutput("compute");
		assertTrue(text.contains("\ncpu: single precision, weights "), text);
		assertEquals(0, service(context).cache().loadedBytes());
	}

	@Test
	void isToldOfLoadedModels() {
		run(ComputeCommand.class, "precision=half weights=mapped");
		final Module done = run(Txt2ImgCommand.class,
			"prompt=cell width=16 height=16 steps=1 seed=1");
		assertFalse(((Cancelable) done).isCanceled());
		final String loaded = (String) run(LoadedModelsCommand.class, "").getOutput(
			"loaded");
		assertTrue(loaded.contains(" MB, cpu, mapped, half precision\n"), loaded);
		assertTrue(loaded.contains(" MB, cpu, mapped\n"), loaded);
	}
}
