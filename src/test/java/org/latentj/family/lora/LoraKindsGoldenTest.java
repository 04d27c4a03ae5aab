
package org.latentj.family.lora;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.family.ModelFamilies;
import org.latentj.family.model.Component;
import org.latentj.family.model.LoadedFamily;
import org.latentj.golden.Golden;
import org.latentj.tensor.Tensor;

/** GLoRA, OFT, BOFT and PEFT's DoRA, by numbers made from their papers. */
class LoraKindsGoldenTest {

	private static Checkpoint lora;

	private static Weights golden;

	private static LoadedFamily family;

	@BeforeAll
	static void open() throws IOException {
		lora = CheckpointFormats.open(Golden.file("lora_kinds.safetensors"));
		golden = Golden.open("lora_kinds_merged.safetensors");
		family = ModelFamilies.ALL.of(CheckpointFormats.open(Golden.file(
			"families/micro_sd1.safetensors")));
	}

	private static Stream<String> weights() {
		return golden.names().stream();
	}

	private static Weights before(final String weight) {
		return weight.startsWith("encoder.") ? family.textEncoder() : family
			.diffusionModel();
	}

	private static Weights merged(final String weight) {
		return before(weight).patched(new LoraKind().of(lora, family, weight
			.startsWith("encoder.") ? Component.TEXT_ENCODER
				: Component.DIFFUSION_MODEL, 0.5));
	}

	@ParameterizedTest
	@MethodSource("weights")
	void mergesAsTheDefinitionSays(final String weight) throws IOException {
		final Tensor expected = golden.read(weight);
		final Tensor made = merged(weight).read(weight);
		assertClose(weight, expected, made, 2e-6);
		assertFalse(Arrays.equals(before(weight).read(weight).data(), made.data()));
		final FloatBuffer rows = FloatBuffer.allocate(made.length() / made.size(0));
		merged(weight).computed(weight).orElseThrow().rows(1, 2).put(rows);
		assertClose(weight, made.items(1, 2), new Tensor(rows.array(), made.items(1,
			2).shape()), 0);
	}

	@Test
	void tellsTheirKinds() {
		assertEquals(Set.of("GLoRA", "OFT", "BOFT", "LoRA", "DoRA"), LoraSummary.of(
			lora).orElseThrow().kinds());
		assertEquals(8, golden.names().size());
		assertEquals(List.of(), new LoraKind().warnings(lora, family));
	}
}
