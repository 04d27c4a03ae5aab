
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
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.engine.folder.ControlFacts;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.latent.Latent;
import org.latentj.pipeline.KeptWarnings;
import org.latentj.pipeline.Pipeline;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.hint.Control;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** Files of ControlNets that are damaged: refused before a run, in one line. */
class BadControlNetTest {

	private static final DiffusionEngine ENGINE = new DiffusionEngine();

	private static final String WEIGHT = "input_blocks.1.0.in_layers.2.weight";

	@TempDir
	Path folder;

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static Path whole() {
		return Golden.file("families/controlnet/micro_cn_a.safetensors");
	}

	private static ModelChoice choice(final Path net) {
		return new ModelChoice(Golden.file("families/micro_sd1.safetensors"),
			Optional.empty()).controlledBy(Map.of("a", net));
	}

	private static String refusal(final Path net) {
		final String message = assertThrows(CheckpointException.class, () -> ENGINE
			.require(choice(net), new StopSignal())).getMessage();
		assertEquals(1, message.lines().count(), message);
		assertTrue(message.contains(net.getFileName().toString()), message);
		return message;
	}

	@Test
	void tellsOfAFileThatEndsTooEarly() throws IOException {
		final byte[] all = Files.readAllBytes(whole());
		final String message = refusal(Files.write(folder.resolve(
			"cut.safetensors"), Arrays.copyOf(all, all.length - 2)));
		assertTrue(message.contains("it is cut short"), message);
	}

	@Test
	void namesATensorThatIsMissing() throws IOException {
		final String message = refusal(new Rewritten(whole()).without(n -> n
			.endsWith(WEIGHT)).write(folder.resolve("missing.safetensors")));
		assertTrue(message.contains(WEIGHT), message);
	}

	@Test
	void namesATensorThatIsTurnedAround() throws IOException {
		final Path turned = new Rewritten(whole()).reshaped(n -> n.endsWith(
			"time_embed.0.weight"), s -> new long[] { s[1], s[0] }).write(folder
				.resolve("turned.safetensors"));
		final String message = refusal(turned);
		assertTrue(message.contains("time_embed.0.weight"), message);
		assertTrue(ControlFacts.lines(CheckpointFormats.open(turned)).get(1)
			.startsWith("Cannot be run: its ControlNet: '"));
		assertTrue(ControlFacts.lines(CheckpointFormats.open(whole())).get(1)
			.startsWith("For: "));
	}

	@Test
	void namesKindsThatCannotBeRun() throws IOException {
		final byte[] none = new byte[4];
		assertTrue(refusal(new Rewritten(whole()).with(
			"control_model.task_embedding.weight", "F32", none, 1).write(folder
				.resolve("union.safetensors"))).contains(
					"(Union), which cannot be run"));
		assertTrue(refusal(new Rewritten(whole()).with("lora_controlnet", "F32",
			none, 1).write(folder.resolve("control-lora.safetensors"))).contains(
				"this is a Control-LoRA, which"));
		final String message = refusal(new Rewritten(whole()).with(
			"control_model.input_hint_block.0.weight", "F32", new byte[4 * 16 * 4 *
				9], 16, 4, 3, 3).write(folder.resolve("inpaint.safetensors")));
		assertTrue(message.contains("takes pictures of 4 channels, as those for " +
			"inpainting do"), message);
	}

	/** Nothing but the numbers tells it, so that the run is warned. */
	@Test
	void isBlamedAloneForWeightsThatAreNoNumbers() throws IOException {
		final Path net = new Rewritten(whole()).changed(n -> n.endsWith(WEIGHT), 5,
			0x7e00).write(folder.resolve("nan.safetensors"));
		final List<String> warnings = new ArrayList<>();
		final StopSignal go = new StopSignal();
		try (Session session = ENGINE.session(go)) {
			final Pipeline pipeline = session.pipeline(choice(net), new KeptWarnings(
				warnings));
			final SamplingSettings settings = new SamplingSettings(1, 2, 2,
				Samplers.EULER, Schedulers.NORMAL, 1);
			final Latent start = pipeline.emptyLatent(32, 32, 1);
			pipeline.prepare(start, settings);
			final Control control = pipeline.control("a", Tensor.full(0.5f, 1, 3, 32,
				32), 1, 0, 1);
			pipeline.decode(pipeline.sample(pipeline.encodeText("a cat", 1).with(List
				.of(control)), pipeline.encodeText("", 1).with(List.of(control)),
				settings, start), 32, 32);
		}
		assertEquals(1, warnings.size(), warnings.toString());
		assertTrue(warnings.get(0).startsWith(
			"the ControlNet 'a' gave numbers that are not finite"), warnings.get(0));
	}
}
