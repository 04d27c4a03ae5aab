
package org.latentj.family.lora;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.DType;
import org.latentj.checkpoint.Half;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.family.ModelFamilies;
import org.latentj.family.embedding.EmbeddingFiles;
import org.latentj.family.model.Component;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.text.TextEncoder;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNet;

/** Merged weights, and what networks with them give, against ComfyUI's. */
class LoraGoldenTest {

	private static final String UNET = "diffusion_model.";

	private static final String TEXT = "clip_l.transformer.text_model.";

	private static final StopSignal GO = new StopSignal();

	private static Weights golden;

	private static LoadedFamily family;

	@BeforeAll
	static void open() throws IOException {
		golden = Golden.open("lora.safetensors");
		family = ModelFamilies.ALL.of(CheckpointFormats.open(Golden.file(
			"tiny_sd1.safetensors")));
	}

	private static Checkpoint lora(final String name) throws IOException {
		return CheckpointFormats.open(Golden.file("lora_" + name + ".safetensors"));
	}

	private static Weights merged(final Weights weights, final String name,
		final Component component, final double strength) throws IOException
	{
		return weights.patched(new LoraKind().of(lora(name), family, component,
			strength));
	}

	private static Stream<String> weights() {
		return golden.names().stream().filter(n -> n.endsWith(".weight"));
	}

	/**
	 * NB: ComfyUI passes over PEFT's names of the layers of attentions; what
	 * PEFT's whole file gives was made with them renamed.
	 */
	@ParameterizedTest
	@MethodSource("weights")
	void mergesAsTheReferenceDoes(final String name) throws IOException {
		final String[] of = name.split("/", 3);
		final boolean isText = of[2].startsWith(TEXT);
		final Component component = isText ? Component.TEXT_ENCODER
			: Component.DIFFUSION_MODEL;
		final Weights made = merged(isText ? family.textEncoder() : family
			.diffusionModel(), of[0].replace("_full_expected", ""), component, Double
				.parseDouble(of[1]));
		final String weight = of[2].substring((isText ? TEXT : UNET).length());
		assertTrue(made.computed(weight).isPresent(), "changed");
		final Tensor all = made.read(weight);
		final Tensor expected = golden.read(name);
		final float[] numbers = Arrays.copyOf(all.data(), expected.length());
		if (isText || golden.get(name).dtype() == DType.F16) {
			for (int i = 0; i < numbers.length; i++) {
				numbers[i] = Half.rounded(numbers[i]);
			}
		}
		assertClose(name, expected, new Tensor(numbers, expected.shape()), isText ||
			golden.get(name).dtype() == DType.F16 ? 2e-4 : 3e-7);
	}

	@ParameterizedTest
	@CsvSource({ "kohya, 1.0", "kohya, 0.5", "kohya, -0.3", "locon, 1.0",
		"locon, 0.5", "locon, -0.3", "loha_lokr, 1.0", "loha_lokr, 0.5",
		"loha_lokr, -0.3", "olddiffusers, 1.0", "olddiffusers, -0.3" })
	void predictsAsTheReferenceDoes(final String name, final String strength)
		throws IOException
	{
		assertPredicts(name + "/" + strength + "/unet_out_t500", merged(family
			.diffusionModel(), name, Component.DIFFUSION_MODEL, Double.parseDouble(
				strength)));
	}

	private static void assertPredicts(final String name, final Weights weights)
		throws IOException
	{
		try (UNet unet = UNet.open(weights, 4, OrtSettings.DEFAULT.with(
			MemoryMode.MAPPED)))
		{
			assertClose(name, golden.read(name), unet.predict(golden.read("x"), Tensor
				.full(500, 1), golden.read("context"), GO), 1e-5);
		}
	}

	@ParameterizedTest
	@CsvSource({ "kohya, 1.0", "kohya, -0.3", "peft, 1.0", "peft, 0.5" })
	void encodesAsTheReferenceDoes(final String name, final String strength)
		throws IOException
	{
		assertEncodes(name + "/" + strength + "/cond_cat", merged(family
			.textEncoder(), name, Component.TEXT_ENCODER, Double.parseDouble(
				strength)));
	}

	@org.junit.jupiter.api.Test
	void addsOneToTheOther() throws IOException {
		assertEncodes("stack/cond_cat", merged(merged(family.textEncoder(), "kohya",
			Component.TEXT_ENCODER, 0.4), "peft", Component.TEXT_ENCODER, -0.2));
		assertEncodes("base/cond_cat", family.textEncoder());
		assertPredicts("base/unet_out_t500", family.diffusionModel());
	}

	private static void assertEncodes(final String name, final Weights weights)
		throws IOException
	{
		try (TextEncoder encoder = family.openTextEncoder(weights,
			OrtSettings.DEFAULT.with(MemoryMode.MAPPED)))
		{
			assertClose(name, golden.read(name), encoder.encode("a photo of a cat", 1,
				GO).context(), 1e-5);
		}
	}
}
