
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.family.ModelFamilies;
import org.latentj.family.lora.LoraFileBuilder;
import org.latentj.family.lora.LoraKind;
import org.latentj.family.model.Component;
import org.latentj.family.model.LoadedFamily;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/**
 * LoRAs of Stable Diffusion 2.x under both names: against the sum as its
 * definition has it, and against a checkpoint that holds the sums.
 */
class Sd2LoraTest {

	private static final StopSignal GO = new StopSignal();

	private static final DiffusionEngine ENGINE = new DiffusionEngine();

	private static final double ALPHA = 3;

	private static final int RANK = 2;

	private static final double UNET = 0.8;

	private static final double TEXT = -0.5;

	private static final String BLOCK =
		"input_blocks.1.1.transformer_blocks.0.attn2.";

	/** A layer with what kohya's scripts and diffusers call it. */
	private record Layer(String weight, String kohya, String diffusers) {
	}

	private static final List<Layer> OF_UNET = List.of(new Layer(BLOCK +
		"to_k.weight", "lora_unet_input_blocks_1_1_transformer_blocks_0_attn2_to_k",
		"unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k"),
		new Layer(BLOCK + "to_out.0.weight",
			"lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_out_0",
			"unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_out.0"),
		new Layer("middle_block.1.proj_in.weight",
			"lora_unet_mid_block_attentions_0_proj_in",
			"unet.mid_block.attentions.0.proj_in"), new Layer(
				"input_blocks.1.0.in_layers.2.weight",
				"lora_unet_input_blocks_1_0_in_layers_2",
				"unet.down_blocks.0.resnets.0.conv1"));

	private static final List<Layer> OF_TEXT = List.of(text("0.self_attn.k_proj"),
		text("1.self_attn.out_proj"), text("1.mlp.fc1"));

	@TempDir
	static Path folder;

	private static LoadedFamily family;

	private static Path kohya;

	private static Path diffusers;

	private static Layer text(final String layer) {
		return new Layer("encoder.layers." + layer + ".weight",
			"lora_te_text_model_encoder_layers_" + layer.replace('.', '_'),
			"text_encoder.text_model.encoder.layers." + layer);
	}

	@BeforeAll
	static void write() throws IOException {
		family = ModelFamilies.ALL.of(CheckpointFormats.open(file()));
		final LoraFileBuilder first = LoraFileBuilder.empty();
		final LoraFileBuilder second = LoraFileBuilder.empty();
		add(OF_UNET, family.diffusionModel(), first, second);
		add(OF_TEXT, family.textEncoder(), first, second);
		kohya = first.write(folder.resolve("kohya.safetensors"));
		diffusers = second.write(folder.resolve("diffusers.safetensors"));
	}

	private static void add(final List<Layer> layers, final Weights weights,
		final LoraFileBuilder kohya, final LoraFileBuilder diffusers)
	{
		for (final Layer layer : layers) {
			final long[] shape = weights.get(layer.weight).shape();
			final long[] up = { shape[0], RANK };
			final long[] down = shape.clone();
			down[0] = RANK;
			if (shape.length == 4) {
				kohya.random(layer.kohya + ".lora_up.weight", shape[0], RANK, 1, 1);
				diffusers.random(layer.diffusers + ".lora_B.weight", shape[0], RANK, 1,
					1);
			}
			else {
				kohya.random(layer.kohya + ".lora_up.weight", up);
				diffusers.random(layer.diffusers + ".lora_B.weight", up);
			}
			kohya.random(layer.kohya + ".lora_down.weight", down);
			diffusers.random(layer.diffusers + ".lora_A.weight", down);
			kohya.with(layer.kohya + ".alpha", new float[] { (float) ALPHA });
			diffusers.with(layer.diffusers + ".alpha", new float[] { (float) ALPHA });
		}
	}

	private static Path file() {
		return Golden.file("families/tiny_sd2.safetensors");
	}

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static Weights of(final Component component) {
		return component == Component.TEXT_ENCODER ? family.textEncoder() : family
			.diffusionModel();
	}

	private static Weights merged(final Path lora, final Component component,
		final double strength) throws IOException
	{
		return of(component).patched(new LoraKind().of(CheckpointFormats.open(lora),
			family, component, strength));
	}

	@Test
	void addsUpTimesDownUnderBothNames() throws IOException {
		assertSums(OF_UNET, Component.DIFFUSION_MODEL, UNET);
		assertSums(OF_TEXT, Component.TEXT_ENCODER, TEXT);
		for (final Path lora : List.of(kohya, diffusers)) {
			assertEquals(List.of(), new LoraKind().warnings(CheckpointFormats.open(
				lora), family));
		}
	}

	private static void assertSums(final List<Layer> layers,
		final Component component, final double strength) throws IOException
	{
		final Weights lora = CheckpointFormats.open(kohya).weights();
		final Weights first = merged(kohya, component, strength);
		final Weights second = merged(diffusers, component, strength);
		for (final Layer layer : layers) {
			final float[] before = of(component).read(layer.weight).data();
			final float[] up = lora.read(layer.kohya + ".lora_up.weight").data();
			final float[] down = lora.read(layer.kohya + ".lora_down.weight").data();
			final int row = down.length / RANK;
			final float[] made = first.read(layer.weight).data();
			for (int i = 0; i < before.length; i++) {
				double sum = 0;
				for (int k = 0; k < RANK; k++) {
					sum += (double) up[i / row * RANK + k] * down[k * row + i % row];
				}
				assertEquals(before[i] + strength * ALPHA / RANK * sum, made[i], 1e-6 *
					(1 + Math.abs(sum)), layer.weight + " " + i);
			}
			assertArrayEquals(made, second.read(layer.weight).data());
		}
	}

	/** NB: keys of attentions are rows of a larger tensor in this file. */
	private static Path mergedFile() throws IOException {
		final Map<String, Tensor> sums = new LinkedHashMap<>();
		final Weights unet = merged(kohya, Component.DIFFUSION_MODEL, UNET);
		for (final Layer layer : OF_UNET) {
			sums.put("model.diffusion_model." + layer.weight, unet.read(
				layer.weight));
		}
		final Weights text = merged(kohya, Component.TEXT_ENCODER, TEXT);
		final String at = "cond_stage_model.model.transformer.resblocks.";
		final Weights file = CheckpointFormats.open(file()).weights();
		final Tensor keys = file.read(at + "0.attn.in_proj_weight").copy();
		final float[] own = text.read(OF_TEXT.get(0).weight).data();
		System.arraycopy(own, 0, keys.data(), own.length, own.length);
		sums.put(at + "0.attn.in_proj_weight", keys);
		sums.put(at + "1.attn.out_proj.weight", text.read(OF_TEXT.get(1).weight));
		sums.put(at + "1.mlp.c_fc.weight", text.read(OF_TEXT.get(2).weight));
		final Rewritten copy = new Rewritten(file());
		sums.forEach((name, sum) -> {
			final ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * sum.length())
				.order(ByteOrder.LITTLE_ENDIAN);
			bytes.asFloatBuffer().put(sum.data());
			copy.with(name, "F32", bytes.array(), Arrays.stream(sum.shape())
				.asLongStream().toArray());
		});
		return copy.write(folder.resolve("merged.safetensors"));
	}

	private static float[] picture(final ModelChoice choice) throws IOException {
		return ENGINE.run(choice, new Txt2Img(Generation.of(new Prompt("a cat",
			"text"), new SamplingSettings(5, 2, 5, Samplers.EULER, Schedulers.NORMAL,
				1)).withClipSkip(2), 128, 128), RunListener.NONE, GO).latent().samples()
			.data();
	}

	/** In half precision the sums are rounded to it, as the file's are. */
	@Test
	void makesThePictureOfACheckpointThatHoldsTheSumsInEitherPrecision()
		throws IOException
	{
		final ModelChoice plain = new ModelChoice(file(), Optional.empty());
		final ModelChoice whole = new ModelChoice(mergedFile(), Optional.empty());
		final ModelChoice changed = plain.patched(ModelPatch.lora("my", diffusers,
			UNET, TEXT));
		for (final Precision precision : List.of(Precision.SINGLE,
			Precision.HALF))
		{
			ENGINE.setSettings(OrtSettings.DEFAULT.with(precision));
			final float[] expected = picture(whole);
			assertArrayEquals(expected, picture(changed), precision.id());
			assertFalse(Arrays.equals(expected, picture(plain)));
		}
	}
}
