
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.control.StopSignal;
import org.latentj.family.lora.LoraFileBuilder;
import org.latentj.golden.Golden;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.KeptWarnings;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

/** Files of LoRAs that cannot be used: one line of the same kind each. */
class BadLoraTest {

	private static final DiffusionEngine ENGINE = new DiffusionEngine();

	private static final StopSignal GO = new StopSignal();

	private static final String LAYER =
		"lora_unet_input_blocks_1_1_transformer_blocks_0_attn1_to_q";

	private static final String UP = LAYER + ".lora_up.weight";

	private static final String DOWN = LAYER + ".lora_down.weight";

	@TempDir
	Path folder;

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static ModelChoice choice(final Path lora) {
		return new ModelChoice(Golden.file("families/micro_sd1.safetensors"),
			Optional.empty()).patched(ModelPatch.lora("my", lora, 1, 1));
	}

	private static Txt2Img small() {
		return new Txt2Img(Generation.of(new Prompt("a cat", ""),
			new SamplingSettings(1, 1, 1, Samplers.EULER, Schedulers.NORMAL, 1)), 16,
			16);
	}

	private static void assertRefused(final Path lora, final String... said) {
		final Throwable thrown = assertThrows(Exception.class, () -> ENGINE.run(
			choice(lora), small(), RunListener.NONE, GO));
		assertEquals(CheckpointException.class, thrown.getClass(), thrown
			.toString());
		final String message = thrown.getMessage();
		assertEquals(1, message.lines().count(), message);
		final String start = lora.toAbsolutePath() + ": ";
		assertTrue(message.startsWith(start), message);
		assertEquals(0, message.lastIndexOf(start), message);
		for (final String s : said) {
			assertTrue(message.contains(s), message);
		}
	}

	private void assertRefused(final LoraFileBuilder lora, final String... said)
		throws IOException
	{
		assertRefused(lora.write(folder.resolve("my.safetensors")), said);
	}

	private static LoraFileBuilder factors(final long... shapes)
		throws IOException
	{
		return LoraFileBuilder.empty().random(UP, shapes[0], shapes[1]).random(DOWN,
			shapes[2], shapes[3]);
	}

	@Test
	void areRefusedByFileAndTensor() throws IOException {
		final byte[] all = Files.readAllBytes(Golden.file(
			"families/lora/micro_one.safetensors"));
		assertRefused(Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(
			all, all.length - 2)), "it is cut short");
		assertRefused(Golden.file("families/lora/tiny_sdxl.safetensors"),
			"a LoRA for Stable Diffusion XL",
			"the checkpoint is of Stable Diffusion 1.x");
		assertRefused(Golden.file("families/controlnet/micro_cn_a.safetensors"),
			"this is no LoRA");
		assertRefused(factors(32, 0, 0, 32), UP, "a rank of 0 is none");
		assertRefused(factors(2, 32, 32, 2), UP, "[2, 32]", "[32, 32]");
		assertRefused(LoraFileBuilder.empty().random(UP, 32, 2), UP,
			"there is no down");
		final float[] numbers = new float[64];
		numbers[9] = Float.NaN;
		assertRefused(factors(32, 2, 2, 32).with(DOWN, numbers, 2, 32), DOWN,
			"NaN; finite ones are valid");
		numbers[9] = Float.NEGATIVE_INFINITY;
		assertRefused(factors(32, 2, 2, 32).with(DOWN, numbers, 2, 32), DOWN,
			"-Infinity; finite ones are valid");
		assertRefused(factors(32, 2, 2, 32).with(LAYER + ".alpha", new float[] {
			Float.NaN }), LAYER + ".alpha", "NaN");
	}

	/** As in ComfyUI it is no error, but nobody asks for it. */
	@Test
	void warnsOfAnAlphaOfZero() throws IOException {
		final List<String> warnings = new ArrayList<>();
		final Path lora = factors(32, 2, 2, 32).with(LAYER + ".alpha", new float[] {
			0 }).write(folder.resolve("my.safetensors"));
		ENGINE.run(choice(lora), small(), new KeptWarnings(warnings), GO);
		assertEquals(List.of("1 of the 1 layers that 'my.safetensors' changes " +
			"have an alpha of 0, by which their change is multiplied: they stay as " +
			"they are, as in ComfyUI"), warnings);
	}
}
