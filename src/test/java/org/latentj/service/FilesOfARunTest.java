
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.folder.CheckpointFacts;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.pipeline.Stage;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** Checkpoints and VAEs as they lie on users' disks, whole and otherwise. */
class FilesOfARunTest {

	private static final Path MICRO = Golden.file(
		"families/micro_sd1.safetensors");

	private static final StableDiffusionService SERVICE =
		new StableDiffusionService();

	private final List<String> told = new ArrayList<>();

	private final List<String> warnings = new ArrayList<>();

	@TempDir
	Path folder;

	@AfterAll
	static void close() {
		SERVICE.dispose();
	}

	@Test
	void refusesACheckpointWithoutVaeBeforeTheFirstStep() throws IOException {
		final Path file = without("first_stage_model.");
		final String message = refusal(file, Optional.empty());
		assertTrue(message.startsWith(file + ": there is no VAE in it"), message);
		assertTrue(message.endsWith("choose a VAE file"), message);
		assertArrayEquals(pixels(MICRO, Optional.empty()), pixels(file, Optional.of(
			Golden.file("families/vae_query.safetensors"))), 0);
	}

	@Test
	void refusesAVaeFileThatIsNoneBeforeTheFirstStep() throws IOException {
		final Path file = Golden.file("cfg.safetensors");
		final String message = refusal(MICRO, Optional.of(file));
		assertTrue(message.startsWith(file.toRealPath() +
			": there is no VAE in it"), message);
	}

	@ParameterizedTest
	@ValueSource(strings = { //
		"first_stage_model.decoder.conv_out.bias",
		"first_stage_model.encoder.conv_in.weight", //
		"cond_stage_model.transformer.text_model.final_layer_norm.weight",
		"model.diffusion_model.out.2.bias" })
	void refusesAGapBeforeTheFirstStep(final String tensor) throws IOException {
		final Path file = without(tensor);
		final String message = refusal(file, Optional.empty());
		assertTrue(message.startsWith(file.toString()), message);
		final String last = tensor.replaceFirst(".*text_model.", "");
		assertTrue(message.contains(last), message);
	}

	@Test
	void refusesATextEncoderOfAnotherWidth() throws IOException {
		final String keys =
			"model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight";
		final Path file = new Rewritten(MICRO).with(keys, "F16", new byte[2 * 32 *
			16], 32, 16).write(folder.resolve("other.safetensors"));
		final String message = refusal(file, Optional.empty());
		assertTrue(message.contains("[32, 16]") && message.endsWith(
			"the width of a token, must be the same"), message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "F8_E5M2", "F32", "F64" })
	void runsWeightsOfEveryFloatType(final String type) throws IOException {
		assertArrayEquals(latent(rounded("F16")), latent(rounded(type)), 0);
	}

	/** As older files have them, and newer ones. */
	@ParameterizedTest
	@CsvSource({ "scale_weight, scale_input", "weight_scale, input_scale" })
	void runsEightBitFloatsWithScales(final String scale, final String unused)
		throws IOException
	{
		final Path plain = rounded("F8_E5M2");
		final Rewritten scaled = new Rewritten(plain).with(
			"model.diffusion_model.scaled_fp8", "F8_E5M2", new byte[2], 2);
		final byte[] one = { 0, 0, (byte) 0x80, 0x3f };
		for (final String name : CheckpointFormats.open(plain).tensors().keySet()) {
			if (name.contains("attn") && name.endsWith(".weight")) {
				final String layer = name.substring(0, name.length() - 6);
				scaled.with(layer + scale, "F32", one).with(layer + unused, "F32", one,
					1).with(layer + "comfy_quant", "U8", new byte[3], 3);
			}
		}
		assertArrayEquals(latent(plain), latent(scaled.write(folder.resolve(
			"scaled.safetensors"))), 0);
		final Path three = scaled.with(
			"model.diffusion_model.middle_block.1.transformer_blocks.0.attn1.to_q." +
				scale, "F32", new byte[12], 3).write(folder.resolve(
					"three.safetensors"));
		final String message = assertThrows(CheckpointException.class,
			() -> CheckpointFormats.open(three)).getMessage();
		assertTrue(message.contains(
			"scales by 3 numbers; a single one, or one for each of"), message);
	}

	private Path rounded(final String type) throws IOException {
		return new Rewritten(MICRO).rounded(n -> !n.startsWith(
			"first_stage_model.") && !n.endsWith("position_ids"), type).write(folder
				.resolve(type + ".safetensors"));
	}

	@Test
	void takesTheTextEncoderWithoutTextModelWhereAFileHasBoth()
		throws IOException
	{
		final String with = "cond_stage_model.transformer.text_model.";
		final String without = "cond_stage_model.transformer.";
		final Path both = new Rewritten(MICRO).copied(n -> n.startsWith(with),
			n -> n.replace(with, without)).changed(n -> n.equals(with +
				"final_layer_norm.bias"), 0, 0x4400).write(folder.resolve(
					"both.safetensors"));
		assertArrayEquals(latent(MICRO), latent(both), 0);
		assertTrue(CheckpointFacts.of(CheckpointFormats.open(both)).lines()
			.contains(
				"Note: 37 tensors of the text encoder are there with 'text_model.' " +
					"before the name and without; those without are used, as in ComfyUI"));
		final Path one = new Rewritten(MICRO).renamed(n -> n.replace(with, without))
			.write(folder.resolve("one.safetensors"));
		assertArrayEquals(latent(MICRO), latent(one), 0);
		final Path some = new Rewritten(MICRO).renamed(n -> n.equals(with +
			"final_layer_norm.bias") ? n.replace(with, without) : n).write(folder
				.resolve("some.safetensors"));
		assertArrayEquals(latent(MICRO), latent(some), 0);
	}

	/** What ComfyUI does with each: nothing. */
	@Test
	void runsMarkedFilesAsEpsilonAndSaysSo() throws IOException {
		final Path file = new Rewritten(MICRO).with("v_pred", "F32", new byte[0], 0)
			.with("ztsnr", "F32", new byte[0], 0).saying("modelspec.prediction_type",
				"v").write(folder.resolve("marked.safetensors"));
		assertArrayEquals(latent(MICRO), latent(file), 0);
		final String note = "the checkpoint is marked by the tensor 'v_pred' and " +
			"the tensor 'ztsnr' and the metadata entry modelspec.prediction_type " +
			"'v' as trained in another way (v-prediction), but is run as epsilon, " +
			"as ComfyUI runs all of Stable Diffusion 1.x; if the mark is right, its " +
			"pictures are grey or noise";
		assertEquals(List.of(note), warnings);
		final List<String> lines = CheckpointFacts.of(CheckpointFormats.open(file))
			.lines();
		assertTrue(lines.containsAll(List.of("Prediction type: epsilon", "Note: " +
			note, "Metadata modelspec.prediction_type: v")), lines.toString());
		final Path epsilon = new Rewritten(MICRO).saying(
			"modelspec.prediction_type", "epsilon").write(folder.resolve(
				"epsilon.safetensors"));
		assertEquals(List.of(), CheckpointFacts.of(CheckpointFormats.open(epsilon))
			.notes());
	}

	private Path without(final String names) throws IOException {
		return new Rewritten(MICRO).without(n -> n.startsWith(names)).write(folder
			.resolve("gap.safetensors"));
	}

	private String refusal(final Path checkpoint, final Optional<Path> vae) {
		final Exception e = assertThrows(Exception.class, () -> pixels(checkpoint,
			vae));
		assertTrue(e instanceof CheckpointException ||
			e instanceof IllegalArgumentException, e.toString());
		assertEquals(List.of(), told);
		assertEquals(e.getMessage(), assertThrows(e.getClass(), () -> SERVICE
			.require(new ModelChoice(checkpoint, vae), Txt2Img.TYPE,
				new StopSignal())).getMessage());
		return e.getMessage();
	}

	private float[] pixels(final Path checkpoint, final Optional<Path> vae)
		throws IOException
	{
		return SERVICE.run(new ModelChoice(checkpoint, vae), operation(),
			listener(), new StopSignal()).pixels().data();
	}

	private float[] latent(final Path checkpoint) throws IOException {
		final Tensor latent = SERVICE.run(new ModelChoice(checkpoint, Optional
			.empty()), operation(), listener(), new StopSignal()).latent().samples();
		return latent.data();
	}

	private static Txt2Img operation() {
		return new Txt2Img(new Generation(new Prompt("a cat", ""), 1, 1,
			new SamplingSettings(1, 2, 6, Samplers.EULER, Schedulers.NORMAL, 1)), 16,
			16);
	}

	private RunListener listener() {
		return new RunListener() {

			@Override
			public void onStage(final Stage stage) {
				told.add(stage.text());
			}

			@Override
			public void onWarning(final String warning) {
				warnings.add(warning);
			}

			@Override
			public void onStep(final int step, final int steps, final double sigma,
				final Tensor denoised)
			{
				told.add("step " + step);
			}
		};
	}
}
