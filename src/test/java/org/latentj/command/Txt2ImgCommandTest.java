
package org.latentj.command;

import org.latentj.command.models.CheckpointInfoCommand;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.LUT;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.command.base.AbstractModelCommand;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.latent.ResizeMethod;
import org.latentj.operation.enlarging.SecondPass;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.event.EventSubscriber;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.module.event.ModuleExecutingEvent;
import org.scijava.prefs.PrefService;
import org.scijava.service.Service;
import org.scijava.task.Task;
import org.scijava.task.TaskService;
import org.scijava.task.event.TaskEvent;

class Txt2ImgCommandTest {

	private Context context;

	private FakeDiffusion diffusion;

	private Task task;

	private Cancelable running;

	/** NB: the event service holds subscribers weakly. */
	@SuppressWarnings("unused")
	private List<EventSubscriber<?>> subscribers;

	@BeforeEach
	void start() {
		context = new Context(List.<Class<? extends Service>> of(
			FakeDiffusion.class, CommandService.class, PrefService.class,
			EventService.class, StatusService.class, TaskService.class));
		diffusion = context.service(FakeDiffusion.class);
		subscribers = context.service(EventService.class).subscribe(this);
	}

	@AfterEach
	void stop() {
		context.dispose();
	}

	@Test
	void hasItsLabelInTheMenuAndItsParametersInOrder() throws Exception {
		final CommandInfo info = context.service(CommandService.class).getCommand(
			Txt2ImgCommand.class);
		assertEquals("Plugins > LatentJ > Txt2Img...", info.getMenuPath()
			.getMenuString());
		assertTrue(info.canRunHeadless());
		final List<String> names = new ArrayList<>();
		for (final ModuleItem<?> input : run("steps", 1).getInfo().inputs()) {
			if (!Service.class.isAssignableFrom(input.getType()) && input
				.getType() != Context.class)
			{
				names.add(input.getName());
			}
		}
		assertEquals(List.of("checkpoint", "clip", "vae", "gone", "lora", "addlora",
			"prompt", "negative", "width", "height", "batch", "seed", "seeds",
			"steps", "cfg", "sampler", "scheduler", "samplernoise", "quality",
			"reuse", "clipskip", "control", "addcontrol", "controlimage", "factor",
			"method", "denoise", "promptl", "negativel", "sizewidth", "sizeheight",
			"cropleft", "croptop", "targetwidth", "targetheight", "aesthetic",
			"negativeaesthetic", "refiner", "refinerstart", "pictures", "latent",
			"preview", "keepsteps"), names);
	}

	@Test
	void hasTheDefaultsOfTheCodeAndTheNativeSizeOfTheCheckpoint()
		throws Exception
	{
		final ImagePlus image = image(run());
		assertEquals(128, image.getWidth());
		assertEquals(128, image.getHeight());
		assertEquals(20, diffusion.request.sampling().steps());
		assertEquals(7, diffusion.request.sampling().cfg());
		assertEquals("euler", diffusion.request.sampling().sampler().id());
		assertEquals("normal", diffusion.request.sampling().scheduler().id());
		assertEquals(1, diffusion.request.generation().clipSkip());
		assertEquals(Optional.empty(), diffusion.request.second());
		assertEquals(ModelFolder.BUNDLED, diffusion.models.checkpoint()
			.getFileName().toString());
		assertEquals(Optional.empty(), diffusion.models.vae());
	}

	@Test
	void offersWhatThereIs() throws Exception {
		final Module module = run("steps", 1);
		assertTrue(module.getInfo().getInput("checkpoint").getChoices().contains(
			ModelFolder.BUNDLED));
		assertTrue(module.getInfo().getInput("sampler").getChoices().contains(
			"dpmpp_2m"));
		assertTrue(module.getInfo().getInput("scheduler").getChoices().contains(
			"karras"));
	}

	@Test
	void makesAStackOfABatchThatSaysWhatItIs() throws Exception {
		final ImagePlus image = image(run("prompt", "a cat seed=99", "width", 17,
			"height", 33, "batch", 3, "seed", "5", "steps", 2));
		assertEquals(17, image.getWidth());
		assertEquals(33, image.getHeight());
		assertEquals(3, image.getStackSize());
		assertEquals("AI-generated, seed 5, item 1", image.getStack().getSliceLabel(
			2));
		assertEquals(0x060606, image.getStack().getProcessor(2).getPixel(3, 4) &
			0xffffff);
		assertEquals("a cat seed=99 (AI-generated)", image.getTitle());
		final Provenance provenance = GeneratedImage.provenance(image)
			.orElseThrow();
		assertEquals("a cat seed=99", provenance.setting("prompt"));
		assertEquals(ModelFolder.BUNDLED, provenance.checkpoint().name());
		assertEquals(64, provenance.checkpoint().sha256().length());
		assertTrue(image.getInfoProperty().contains("Seed: 5, Size: 17x33"));
	}

	@Test
	void takesASecondPassAndRecordsIt() throws Exception {
		final ImagePlus image = image(run("width", 16, "height", 24, "factor", 1.5,
			"method", "bislerp", "denoise", 0.6, "steps", 1));
		assertEquals(new SecondPass(1.5, ResizeMethod.BISLERP, 0.6),
			diffusion.request.second().orElseThrow());
		final Provenance provenance = GeneratedImage.provenance(image)
			.orElseThrow();
		assertEquals("1.5", provenance.setting("factor"));
		assertEquals("bislerp", provenance.setting("method"));
		assertEquals("1.0", provenance.setting("denoise"));
		assertEquals("0.6", provenance.setting("seconddenoise"));
		assertTrue(image.getInfoProperty().contains("Denoising strength: 0.6, " +
			"Hires upscale: 1.5, Hires upscaler: Latent (bislerp)"), image
				.getInfoProperty());
	}

	@Test
	void givesMeanAndDeviationOfSeveralSeeds() throws Exception {
		final Module module = run("prompt", "a cat", "width", 16, "height", 16,
			"batch", 2, "seed", "5", "seeds", 2, "steps", 1);
		final ImagePlus image = image(module);
		assertEquals(4, image.getStackSize());
		assertEquals("AI-generated, seed 6, item 1", image.getStack().getSliceLabel(
			4));
		final ImagePlus mean = (ImagePlus) module.getOutput("mean");
		final ImagePlus deviation = (ImagePlus) module.getOutput("deviation");
		assertEquals("mean of a cat (AI-generated)", mean.getTitle());
		assertEquals("standard deviation of a cat (AI-generated)", deviation
			.getTitle());
		assertEquals(32, mean.getBitDepth());
		assertEquals(3, mean.getNChannels());
		assertEquals(1, deviation.getNChannels(), "a map");
		assertEquals(32, deviation.getBitDepth());
		assertEquals(Math.sqrt(5 / 3.), deviation.getDisplayRangeMax(), 1e-4);
		final LUT table = deviation.getLuts()[0];
		assertFalse(table.getRed(200) == table.getBlue(200), "in colours");
		// NB: its four pictures are 5.9, 6.9, 7.9, 8.9 everywhere.
		final float[] means = (float[]) mean.getStack().getPixels(3);
		assertEquals(7.4, means[0], 1e-4, "levels of 0 to 255");
		assertEquals(Math.sqrt(5 / 3.), ((float[]) deviation.getStack().getPixels(
			1))[7], 1e-4);
		assertEquals("2", GeneratedImage.provenance(mean).orElseThrow().setting(
			"seeds"));
		assertNull(run("seed", "5", "steps", 1).getOutput("mean"));
	}

	@Test
	void givesTheSeedsBeforeOneThatFailsWithTheReason() throws Exception {
		diffusion.lack = Optional.of("seed 7 failed");
		final Module module = run("width", 16, "height", 16, "batch", 2, "seed",
			"5", "seeds", 3, "steps", 1);
		assertEquals("seed 7 failed", ((Cancelable) module).getCancelReason());
		final ImagePlus image = image(module);
		assertEquals(4, image.getStackSize());
		final Provenance record = GeneratedImage.provenance(image).orElseThrow();
		assertEquals("2", record.setting("seeds"));
		assertEquals("2", record.call().orElseThrow().inputs().get("seeds"));
		final ImagePlus deviation = (ImagePlus) module.getOutput("deviation");
		assertEquals(Math.sqrt(5 / 3.), ((float[]) deviation.getStack().getPixels(
			1))[7], 1e-4);
		assertEquals("2", GeneratedImage.provenance(deviation).orElseThrow()
			.setting("seeds"));
	}

	@Test
	void givesNoDeviationOfTheOneSeedThatWasMade() throws Exception {
		diffusion.lack = Optional.of("seed 6 failed");
		final Module module = run("width", 16, "height", 16, "seed", "5", "seeds",
			2, "steps", 1);
		assertEquals("seed 6 failed", ((Cancelable) module).getCancelReason());
		assertEquals("", GeneratedImage.provenance(image(module)).orElseThrow()
			.setting("seeds"));
		assertNull(module.getOutput("deviation"));
	}

	@Test
	void keepsTheStepsAsAStackWithLabels() throws Exception {
		final Module module = run("prompt", "a cat", "width", 16, "height", 24,
			"seed", "5", "steps", 2, "keepsteps", true, "preview", "vae");
		final ImagePlus steps = (ImagePlus) module.getOutput("sequence");
		assertEquals("steps of a cat (AI-generated)", steps.getTitle());
		assertEquals(2, steps.getStackSize());
		assertEquals("step 2 of 2, sigma 2.0000, AI-generated", steps.getStack()
			.getSliceLabel(2));
		assertEquals(16, steps.getWidth());
		assertEquals(24, steps.getHeight());
		assertEquals(image(module).getProp(GeneratedImage.JSON), steps.getProp(
			GeneratedImage.JSON));
		assertEquals(0xffffff, steps.getStack().getProcessor(1).getPixel(3, 3) &
			0xffffff);
		final ImagePlus fast = (ImagePlus) run("width", 16, "height", 24, "batch",
			2, "seed", "5", "steps", 2, "keepsteps", true, "preview", "none")
			.getOutput("sequence");
		assertEquals(4, fast.getStackSize());
		assertEquals("step 1 of 2, sigma 1.0000, item 1, AI-generated", fast
			.getStack().getSliceLabel(2));
		assertEquals(0x7f7f7f, fast.getStack().getProcessor(1).getPixel(15, 23) &
			0xffffff);
		assertNull(run("seed", "5", "steps", 1).getOutput("sequence"));
	}

	@Test
	void recordsTheSeedThatItDrew() throws Exception {
		final Module module = run("seed", "random", "steps", 1);
		final String drawn = Long.toUnsignedString(diffusion.request.sampling()
			.seed());
		assertEquals(drawn, module.getInput("seed"));
		assertEquals(drawn, GeneratedImage.provenance(image(module)).orElseThrow()
			.setting("seed"));
	}

	@Test
	void takesASeedOf64Bits() throws Exception {
		run("seed", "18446744073709551615", "steps", 1);
		assertEquals(-1, diffusion.request.sampling().seed());
	}

	@ParameterizedTest
	@CsvSource({ "seed,-1,0 to 18446744073709551615",
		"seed,18446744073709551616,0 to 18446744073709551615", "seed,x,'random'",
		"steps,0,steps is 0", "cfg,NaN,finite", "sampler,Euler,euler",
		"scheduler,nix,karras", "width,15,16 to 16384", "batch,0,1 to 4096",
		"clipskip,0,clipskip is 0", "checkpoint,none.safetensors,latentj-demo",
		"vae,none.safetensors,no VAE", "seeds,0,seeds is 0",
		"denoise,-1,'denoise is -1, it must be 0 to 1'", "factor,17,factor is 17",
		"preview,Vae,write vae" })
	void saysInOneMessageWhatIsWrong(final String input, final String value,
		final String message) throws Exception
	{
		final AbstractModelCommand module = (AbstractModelCommand) run(input,
			value);
		assertTrue(module.isCanceled());
		assertTrue(module.getCancelReason().contains(message), module
			.getCancelReason());
		assertEquals(0, diffusion.calls);
		assertNull(module.getOutput("image"));
	}

	/** NB: SciJava's own conversion makes 0 and false of these. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
		"cfg|3,5|cfg is '3,5', it must be a number",
		"steps|4.5|steps is '4.5', it must be a whole number",
		"steps|10000000000|steps is '10000000000', it must be 1 to 10000",
		"width|-2147483649|width is '-2147483649', it must be 16 to 16384",
		"batch|two|batch is 'two', it must be a whole number",
		"width|64px|width is '64px', it must be a whole number",
		"latent|yes|latent is 'yes', it must be true or false",
		"step|5|is no option of Txt2Img...; the nearest are 'steps', ",
		"grow|6|'grow' is no option of Txt2Img...; it is one of Inpaint...",
		"sampler_name|euler|; the nearest are 'sampler', " })
	void refusesTextsAndNamesThatMeanNothing(final String input,
		final String value, final String message) throws Exception
	{
		final AbstractModelCommand module = (AbstractModelCommand) run(input,
			value);
		assertTrue(String.valueOf(module.getCancelReason()).contains(message),
			module.getCancelReason());
		assertEquals(0, diffusion.calls);
	}

	@Test
	void takesTextsThatAreNumbers() throws Exception {
		run("steps", "2", "cfg", "0", "latent", "FALSE");
		assertEquals(2, diffusion.request.sampling().steps());
		assertEquals(0, diffusion.request.sampling().cfg());
	}

	@Test
	void warnsOfWhatChangesNothing() throws Exception {
		final List<String> warnings = new ArrayList<>();
		context.service(LogService.class).addLogListener(m -> warnings.add(m
			.text()));
		run("prompt", "a cat <hypernet:fur:0.8>", "denoise", 0.7, "steps", 1,
			"seeds", 2);
		assertEquals(2, warnings.size(), warnings.toString());
		assertTrue(warnings.get(0).contains("denoise is 0.7 and changes nothing"));
		assertTrue(warnings.get(1).contains("'<hypernet:fur:0.8>'"));
		warnings.clear();
		run("prompt", "a cat <lora:fur:0.8", "steps", 1);
		assertEquals(1, warnings.size(), warnings.toString());
		assertTrue(warnings.get(0).contains("'<lora:fur:0.8'"));
		assertTrue(warnings.get(0).contains("<lora:name:0.8>"));
		warnings.clear();
		run("prompt", "a <cat>", "denoise", 0.7, "factor", 1.5, "steps", 1);
		assertEquals(List.of(), warnings);
		run("prompt", "a cat", "refinerstart", 3, "method", "bilinear", "steps", 4);
		assertEquals(List.of(
			"method is bilinear and changes nothing: it is for a " +
				"second pass, which a factor above 1 makes",
			"refinerstart is 3 and changes nothing: it is for a refiner, which " +
				"'refiner' names: name one, or leave it out"), warnings);
	}

	@Test
	void passesOnWhatTheServiceSays() throws Exception {
		diffusion.failure = new IOException("demo.safetensors: cut off");
		assertEquals("demo.safetensors: cut off", ((AbstractModelCommand) run())
			.getCancelReason());
		diffusion.failure = null;
		assertNotNull(image(run("steps", 1)));
	}

	@Test
	void makesNoImageWhenItsTaskIsCancelled() throws Exception {
		final List<Integer> steps = new ArrayList<>();
		diffusion.atStep = step -> {
			steps.add(step);
			if (step == 2) {
				task.cancel("");
			}
		};
		final AbstractModelCommand module = (AbstractModelCommand) run();
		assertTrue(module.isCanceled());
		assertEquals("", module.getCancelReason());
		assertNull(module.getOutput("image"));
		assertEquals(List.of(1, 2), steps);
		assertTrue(task.isDone());
	}

	@Test
	void keepsTheReasonOfWhoCancelsIt() throws Exception {
		diffusion.atStep = step -> running.cancel("the disk is full");
		final AbstractModelCommand module = (AbstractModelCommand) run();
		assertEquals("the disk is full", module.getCancelReason());
		assertNull(module.getOutput("image"));
	}

	/** Who kills a script interrupts its thread. */
	@Test
	void endsWhenItsThreadIsInterrupted() throws Exception {
		final List<Integer> steps = new ArrayList<>();
		diffusion.atStep = step -> {
			steps.add(step);
			if (step == 2) {
				Thread.currentThread().interrupt();
			}
		};
		final Cancelable ended = (Cancelable) run("steps", 9);
		assertTrue(ended.isCanceled());
		assertEquals("", ended.getCancelReason());
		assertEquals(List.of(1, 2), steps);
	}

	@Test
	void describesACheckpoint() throws Exception {
		final String info = (String) run(CheckpointInfoCommand.class).getOutput(
			"info");
		for (final String part : List.of("Family: Stable Diffusion 1.x",
			"Prediction type: epsilon", "128 x 128", "UNet: ", "VAE: ",
			"Text encoder: ", "F16", "SHA-256: ", "Size: ", "Metadata "))
		{
			assertTrue(info.contains(part), info);
		}
	}

	@EventHandler
	void onEvent(final TaskEvent event) {
		task = event.getTask();
	}

	@EventHandler
	void onEvent(final ModuleExecutingEvent event) {
		running = (Cancelable) event.getModule();
	}

	private Module run(final Object... inputs) throws Exception {
		return run(Txt2ImgCommand.class, inputs);
	}

	/** NB: the command service gives no result of a dynamic command. */
	private Module run(final Class<? extends Command> command,
		final Object... inputs) throws Exception
	{
		return context.service(ModuleService.class).run(context.service(
			CommandService.class).getCommand(command), true, inputs).get();
	}

	private static ImagePlus image(final Module module) {
		return (ImagePlus) module.getOutput("image");
	}
}
