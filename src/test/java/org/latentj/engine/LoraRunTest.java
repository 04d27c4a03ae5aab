
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.family.ModelFamilies;
import org.latentj.family.lora.LoraKind;
import org.latentj.family.model.Component;
import org.latentj.family.model.LoadedFamily;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenFamily;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

/** Whole runs with LoRAs on tiny random checkpoints, against ComfyUI's. */
class LoraRunTest {

	private static final StopSignal GO = new StopSignal();

	private static final DiffusionEngine ENGINE = new DiffusionEngine();

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static Stream<String> cases() throws IOException {
		return Stream.concat(GoldenFamily.open("lora_sd1").cases().map(
			c -> "lora_sd1/" + c), GoldenFamily.open("lora_sdxl").cases().map(
				c -> "lora_sdxl/" + c));
	}

	private static ModelPatch patch(final String file, final JsonObject asked) {
		return ModelPatch.lora("a", Golden.file("families/" + file), asked.get(
			"strength_model").getAsDouble(), asked.get("strength_clip")
				.getAsDouble());
	}

	private static ModelChoice choice(final GoldenFamily golden,
		final JsonObject asked) throws IOException
	{
		ModelChoice choice = new ModelChoice(golden.checkpoint(null), Optional
			.empty());
		if (asked.has("loras")) {
			for (final JsonElement e : asked.getAsJsonArray("loras")) {
				final JsonObject one = e.getAsJsonObject();
				choice = choice.patched(patch(golden.facts().getAsJsonObject("loras")
					.get(one.get("lora").getAsString()).getAsString(), one));
			}
		}
		return asked.has("strength_model") ? choice.patched(patch(golden.facts()
			.get("lora").getAsString(), asked)) : choice;
	}

	@ParameterizedTest
	@MethodSource("cases")
	void makesTheReferencesPicture(final String name) throws IOException {
		final GoldenFamily golden = GoldenFamily.open(name.split("/")[0]);
		final String of = name.split("/")[1];
		final JsonObject asked = golden.of(of);
		final ModelChoice choice = choice(golden, asked);
		final int skip = family(choice).facts().clipSkip();
		if (golden.numbers().has(of + "/cond")) {
			try (Session session = ENGINE.session(GO)) {
				final Conditioning text = session.pipeline(choice, RunListener.NONE)
					.encodeText(asked.get("prompt").getAsString(), skip);
				assertClose(name, golden.read(of + "/cond"), text.context(), 1e-5);
				if (golden.numbers().has(of + "/pooled")) {
					assertClose(name, golden.read(of + "/pooled"), text.pooled()
						.orElseThrow(), 1e-5);
				}
			}
		}
		final Picture made = ENGINE.run(choice, new Txt2Img(Generation.of(
			new Prompt(asked.get("prompt").getAsString(), asked.get("negative")
				.getAsString()), new SamplingSettings(asked.get("seed").getAsLong(),
					asked.get("steps").getAsInt(), asked.get("cfg").getAsDouble(),
					Samplers.of(asked.get("sampler").getAsString()), Schedulers.of(asked
						.get("scheduler").getAsString()), 1)).withClipSkip(skip), asked.get(
							"width").getAsInt(), asked.get("height").getAsInt()),
			RunListener.NONE, GO);
		assertClose(name, golden.read(of + "/latent"), made.latent().samples(),
			golden.tolerance(of, "latent"));
	}

	private static LoadedFamily family(final ModelChoice choice)
		throws IOException
	{
		return ModelFamilies.ALL.of(CheckpointFormats.open(choice.checkpoint()));
	}

	/**
	 * NB: these numbers were read from a model that had its LoRAs already, and
	 * merged once more: so they are here, too. What one merging gives is seen in
	 * {@link org.latentj.family.lora.LoraGoldenTest} and in the latents.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "lora_sd1/one_0.7_0.3", "lora_sd1/two_stacked",
		"lora_sd1/dora_1_1", "lora_sd1/dora_0.6_0.6" })
	void mergesAsTheReferenceDoes(final String name) throws IOException {
		final GoldenFamily golden = GoldenFamily.open(name.split("/")[0]);
		final String start = name.split("/")[1] + "/weight/";
		final ModelChoice choice = choice(golden, golden.of(name.split("/")[1]));
		final LoadedFamily family = family(choice);
		Weights made = family.diffusionModel();
		for (int time = 0; time < 2; time++) {
			for (final ModelPatch patch : choice.patches()) {
				made = made.patched(patch.kind().of(CheckpointFormats.open(patch
					.file()), family, Component.DIFFUSION_MODEL, patch.strength(
						Component.DIFFUSION_MODEL)));
			}
		}
		assertTrue(choice.patches().stream().allMatch(p -> p.kind().equals(
			new LoraKind())));
		for (final String weight : golden.numbers().names()) {
			if (weight.startsWith(start)) {
				assertClose(weight, golden.read(weight), made.read(weight.substring(
					start.length())), 3e-7);
			}
		}
		assertEquals(family.diffusionModel().names().size(), made.names().size());
	}
}
