
package org.latentj.family.lora;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.Half;
import org.latentj.checkpoint.Patch;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.family.ModelFamilies;
import org.latentj.family.model.Component;
import org.latentj.family.model.LoadedFamily;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;

/** Names, kinds that ComfyUI's numbers do not cover, and files that are bad. */
class LoraKindTest {

	private static final String TO_Q =
		"input_blocks.1.1.transformer_blocks.0.attn1.to_q.weight";

	private static final String KOHYA =
		"lora_unet_input_blocks_1_1_transformer_blocks_0_attn1_to_q";

	private static final String CONV = "lora_unet_output_blocks_2_0_in_layers_2";

	private static LoadedFamily micro;

	@TempDir
	Path tmp;

	@BeforeAll
	static void open() throws IOException {
		micro = family("families/micro_sd1.safetensors");
	}

	private static LoadedFamily family(final String file) throws IOException {
		return ModelFamilies.ALL.of(CheckpointFormats.open(Golden.file(file)));
	}

	private Path file() {
		return tmp.resolve("my.safetensors");
	}

	private static Patch patch(final Checkpoint lora) {
		return new LoraKind().of(lora, micro, Component.DIFFUSION_MODEL, 1);
	}

	private static float[] merged(final Checkpoint lora, final String weight)
		throws IOException
	{
		return micro.diffusionModel().patched(patch(lora)).read(weight).data();
	}

	private static float[] before(final String weight) throws IOException {
		return micro.diffusionModel().read(weight).data();
	}

	private LoraFileBuilder plain(final String module) throws IOException {
		return LoraFileBuilder.empty().random(module + ".lora_up.weight", 32, 2)
			.random(module + ".lora_down.weight", 2, 32);
	}

	@ParameterizedTest
	@CsvSource({ "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_" +
		"attn1_to_q, .lora_up.weight, .lora_down.weight",
		"lycoris_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q, " +
			".lora_up.weight, .lora_down.weight",
		"diffusion_model.input_blocks.1.1.transformer_blocks.0.attn1.to_q, " +
			".lora_up.weight, .lora_down.weight",
		"unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q, " +
			".lora_B.weight, .lora_A.weight",
		"unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q, " +
			".lora_B.default.weight, .lora_A.default.weight",
		"unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q, " +
			".lora.up.weight, .lora.down.weight",
		"base_model.model.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q, " +
			".lora_B.weight, .lora_A.weight",
		"down_blocks.0.attentions.0.transformer_blocks.0.attn1.processor.to_q, " +
			"_lora.up.weight, _lora.down.weight",
		"unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.processor.to_q, " +
			"_lora.up.weight, _lora.down.weight" })
	void knowsALayerUnderTheNamesOfAllPrograms(final String module,
		final String up, final String down) throws IOException
	{
		final float[] expected = merged(plain(KOHYA).open(file()), TO_Q);
		assertArrayEquals(expected, merged(LoraFileBuilder.empty().random(module +
			up, 32, 2).random(module + down, 2, 32).open(tmp.resolve("other")),
			TO_Q));
		assertEquals(List.of(), new LoraKind().warnings(plain(KOHYA).open(file()),
			micro));
	}

	@ParameterizedTest
	@CsvSource({ "lora_te, clip_l", "lora_te1, clip_l", "lora_te2, clip_g",
		"text_encoder., clip_l", "text_encoder_2., clip_g" })
	void knowsBothTextEncoders(final String start, final String encoder)
		throws IOException
	{
		final LoadedFamily xl = family("families/tiny_sdxl.safetensors");
		final int width = encoder.equals("clip_l") ? 8 : 16;
		final String layer = "encoder.layers.0.self_attn.v_proj";
		final String module = start.endsWith(".") ? start + "text_model." + layer
			: start + "_text_model_" + layer.replace('.', '_');
		final Patch patch = new LoraKind().of(LoraFileBuilder.empty().random(
			module + ".lora_up.weight", width, 1).random(module + ".lora_down.weight",
				1, width).open(file()), xl, Component.TEXT_ENCODER, 1);
		assertEquals(encoder + "." + layer + ".weight", String.join(" ", patch
			.shapes(xl.textEncoder()).keySet()));
	}

	/** The definition as it stands in the paper, number by number. */
	@Test
	void multipliesThroughKernelsAsTheirDefinitionSays() throws IOException {
		final LoraFileBuilder file = LoraFileBuilder.empty().random(CONV +
			".hada_w1_a", 2, 32).random(CONV + ".hada_w1_b", 2, 64).random(CONV +
				".hada_t1", 2, 2, 3, 3).random(CONV + ".hada_w2_a", 3, 32).random(CONV +
					".hada_w2_b", 3, 64).random(CONV + ".hada_t2", 3, 3, 3, 3);
		final Weights lora = file.open(file()).weights();
		final float[] made = merged(file.open(file()),
			"output_blocks.2.0.in_layers.2.weight");
		final float[] before = before("output_blocks.2.0.in_layers.2.weight");
		for (int at = 0; at < made.length; at += 97) {
			final double expected = before[at] + kernel(lora, "1", 2, at) * kernel(
				lora, "2", 3, at);
			assertEquals(expected, made[at], 2e-5, "number " + at);
		}
	}

	/** The number of one product with a kernel between its factors. */
	private static double kernel(final Weights lora, final String which,
		final int rank, final int at) throws IOException
	{
		final float[] a = lora.read(CONV + ".hada_w" + which + "_a").data();
		final float[] b = lora.read(CONV + ".hada_w" + which + "_b").data();
		final float[] t = lora.read(CONV + ".hada_t" + which).data();
		final int out = at / 576;
		final int in = at / 9 % 64;
		double sum = 0;
		for (int i = 0; i < rank; i++) {
			for (int j = 0; j < rank; j++) {
				sum += (double) a[i * 32 + out] * b[j * 64 + in] * t[(i * rank + j) *
					9 + at % 9];
			}
		}
		return sum;
	}

	@Test
	void multipliesMatricesOfConvolutionsBlockByBlock() throws IOException {
		final LoraFileBuilder file = LoraFileBuilder.empty().random(CONV +
			".lokr_w1_a", 4, 2).random(CONV + ".lokr_w1_b", 2, 8).random(CONV +
				".lokr_w2", 8, 8, 3, 3).with(CONV + ".alpha", new float[] { 3 });
		final Weights lora = file.open(file()).weights();
		final float[] made = merged(file.open(file()),
			"output_blocks.2.0.in_layers.2.weight");
		final float[] before = before("output_blocks.2.0.in_layers.2.weight");
		final float[] a = lora.read(CONV + ".lokr_w1_a").data();
		final float[] b = lora.read(CONV + ".lokr_w1_b").data();
		final float[] w = lora.read(CONV + ".lokr_w2").data();
		for (int at = 0; at < made.length; at += 97) {
			final int out = at / 576;
			final int in = at / 9 % 64;
			final int row = out / 8 * 2;
			final double first = (double) a[row] * b[in / 8] + (double) a[row + 1] *
				b[8 + in / 8];
			assertEquals(before[at] + 1.5 * first * w[(out % 8 * 8 + in % 8) * 9 +
				at % 9], made[at], 1e-5, "number " + at);
		}
	}

	@Test
	void addsPlainDifferencesToWeightsAndBiases() throws IOException {
		final Checkpoint lora = LoraFileBuilder.empty().random(CONV + ".diff", 32,
			64, 3, 3).random(CONV + ".diff_b", 32).random("lora_unet_out_0.w_norm",
				32).random("lora_unet_out_0.b_norm", 32).open(file());
		assertEquals(4, patch(lora).shapes(micro.diffusionModel()).size());
		final float[] bias = before("output_blocks.2.0.in_layers.2.bias");
		final float[] by = lora.weights().read(CONV + ".diff_b").data();
		final float[] made = merged(lora, "output_blocks.2.0.in_layers.2.bias");
		for (int i = 0; i < made.length; i++) {
			assertEquals(bias[i] + by[i], made[i]);
		}
	}

	@Test
	void changesNothingWithAnAlphaOfZeroAsInComfyUi() throws IOException {
		assertArrayEquals(before(TO_Q), merged(plain(KOHYA).with(KOHYA + ".alpha",
			new float[] { 0 }).open(file()), TO_Q));
	}

	/** An fp32 file's text encoder is held in half precision, then changed. */
	@Test
	void changesTextWeightsAsTheyAreInHalfPrecision() throws IOException {
		final String layer = "encoder.layers.0.self_attn.q_proj.weight";
		final String module =
			"lora_te_text_model_encoder_layers_0_self_attn_q_proj";
		final float[] wide = new float[64];
		for (int i = 0; i < 64; i++) {
			wide[i] = 0.1f + i / 999f;
		}
		final java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(256).order(
			java.nio.ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(wide);
		final Path file = new Rewritten(Golden.file(
			"families/micro_sd1.safetensors")).with(
				"cond_stage_model.transformer.text_model." + layer, "F32", bytes
					.array(), 8, 8).write(tmp.resolve("wide.safetensors"));
		final LoadedFamily family = ModelFamilies.ALL.of(CheckpointFormats.open(
			file));
		final Checkpoint lora = LoraFileBuilder.empty().with(module +
			".lora_up.weight", new float[8], 8, 1).with(module + ".lora_down.weight",
				new float[8], 1, 8).open(file());
		final Patch patch = new LoraKind().of(lora, family, Component.TEXT_ENCODER,
			1);
		final float[] made = family.textEncoder().patched(patch).read(layer).data();
		assertEquals(Half.rounded(wide[5]), made[5]);
		assertTrue(wide[5] != made[5]);
	}

	private void assertRefused(final LoraFileBuilder file, final String... said)
		throws IOException
	{
		final Checkpoint lora = file.open(file());
		final Exception thrown = assertThrows(RuntimeException.class, () -> merged(
			lora, TO_Q));
		final String message = thrown instanceof UncheckedIOException ? thrown
			.getCause().getMessage() : thrown.getMessage();
		assertTrue(message.startsWith(file().toString()), message);
		for (final String s : said) {
			assertTrue(message.contains(s), message);
		}
	}

	@Test
	void refusesWhatIsBroken() throws IOException {
		assertRefused(LoraFileBuilder.empty().random(KOHYA + ".lora_up.weight", 32,
			0).random(KOHYA + ".lora_down.weight", 0, 32), "a rank of 0 is none");
		assertRefused(LoraFileBuilder.empty().random(KOHYA + ".lora_up.weight", 32,
			2), "there is no down beside '" + KOHYA + ".lora_up.weight'");
		assertRefused(LoraFileBuilder.empty().random(KOHYA + ".lora_up.weight", 2,
			32).random(KOHYA + ".lora_down.weight", 32, 2), "has the shape [2, 32]",
			"a weight of the shape [32, 32]");
		assertRefused(LoraFileBuilder.empty().random(KOHYA + ".lora_up.weight", 32,
			2).random(KOHYA + ".lora_down.weight", 3, 32), "2 columns", "3 rows");
		assertRefused(LoraFileBuilder.empty().random(KOHYA + ".lora_up.weight", 32,
			2).random(KOHYA + ".lora_down.weight", 2, 33), "lora_down", "[2, 33]");
		assertRefused(plain(KOHYA).with(KOHYA + ".lora_up.weight", new float[] {
			Float.NaN, 1 }, 32 / 16, 1).with(KOHYA + ".lora_down.weight",
				new float[32], 1, 32), "does not fit");
		final float[] numbers = new float[64];
		numbers[9] = Float.NaN;
		assertRefused(plain(KOHYA).with(KOHYA + ".lora_up.weight", numbers, 32, 2),
			KOHYA + ".lora_up.weight", "NaN; finite ones are valid");
		assertRefused(plain(KOHYA).with(KOHYA + ".alpha", new float[] { 1, 2 }, 2),
			"alpha", "2 numbers; one is valid");
		assertRefused(plain(KOHYA).random(KOHYA + ".dora_scale", 31, 1),
			"dora_scale", "[31, 1]");
		assertRefused(plain(KOHYA).random(
			"lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q.diff",
			32, 32), "changes the same weight as");
		assertRefused(LoraFileBuilder.empty().random("a.weight", 2),
			"this is no LoRA");
	}

	@Test
	void refusesBlocksAndFactorsThatFitNothing() throws IOException {
		assertRefused(LoraFileBuilder.empty().random(KOHYA + ".oft_blocks", 3, 4,
			4), "oft_blocks", "[3, 4, 4]", "[32, 32]");
		assertRefused(LoraFileBuilder.empty().random(KOHYA + ".oft_blocks", 8, 4,
			3), "[blocks, size, size]");
		assertRefused(LoraFileBuilder.empty().random(KOHYA + ".oft_blocks", 4, 8, 4,
			4), "there is no alpha");
		assertRefused(LoraFileBuilder.empty().random(KOHYA + ".oft_blocks", 5, 8, 4,
			4).random(KOHYA + ".alpha"), "[5, 8, 4, 4]", "does not fit");
		assertRefused(LoraFileBuilder.empty().random(KOHYA + ".oft_blocks", 8, 4, 4)
			.random(KOHYA + ".dora_scale", 32, 1), "gives lengths to OFT");
		final LoraFileBuilder glora = LoraFileBuilder.empty().random(KOHYA +
			".a1.weight", 32, 2).random(KOHYA + ".a2.weight", 2, 32).random(KOHYA +
				".b1.weight", 32, 2);
		assertRefused(glora, "there is no b2");
		assertRefused(glora.random(KOHYA + ".b2.weight", 3, 31), "the rank");
		assertRefused(glora.random(KOHYA + ".b2.weight", 2, 31), "b2.weight",
			"[2, 31]");
		assertRefused(plain(KOHYA).random(KOHYA + ".lora_magnitude_vector", 31),
			"lora_magnitude_vector", "[31]", "[32, 32]");
	}

	@Test
	void refusesTheLoraOfAnotherFamilyAndNamesBoth() throws IOException {
		final String key =
			"lora_unet_input_blocks_1_1_transformer_blocks_0_attn2_to_k";
		for (final String[] width : new String[][] { { "768",
			"Stable Diffusion 1.x" }, { "1024", "Stable Diffusion 2.x" }, { "2048",
				"Stable Diffusion XL" } })
		{
			assertRefused(LoraFileBuilder.empty().random(key + ".lora_up.weight", 32,
				2).random(key + ".lora_down.weight", 2, Long.parseLong(width[0])),
				"this is a LoRA for " + width[1] +
					", and the checkpoint is of Stable Diffusion 1.x", width[0] +
						" numbers");
		}
		assertRefused(LoraFileBuilder.empty().random(
			"lora_unet_double_blocks_0_img_attn_proj.lora_up.weight", 8, 1).random(
				"lora_unet_double_blocks_0_img_attn_proj.lora_down.weight", 1, 8),
			"a LoRA for Flux", "Stable Diffusion 1.x");
		assertRefused(plain(KOHYA).saying("ss_base_model_version",
			"sdxl_base_v1-0"), "a LoRA for Stable Diffusion XL", "1.x");
		patch(plain(KOHYA).saying("ss_base_model_version", "sd_v1").open(file()));
		final Checkpoint xl = CheckpointFormats.open(Golden.file(
			"families/lora/tiny_sdxl.safetensors"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> patch(xl))
			.getMessage().contains("a LoRA for Stable Diffusion XL"));
	}

	@Test
	void namesWhatFitsNothingAndHowMuchDoes() throws IOException {
		final Checkpoint bad = CheckpointFormats.open(Golden.file(
			"families/lora/micro_bad.safetensors"));
		final String warning = new LoraKind().warnings(bad, micro).get(0);
		assertTrue(warning.startsWith("6 of the 8 layers that 'micro_bad"),
			warning);
		for (final String name : List.of("something.else.weight",
			"lora_te_text_model_encoder_layers_9_mlp_fc1.lora_up.weight",
			"lora_unet_down_blocks_7_attentions_0_transformer_blocks_0_attn1_to_q.lora_down.weight"))
		{
			assertTrue(warning.contains(name), warning);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Stable Diffusion 1.x", "Stable Diffusion 2.x",
		"Stable Diffusion XL", "Stable Diffusion XL refiner" })
	void callsFamiliesAsTheirFactsDo(final String name) {
		assertTrue(ModelFamilies.ALL.named(name).isPresent());
	}
}
