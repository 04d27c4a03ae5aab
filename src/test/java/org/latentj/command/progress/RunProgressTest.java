
package org.latentj.command.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.command.BatchCommand;
import org.latentj.command.Img2ImgCommand;
import org.latentj.command.LatentUpscaleCommand;
import org.latentj.command.Txt2ImgCommand;
import org.latentj.command.base.AbstractModelCommand;
import org.latentj.command.forecast.SliceCount;
import org.latentj.golden.Golden;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.operation.inpainting.InpaintEncoder;
import org.latentj.service.StableDiffusionService;
import org.scijava.Context;
import org.scijava.app.DefaultStatusService;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleService;
import org.scijava.prefs.PrefService;
import org.scijava.service.Service;
import org.scijava.task.DefaultTaskService;
import org.scijava.task.Task;

/** What commands show of their runs, with a tiny checkpoint. */
class RunProgressTest {

	/** NB: opening the checkpoint takes longer than the runs. */
	private static Context context;

	private static Bar bar;

	private AbstractModelCommand command;

	@TempDir
	Path tmp;

	@BeforeAll
	static void start() {
		context = new Context(List.<Class<? extends Service>> of(
			StableDiffusionService.class, CommandService.class, PrefService.class,
			Bar.class, Tasks.class));
		bar = context.service(Bar.class);
	}

	@BeforeEach
	void forget() {
		bar.texts.clear();
		bar.cancelAt = null;
	}

	@AfterAll
	static void stop() {
		context.dispose();
	}

	@Test
	void countsTheStepsOfAPlainRun() throws Exception {
		run(Txt2ImgCommand.class, "steps", 4);
		assertEquals(List.of("250 Sampling, step 1 of 4",
			"500 Sampling, step 2 of 4", "750 Sampling, step 3 of 4",
			"1000 Sampling, step 4 of 4"), steps());
		assertTrue(bar.texts.contains("1000 Decoding"), bar.texts.toString());
	}

	@Test
	void risesOnceOverSeeds() throws Exception {
		run(Txt2ImgCommand.class, "steps", 2, "seeds", 3);
		assertEquals(List.of("167 Sampling, seed 1 of 3, step 1 of 2",
			"333 Sampling, seed 1 of 3, step 2 of 2",
			"500 Sampling, seed 2 of 3, step 1 of 2",
			"667 Sampling, seed 2 of 3, step 2 of 2",
			"833 Sampling, seed 3 of 3, step 1 of 2",
			"1000 Sampling, seed 3 of 3, step 2 of 2"), steps());
		assertTrue(bar.texts.contains("333 Encoding prompt, seed 2 of 3"), bar.texts
			.toString());
	}

	@Test
	void weighsPassesByTheirCells() throws Exception {
		run(Txt2ImgCommand.class, "steps", 2, "factor", 2);
		assertEquals(List.of("100 Sampling, pass 1 of 2, step 1 of 2",
			"200 Sampling, pass 1 of 2, step 2 of 2",
			"600 Sampling, pass 2 of 2, step 1 of 2",
			"1000 Sampling, pass 2 of 2, step 2 of 2"), steps());
		bar.texts.clear();
		run(Txt2ImgCommand.class, "steps", 1, "factor", 2, "denoise", 0);
		assertEquals(List.of("1000 Sampling, step 1 of 1"), steps());
		bar.texts.clear();
		run(Txt2ImgCommand.class, "steps", 1, "factor", 2, "seeds", 2);
		assertEquals(List.of("100 Sampling, seed 1 of 2, pass 1 of 2, step 1 of 1",
			"500 Sampling, seed 1 of 2, pass 2 of 2, step 1 of 1",
			"600 Sampling, seed 2 of 2, pass 1 of 2, step 1 of 1",
			"1000 Sampling, seed 2 of 2, pass 2 of 2, step 1 of 1"), steps());
	}

	@Test
	void risesOnceOverTheSlicesOfAStack() throws Exception {
		final ImagePlus stack = IJ.createImage("in", "8-bit ramp", 32, 32, 3);
		run(Img2ImgCommand.class, "steps", 1, "denoise", 1, "input", stack, "stack",
			true);
		assertEquals(List.of("333 Sampling, slice 1 of 3, step 1 of 1",
			"667 Sampling, slice 2 of 3, step 1 of 1",
			"1000 Sampling, slice 3 of 3, step 1 of 1"), steps());
		bar.texts.clear();
		run(LatentUpscaleCommand.class, "steps", 1, "denoise", 1, "input", IJ
			.createHyperStack("in", 32, 32, 4, 1, 1, 8));
		assertEquals("1000 Sampling, slice 4 of 4, step 1 of 1", steps().get(3));
	}

	@Test
	void countsOnlySlicesThatHaveAMask() throws Exception {
		final ImageStack masks = new ImageStack(32, 32);
		for (int slice = 1; slice <= 4; slice++) {
			masks.addSlice(new ByteProcessor(32, 32));
		}
		masks.setVoxel(9, 9, 1, 255);
		masks.setVoxel(9, 9, 3, 255);
		final ImagePlus mask = new ImagePlus("mask", masks);
		assertEquals(2, SliceCount.inpaint(IJ.createImage("in", "8-bit", 32, 32, 4),
			new PositionChoice(true, "", "", ""), mask, InpaintEncoder.INPAINT));
		assertEquals(1, SliceCount.inpaint(IJ.createImage("in", "8-bit", 32, 32, 4),
			new PositionChoice(false, "", "2-3", ""), mask, InpaintEncoder.KEEP));
	}

	@Test
	void risesOnceOverTheItemsOfABatchAndTheirSlices() throws Exception {
		final Path in = Files.createDirectory(tmp.resolve("in"));
		IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 16, 16, 2), in.resolve(
			"a.tif").toString());
		IJ.saveAsTiff(IJ.createImage("b", "8-bit ramp", 16, 16, 1), in.resolve(
			"b.tif").toString());
		for (final boolean dry : new boolean[] { true, false }) {
			bar.texts.clear();
			run(BatchCommand.class, "input", in.toFile(), "output", tmp.resolve("out")
				.toFile(), "stack", true, "steps", 1, "denoise", 1, "dryrun", dry);
			assertEquals(dry ? List.of(
				"167 Sampling, trial 1 of 3, slice 1 of 2, step 1 of 1",
				"333 Sampling, trial 1 of 3, slice 2 of 2, step 1 of 1") : List.of(
					"250 Sampling, item 1 of 2, slice 1 of 2, step 1 of 1",
					"500 Sampling, item 1 of 2, slice 2 of 2, step 1 of 1"), steps()
						.subList(0, 2));
			assertTrue(bar.texts.contains(dry ? "0 Dry run: a.tif, trial 1 of 3"
				: "500 Batch: b.tif, item 2 of 2"), bar.texts.toString());
		}
		assertEquals("1000 Sampling, item 2 of 2, step 1 of 1", steps().get(2));
	}

	@Test
	void saysThatAnAdaptiveSamplersStepsAreAnEstimate() throws Exception {
		run(Txt2ImgCommand.class, "sampler", "dpm_adaptive", "steps", 2, "seeds", 2,
			"cfg", 1);
		assertTrue(steps().size() > 4);
		for (final String step : steps()) {
			assertTrue(step.matches(
				"[0-9]+ Sampling, seed . of 2, step [0-9]+ of about [0-9]+"), step);
		}
		assertTrue(steps().get(steps().size() - 1).startsWith("1000 "));
	}

	@Test
	void saysAtTheEndHowLongItTookAndTheSeed() throws Exception {
		run(Txt2ImgCommand.class, "steps", 1, "cfg", 1);
		assertTrue(bar.last.matches("done in [0-9]+\\.[0-9] s, seed 7"), bar.last);
		bar.texts.clear();
		run(Txt2ImgCommand.class, "steps", 1, "cfg", 1, "seeds", 2);
		assertTrue(bar.last.matches("done in [0-9]+\\.[0-9] s"), bar.last);
		execute(Txt2ImgCommand.class, "steps", 0);
		assertEquals("", bar.last);
	}

	@Test
	void endsInTheMidstOfPartsWhenItsTaskIsCancelled() throws Exception {
		bar.cancelAt = "Sampling, seed 2 of 3, step 1";
		assertNull(execute(Txt2ImgCommand.class, "steps", 2, "seeds", 3));
		assertTrue(command.isCanceled());
		assertEquals("", command.getCancelReason());
		assertEquals(3, steps().size());
		assertTrue(Tasks.of(context).isDone());
	}

	private void run(final Class<? extends Command> type, final Object... inputs)
		throws Exception
	{
		execute(type, inputs);
		assertFalse(command.isCanceled(), command.getCancelReason());
		int before = 0;
		for (final String text : bar.texts) {
			final int value = Integer.parseInt(text.split(" ")[0]);
			assertTrue(value >= before, bar.texts.toString());
			before = value;
		}
		assertEquals(ProgressText.END, before);
	}

	private Object execute(final Class<? extends Command> type,
		final Object... inputs) throws Exception
	{
		final List<Object> all = new ArrayList<>(List.of("checkpoint", Golden.file(
			"families/micro_sd1.safetensors").toAbsolutePath().toString(), "prompt",
			"a cat", "seed", "7"));
		if (type == Txt2ImgCommand.class) {
			all.addAll(List.of("width", 32, "height", 32));
		}
		all.addAll(Arrays.asList(inputs));
		command = (AbstractModelCommand) context.service(ModuleService.class).run(
			context.service(CommandService.class).getCommand(type), true, all
				.toArray()).get();
		return command.getOutput("image");
	}

	private List<String> steps() {
		return bar.texts.stream().filter(t -> t.contains("step ")).toList();
	}

	/** Remembers what it is to show, and that the task shows the same. */
	public static class Bar extends DefaultStatusService {

		/** Value and text, without the time left, which hangs on the machine. */
		private final List<String> texts = new ArrayList<>();

		private String cancelAt;

		private String last = "";

		@Override
		public void showStatus(final int value, final int maximum,
			final String text)
		{
			if (text.isEmpty() || text.startsWith("done in ")) {
				assertEquals(maximum, value);
				last = text;
				return;
			}
			final Task task = Tasks.of(getContext());
			assertEquals(text, task.getStatusMessage());
			assertEquals(value, task.getProgressValue());
			assertEquals(ProgressText.END, maximum);
			assertEquals(ProgressText.END, task.getProgressMaximum());
			texts.add(value + " " + text.replaceFirst(", [0-9:]+ left$", ""));
			if (cancelAt != null && text.startsWith(cancelAt)) {
				task.cancel("");
			}
		}
	}

	/** Remembers the last task. */
	public static class Tasks extends DefaultTaskService {

		private Task last;

		@Override
		public Task createTask(final String name) {
			last = super.createTask(name);
			return last;
		}

		private static Task of(final Context context) {
			return context.getService(Tasks.class).last;
		}
	}
}
