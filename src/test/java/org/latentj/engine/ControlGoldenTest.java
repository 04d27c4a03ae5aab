
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenFamily;
import org.latentj.golden.GoldenPixels;
import org.latentj.latent.Latent;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.hint.Control;
import org.latentj.sampling.hint.SizeConditioning;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** Whole runs with ControlNets, against ComfyUI's. */
class ControlGoldenTest {

	private static final DiffusionEngine ENGINE = new DiffusionEngine();

	private static final StopSignal GO = new StopSignal();

	@TempDir
	static Path folder;

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static Path net(final String name) {
		return Golden.file("families/controlnet/" + name + ".safetensors");
	}

	private static Path shuffled() throws IOException {
		final Path file = folder.resolve("b_shuffle.safetensors");
		return Files.exists(file) ? file : Files.copy(net("micro_cn_b"), file);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a_full", "a_range", "chain_a_b", "simple_node",
		"positive_only", "batch2", "long_prompt", "shuffle_pooling" })
	void samplesSd1AsTheReferenceDoes(final String name) throws IOException {
		final GoldenFamily golden = GoldenFamily.open("controlnet_sd1");
		final Tensor hint = name.equals("batch2") ? upsideDown(golden.pictures(
			"hint2_u8")) : golden.pictures(golden.of(name).has("hint") && golden.of(
				name).get("hint").getAsString().equals("hint2") ? "hint2_u8"
					: "hint1_u8");
		run(golden, name, Map.of("a", net("micro_cn_a"), "b", net("micro_cn_b"),
			"b_shuffle", shuffled()), hint, name.equals("batch2") ? 2 : 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "b" })
	void samplesSdxlAsTheReferenceDoes(final String name) throws IOException {
		final GoldenFamily golden = GoldenFamily.open("controlnet_sdxl");
		run(golden, name, Map.of("xl", net("tiny_cn_sdxl_diffusers")), golden
			.pictures("hint_u8"), 1);
	}

	private static void run(final GoldenFamily golden, final String name,
		final Map<String, Path> nets, final Tensor hint, final int count)
		throws IOException
	{
		final JsonObject asked = golden.of(name);
		final int width = asked.get("width").getAsInt();
		final int height = asked.get("height").getAsInt();
		final SamplingSettings settings = new SamplingSettings(asked.get("seed")
			.getAsLong(), asked.get("steps").getAsInt(), asked.get("cfg")
				.getAsDouble(), Samplers.of(asked.get("sampler").getAsString()),
			Schedulers.of(asked.get("scheduler").getAsString()), 1);
		final boolean xl = nets.containsKey("xl");
		try (Session session = ENGINE.session(GO)) {
			final Pipeline pipeline = session.pipeline(new ModelChoice(golden
				.checkpoint(folder), Optional.empty()).controlledBy(nets),
				RunListener.NONE);
			final Latent start = pipeline.emptyLatent(width, height, count);
			pipeline.prepare(start, settings);
			final List<Control> controls = controls(golden, name, hint, xl, (net,
				picture, facts) -> pipeline.control(net, picture, number(facts,
					"strength", 1), number(facts, "start", 0), number(facts, "end", 1)));
			final String prompt = name.equals("long_prompt") ? "word ".repeat(90) +
				"end" : asked.get("prompt").getAsString();
			final Conditioning positive = text(pipeline, prompt, xl).with(controls);
			final Conditioning negative = text(pipeline, asked.get("negative")
				.getAsString(), xl);
			final Latent made = pipeline.sample(positive, name.equals("positive_only")
				? negative : negative.with(controls), settings, start);
			assertClose(name, golden.read(name + "/latent"), made.samples(), golden
				.tolerance(name, "latent"));
			GoldenPixels.assertPicture(name, golden.pictures(name + "/image_u8"),
				pipeline.decode(made, width, height));
		}
	}

	private interface Applied {

		Control of(String net, Tensor picture, JsonObject facts);
	}

	private static List<Control> controls(final GoldenFamily golden,
		final String name, final Tensor hint, final boolean xl,
		final Applied applied) throws IOException
	{
		final JsonObject asked = golden.of(name);
		if (name.equals("chain_a_b")) {
			return List.of(applied.of("a", hint, asked.getAsJsonObject("a")), applied
				.of("b", golden.pictures("hint2_u8"), asked.getAsJsonObject("b")));
		}
		final String net = xl ? "xl" : asked.get("controlnet").getAsString();
		return List.of(applied.of(name.equals("shuffle_pooling") ? "b_shuffle"
			: net, hint, asked));
	}

	private static double number(final JsonObject facts, final String name,
		final double usual)
	{
		return facts.has(name) ? facts.get(name).getAsDouble() : usual;
	}

	private static Conditioning text(final Pipeline pipeline, final String text,
		final boolean xl)
	{
		return pipeline.encodeText(text, xl ? 2 : 1).with(xl ? List.of(
			SizeConditioning.NONE) : List.of());
	}

	private static Tensor upsideDown(final Tensor picture) {
		final List<Tensor> rows = new ArrayList<>();
		final int width = picture.size(3);
		final Tensor turned = Tensor.zeros(picture.shape());
		for (int row = 0; row < 3 * picture.size(2); row++) {
			final int plane = row / picture.size(2);
			final int from = (plane + 1) * picture.size(2) - 1 - row % picture.size(
				2);
			System.arraycopy(picture.data(), from * width, turned.data(), row * width,
				width);
		}
		rows.add(picture);
		rows.add(turned);
		return Tensor.concat(rows);
	}

	@Test
	void refusesAControlNetOfAnotherFamilyByBothNames() {
		final ModelChoice choice = new ModelChoice(Golden.file(
			"families/micro_sd1.safetensors"), Optional.empty()).controlledBy(Map.of(
				"xl", net("tiny_cn_sdxl_diffusers")));
		final String message = assertThrows(CheckpointException.class, () -> ENGINE
			.require(choice, GO)).getMessage();
		assertTrue(message.contains("Stable Diffusion XL"), message);
		assertTrue(message.contains("Stable Diffusion 1.x"), message);
		assertTrue(message.contains("tiny_cn_sdxl_diffusers"), message);
	}

	@Test
	void refusesAFileThatIsNoControlNet() {
		final ModelChoice choice = new ModelChoice(Golden.file(
			"families/micro_sd1.safetensors"), Optional.empty()).controlledBy(Map.of(
				"a", Golden.file("families/micro_sd1.safetensors")));
		assertTrue(assertThrows(CheckpointException.class, () -> ENGINE.require(
			choice, GO)).getMessage().contains("this is no ControlNet"));
	}
}
