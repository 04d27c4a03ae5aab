
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.LatentJ;
import org.latentj.checkpoint.Sha256;
import org.latentj.engine.ModelCache;
import org.latentj.engine.folder.InstalledModels;
import org.latentj.golden.Golden;
import org.latentj.provenance.Provenance;
import org.latentj.provenance.UsedPatch;
import org.latentj.record.GeneratedImage;
import org.latentj.service.StableDiffusionService;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** LoRAs in commands: setting, prompts, records, repeating, batches. */
class LoraCommandTest {

	@TempDir
	Path tmp;

	private Context context;

	@BeforeEach
	void start() throws Exception {
		for (final String name : new String[] { "one", "two", "bad" }) {
			final Path file = tmp.resolve("loras/sub/" + name + ".safetensors");
			Files.createDirectories(file.getParent());
			Files.copy(Golden.file("families/lora/micro_" + name + ".safetensors"),
				file);
		}
		System.setProperty(InstalledModels.PROPERTY, tmp.toString());
		context = BatchProcess.shared();
	}

	@AfterEach
	void stop() {
		System.clearProperty(InstalledModels.PROPERTY);
	}

	private Module run(final Class<? extends Command> command,
		final Object... inputs) throws Exception
	{
		return context.service(ModuleService.class).run(context.service(
			CommandService.class).getCommand(command), true, inputs).get();
	}

	private Module made(final String prompt, final String lora) throws Exception {
		return run(Txt2ImgCommand.class, "checkpoint", Golden.file(
			"families/micro_sd1.safetensors").toAbsolutePath().toString(), "prompt",
			prompt, "lora", lora, "width", 24, "height", 16, "steps", 2, "seed", "7");
	}

	private static String problem(final Module module) {
		return ((Cancelable) module).getCancelReason();
	}

	private static ImagePlus image(final Module module) {
		assertNotNull(module.getOutput("image"), problem(module));
		return (ImagePlus) module.getOutput("image");
	}

	private static int[] pixels(final ImagePlus image) {
		return (int[]) image.getProcessor().getPixels();
	}

	private static Provenance record(final ImagePlus image) {
		return GeneratedImage.provenance(image).orElseThrow();
	}

	private UsedPatch used(final String name, final double model,
		final double clip) throws Exception
	{
		return new UsedPatch("sub/" + name + ".safetensors", Sha256.of(Files
			.readAllBytes(tmp.resolve("loras/sub/" + name + ".safetensors"))), "lora",
			Map.of("UNet", model, "text encoder", clip));
	}

	@Test
	void takesThemFromTheSettingAndFromPrompts() throws Exception {
		final ImagePlus set = image(made("a cat", "sub/one.safetensors:0.7:0.3"));
		final ImagePlus prompted = image(made("a <lora:one:te=0.3:unet=0.7>cat",
			""));
		assertArrayEquals(pixels(set), pixels(prompted));
		assertFalse(Arrays.equals(pixels(set), pixels(image(made("a cat", "")))));
		assertEquals(List.of(used("one", 0.7, 0.3)), record(set).patches());
		assertEquals(record(set).patches(), record(prompted).patches());
		assertEquals("a <lora:one:te=0.3:unet=0.7>cat", record(prompted).setting(
			"prompt"));
		assertEquals(List.of(used("two", -0.5, 1.2), used("one", 1, 1)), record(
			image(made("a <lora:one>cat", "sub/two:-0.5:1.2"))).patches());
	}

	@Test
	void loadsNothingAnewForAnotherPromptAndOnlyTheChangedForAnotherStrength()
		throws Exception
	{
		final ModelCache cache = context.service(StableDiffusionService.class)
			.cache();
		image(made("a cat", ""));
		image(made("a cat", "one:0.7:0.3"));
		final long first = cache.loads();
		image(made("a dog <lora:one:0.3:0.7>", ""));
		assertEquals(first, cache.loads(), "another prompt, the same LoRA");
		image(made("a dog", "one:0.8:0.3"));
		assertEquals(first + 1, cache.loads(), "the UNet alone");
		image(made("a dog", "one:0.8:0"));
		image(made("a dog", "one:0:0.3"));
		image(made("a dog", "one:0:0"));
		image(made("a dog", ""));
		assertEquals(first + 1, cache.loads(), "all is shared");
	}

	@Test
	void saysWhatIsNotThereOrDoesNotFit() throws Exception {
		final String unknown = problem(made("a cat", "sub/on:0.5"));
		assertTrue(unknown.startsWith("there is no LoRA 'sub/on'") && unknown
			.contains("sub/one.safetensors"), unknown);
		assertTrue(problem(made("a <lora:fur:1>cat", "")).startsWith(
			"there is no LoRA 'fur'"));
		assertTrue(problem(made("a <lora:one:x>cat", "")).contains(
			"<lora:name:0.8> and"));
		Files.copy(Golden.file("families/lora/tiny_sdxl.safetensors"), tmp.resolve(
			"loras/xl.safetensors"));
		final String other = problem(made("a cat", "xl"));
		assertTrue(other.contains(
			"this is a LoRA for Stable Diffusion XL, and the " +
				"checkpoint is of Stable Diffusion 1.x"), other);
		final byte[] bytes = Files.readAllBytes(tmp.resolve(
			"loras/xl.safetensors"));
		Files.write(tmp.resolve("loras/short.safetensors"), Arrays.copyOf(bytes,
			bytes.length - 2));
		assertTrue(problem(made("a cat", "short")).contains("short.safetensors"));
	}

	/** NB: records are only repeated with what lies in the model folder. */
	private void putCheckpoint() throws IOException {
		final Path models = tmp.resolve("checkpoints");
		Files.createDirectories(models);
		Files.copy(Golden.file("families/micro_sd1.safetensors"), models.resolve(
			"m.safetensors"));
	}

	@Test
	void makesAPictureAgainWithTheSameFilesOrNotAtAll() throws Exception {
		putCheckpoint();
		final ImagePlus made = image(made("a <lora:two:0.5>cat",
			"sub/one:0.7:0.3"));
		Files.move(tmp.resolve("loras/sub/one.safetensors"), tmp.resolve(
			"loras/renamed.safetensors"));
		final ImagePlus again = image(run(RepeatCommand.class, "input", made));
		assertArrayEquals(pixels(made), pixels(again));
		assertEquals("renamed.safetensors:0.7:0.3", record(again).call()
			.orElseThrow().inputs().get("lora"));
		assertFalse(record(again).call().orElseThrow().inputs().containsKey(
			"addlora"));
		Files.copy(tmp.resolve("loras/sub/bad.safetensors"), tmp.resolve(
			"loras/sub/two.safetensors"), StandardCopyOption.REPLACE_EXISTING);
		final String changed = problem(run(RepeatCommand.class, "input", made));
		assertTrue(changed.contains("made with the LoRA 'two.safetensors', whose " +
			"SHA-256 is " + record(made).patches().get(1).sha256()), changed);
		// NB: its lines are wrapped.
		final String text = ((String) run(MethodsTextCommand.class, "input", made)
			.getOutput("text")).replace('\n', ' ');
		assertTrue(text.contains("sub/one.safetensors (LoRA, SHA-256 " + record(
			made).patches().get(0).sha256()), text);
	}

	/** NB: the name of one in a prompt is not encoded, so it has no place. */
	@Test
	void givesTheMapsOfAPictureTheSameAgain() throws Exception {
		putCheckpoint();
		final ImagePlus made = image(made("a <lora:two:0.5>cat", "one"));
		final String unknown = problem(run(AttentionCommand.class, "input", made,
			"words", "two"));
		assertTrue(unknown.contains("its words are cat"), unknown);
		final ImagePlus maps = image(run(AttentionCommand.class, "input", made));
		Interpreter.batchMode = true;
		Interpreter.addBatchModeImage(made);
		final ImagePlus again = image(run(RepeatCommand.class, "input", maps));
		Interpreter.removeBatchModeImage(made);
		Interpreter.batchMode = false;
		assertArrayEquals((float[]) maps.getProcessor().getPixels(), (float[]) again
			.getProcessor().getPixels());
		assertEquals(2, record(again).patches().size());
	}

	@Test
	void looksAtAnyImageThroughThem() throws Exception {
		putCheckpoint();
		final ImagePlus picture = IJ.createImage("p", "8-bit ramp", 24, 16, 1);
		final ImagePlus plain = image(looked(picture, "a cat", ""));
		final ImagePlus set = image(looked(picture, "a cat", "sub/one:0.7:0.3"));
		final ImagePlus prompted = image(looked(picture,
			"a <lora:one:te=0.3:unet=0.7>cat", ""));
		assertFalse(Arrays.equals(floats(plain), floats(set)));
		assertArrayEquals(floats(set), floats(prompted));
		assertEquals(List.of(used("one", 0.7, 0.3)), record(set).patches());
		assertTrue(problem(looked(picture, "a cat", "sub/on")).startsWith(
			"there is no LoRA 'sub/on'"));
		Interpreter.batchMode = true;
		Interpreter.addBatchModeImage(picture);
		Files.move(tmp.resolve("loras/sub/one.safetensors"), tmp.resolve(
			"loras/renamed.safetensors"));
		final ImagePlus again = image(run(RepeatCommand.class, "input", set));
		Interpreter.removeBatchModeImage(picture);
		Interpreter.batchMode = false;
		assertArrayEquals(floats(set), floats(again));
	}

	private Module looked(final ImagePlus picture, final String prompt,
		final String lora) throws Exception
	{
		return run(AttentionCommand.class, "input", picture, "checkpoint",
			"m.safetensors", "prompt", prompt, "lora", lora, "steps", 2, "range",
			"full");
	}

	private static float[] floats(final ImagePlus image) {
		return (float[]) image.getProcessor().getPixels();
	}

	@Test
	void takesThemInBatchesOfPromptsEachItsOwn() throws Exception {
		final Path lines = Files.writeString(tmp.resolve("prompts.txt"),
			"a cat\na <lora:one:0.5>cat\n");
		final Path out = tmp.resolve("out");
		final Module batch = run(BatchCommand.class, "operation", "txt2img",
			"prompts", lines.toFile(), "output", out.toFile(), "checkpoint", Golden
				.file("families/micro_sd1.safetensors").toAbsolutePath().toString(),
			"width", 24, "height", 16, "steps", 1, "seed", "7", "lora", "two:0.5");
		assertNull(problem(batch), problem(batch));
		final List<Path> made;
		try (Stream<Path> all = Files.list(out)) {
			made = all.filter(f -> f.toString().endsWith(".tif")).sorted().toList();
		}
		assertEquals(2, made.size());
		final ImagePlus first = IJ.openImage(made.get(0).toString());
		final ImagePlus second = IJ.openImage(made.get(1).toString());
		assertEquals(List.of(used("two", 0.5, 0.5)), record(first).patches());
		assertEquals(List.of(used("two", 0.5, 0.5), used("one", 0.5, 0.5)), record(
			second).patches());
		assertEquals("two:0.5", record(second).call().orElseThrow().inputs().get(
			"lora"));
	}

	@Test
	void takesThemInScripts() throws Exception {
		final LatentJ latentj = new LatentJ(context).checkpoint(Golden.file(
			"families/micro_sd1.safetensors").toAbsolutePath().toString()).prompt(
				"a cat").with("steps", 2).seed(7);
		assertArrayEquals(pixels(image(made("a cat", "one:0.5"))), pixels(latentj
			.lora("one:0.5").txt2img(24, 16)));
	}
}
