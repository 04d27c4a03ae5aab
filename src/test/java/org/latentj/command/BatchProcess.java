
package org.latentj.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.latentj.golden.Golden;
import org.latentj.service.StableDiffusionService;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.prefs.PrefService;
import org.scijava.service.Service;
import org.scijava.task.TaskService;

/**
 * A batch with the smallest checkpoint, in this process or, for being killed,
 * in one of its own.
 */
final class BatchProcess {

	/** NB: opening a checkpoint takes longer than most tests with it. */
	private static Context shared;

	private BatchProcess() {}

	/** @param args input folder, output folder, names and values of texts */
	public static void main(final String... args) throws Exception {
		try (Context context = context()) {
			final Module module = run(context, inputs(Path.of(args[0]), Path.of(
				args[1]), List.of(args).subList(2, args.length).toArray()));
			final String error = ((Cancelable) module).getCancelReason();
			// NB: what went wrong was logged, as there is no screen.
			if (error != null) {
				System.exit(1);
			}
		}
		System.exit(0);
	}

	/**
	 * A context that is never disposed of, with whose service tests of this and
	 * other classes open the checkpoints of the project once. Checkpoints in
	 * temporary folders belong into one of their own.
	 */
	static synchronized Context shared() {
		if (shared == null) {
			shared = context();
		}
		return shared;
	}

	static Context context() {
		return new Context(List.<Class<? extends Service>> of(
			StableDiffusionService.class, CommandService.class, PrefService.class,
			StatusService.class, TaskService.class));
	}

	/** What a batch here is told beside names and values of inputs. */
	static Object[] inputs(final Path input, final Path output,
		final Object... more)
	{
		final List<Object> inputs = new ArrayList<>(List.of("input", input.toFile(),
			"output", output.toFile()));
		if (!List.of(more).contains("workflow")) {
			inputs.addAll(List.of("operation", "img2img", "seed", "5", "itemseeds",
				"derived"));
		}
		inputs.addAll(List.of(more));
		return inputs.toArray();
	}

	/**
	 * Runs the command with one step of the smallest checkpoint, unless it is a
	 * workflow, which has its own.
	 */
	static Module run(final Context context, final Object... inputs)
		throws Exception
	{
		final List<Object> all = new ArrayList<>();
		if (!List.of(inputs).contains("workflow")) {
			all.addAll(List.of("checkpoint", Golden.file(
				"families/micro_sd1.safetensors").toAbsolutePath().toString(), "steps",
				1, "cfg", 1));
			// NB: of prompts each has its own.
			if (!List.of(inputs).contains("txt2img")) {
				all.addAll(List.of("prompt", "a photo of a cat"));
			}
		}
		all.addAll(List.of(inputs));
		return context.service(ModuleService.class).run(context.service(
			CommandService.class).getCommand(BatchCommand.class), true, all.toArray())
			.get();
	}
}
