
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.control.StopSignal;
import org.latentj.family.model.Component;
import org.latentj.golden.Golden;
import org.latentj.latent.Latent;
import org.latentj.onnx.runtime.ExecutionProvider;
import org.latentj.onnx.runtime.InferenceException;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.KeptWarnings;
import org.latentj.pipeline.Pipeline;
import org.latentj.pipeline.Prompt;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.hint.Control;
import org.latentj.sampling.model.Quality;
import org.latentj.sampling.model.Speed;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** Whole pictures of each speed. */
class FastPictureTest {

	private static final ModelChoice DEMO = new ModelChoice(Path.of("models",
		"latentj-demo.safetensors"), Optional.empty());

	private static final SamplingSettings SETTINGS = new SamplingSettings(42, 10,
		4.5, Samplers.DPMPP_2M, Schedulers.KARRAS, 1);

	private static final DiffusionEngine ENGINE = new DiffusionEngine(1L << 30);

	private final List<String> warnings = new ArrayList<>();

	@AfterEach
	void forget() {
		ENGINE.setSettings(OrtSettings.DEFAULT);
	}

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private Tensor picture(final ModelChoice choice,
		final SamplingSettings settings, final int batch) throws IOException
	{
		return ENGINE.run(choice, new Txt2Img(Generation.of(new Prompt(
			"many green nuclei", ""), settings).withBatch(batch), 128, 128),
			new KeptWarnings(warnings), new StopSignal()).pixels();
	}

	private Tensor picture(final Quality quality, final int reuse)
		throws IOException
	{
		return picture(DEMO, SETTINGS.withSpeed(new Speed(quality, reuse)), 1);
	}

	private static double psnr(final Tensor a, final Tensor b) {
		double squares = 0;
		for (final float d : a.minus(b).data()) {
			squares += (double) d * d;
		}
		return -10 * Math.log10(squares / a.length());
	}

	/** NB: the bound is that which is asked of what is offered. */
	@Test
	void isHardToTellFromTheExactOne() throws IOException {
		final Tensor exact = picture(Quality.EXACT, 1);
		final double near = psnr(exact, picture(Quality.FAST, 1));
		assertTrue(near > 30, near + " dB");
		assertTrue(near < 100, "it is the exact one");
		assertArrayEquals(exact.data(), picture(Quality.EXACT, 1).data());
	}

	/** Both take about four fifths of the time. */
	@ParameterizedTest
	@EnumSource(names = { "EXACT", "FAST" })
	void isNearerWithRestingLayersThanInFewerSteps(final Quality quality)
		throws IOException
	{
		final Tensor exact = picture(Quality.EXACT, 1);
		final double resting = psnr(exact, picture(quality, 2));
		final double fewer = psnr(exact, picture(DEMO, SETTINGS.withSteps(SETTINGS
			.steps() * 4 / 5), 1));
		assertTrue(resting > fewer, resting + " and " + fewer + " dB");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void areTheSameInABatch(final int reuse) throws IOException {
		final SamplingSettings fast = SETTINGS.withSpeed(new Speed(Quality.FAST,
			reuse));
		assertArrayEquals(picture(DEMO, fast, 1).data(), picture(DEMO, fast, 3)
			.items(0, 1).data());
	}

	@Test
	void areMadeByComponentsOfTheirOwn() throws IOException {
		picture(Quality.EXACT, 1);
		picture(Quality.FAST, 1);
		picture(Quality.FAST, 2);
		final List<ComponentKey> keys = ENGINE.cache().sizes().keySet().stream()
			.filter(k -> k.file().endsWith("latentj-demo.safetensors")).toList();
		assertEquals(1, keys.stream().filter(k -> k
			.component() == Component.TEXT_ENCODER).count());
		assertEquals(1, keys.stream().filter(k -> k
			.component() == Component.REUSING_MODEL && k.settings()
				.precision() == Precision.INTEGER).count());
		final Map<Precision, Long> sizes = new EnumMap<>(Precision.class);
		ENGINE.cache().sizes().forEach((key, size) -> {
			if (keys.contains(key) && key.component() == Component.DIFFUSION_MODEL) {
				sizes.put(key.settings().precision(), size);
			}
		});
		assertEquals(Set.of(Precision.AUTO, Precision.INTEGER), sizes.keySet());
	}

	@Test
	void roundWeightsThatALoraHasChanged() throws IOException {
		final ModelChoice micro = new ModelChoice(Golden.file(
			"families/micro_sd1.safetensors"), Optional.empty());
		final ModelChoice changed = micro.patched(ModelPatch.lora("a", Golden.file(
			"families/lora/micro_one.safetensors"), 3, 0));
		final SamplingSettings fast = SETTINGS.withSpeed(new Speed(Quality.FAST,
			1));
		final Tensor exactly = picture(changed, SETTINGS, 1);
		final double near = psnr(exactly, picture(changed, fast, 1));
		final double apart = psnr(exactly, picture(micro, SETTINGS, 1));
		assertTrue(near > apart + 10, near + " and " + apart + " dB");
	}

	/** Nuclei in the left half, as the bundled ControlNet takes them. */
	private static Tensor hint() {
		final Tensor hint = Tensor.zeros(1, 3, 128, 128);
		for (int i = 0; i < hint.length(); i++) {
			final int x = i % 128;
			final int y = i / 128 % 128;
			hint.data()[i] = x < 64 && x % 32 > 8 && y % 32 > 8 ? 1 : 0;
		}
		return hint;
	}

	private Tensor controlled(final ModelChoice choice, final Speed speed)
		throws IOException
	{
		final SamplingSettings settings = SETTINGS.withSpeed(speed);
		try (Session session = ENGINE.session(new StopSignal())) {
			final Pipeline pipeline = session.pipeline(choice.controlledBy(Map.of(
				"net", Path.of("models", "controlnet",
					"latentj-control-nuclei.safetensors"))), new KeptWarnings(warnings));
			final Latent start = pipeline.emptyLatent(128, 128, 1);
			final List<Control> controls = List.of(pipeline.control("net", hint(), 1,
				0, 1));
			return pipeline.decode(pipeline.sample(pipeline.encodeText(
				"many green nuclei", 1).with(controls), pipeline.encodeText("", 1).with(
					controls), settings, start), 128, 128);
		}
	}

	/**
	 * NB: with a ControlNet all calls are whole, so that reuse changes no bit.
	 */
	@Test
	void areSteered() throws IOException {
		final Tensor exact = controlled(DEMO, Speed.EXACT);
		final Tensor fast = controlled(DEMO, new Speed(Quality.FAST, 1));
		final double near = psnr(exact, fast);
		assertTrue(near > 30 && near < 100, near + " dB");
		assertTrue(psnr(exact, picture(Quality.FAST, 1)) < near - 10);
		assertEquals(List.of(), warnings);
		assertArrayEquals(fast.data(), controlled(DEMO, new Speed(Quality.FAST, 2))
			.data());
		assertEquals(1, warnings.size());
		assertTrue(warnings.get(0).contains("reuse"), warnings.get(0));
	}

	@Test
	void areForProcessors() throws IOException {
		final OrtSettings card = OrtSettings.DEFAULT.with(MemoryMode.BALANCED);
		final ComponentWeights weights = new ComponentWeights(DEMO.checkpoint(),
			Component.DIFFUSION_MODEL, Golden.open("tiny_sd1.safetensors")).in(
				Quality.FAST);
		assertEquals(Precision.INTEGER, weights.how(card).precision());
		assertTrue(assertThrows(IllegalArgumentException.class, () -> weights.how(
			new OrtSettings(ExecutionProvider.CUDA, card.memory(), 0))).getMessage()
			.contains("choose quality exact"));
	}

	/** NB: its engine is not on the class path of these tests. */
	@Test
	void saysWhatIsMissingForBf16() throws IOException {
		final ComponentWeights weights = new ComponentWeights(DEMO.checkpoint(),
			Component.DIFFUSION_MODEL, Golden.open("tiny_sd1.safetensors")).in(
				Quality.BF16);
		assertEquals(Precision.BF16, weights.how(OrtSettings.DEFAULT).precision());
		assertTrue(assertThrows(IllegalArgumentException.class, () -> weights.how(
			new OrtSettings(ExecutionProvider.CPU, MemoryMode.AUTO, 3))).getMessage()
			.contains("choose threads 0"));
		assertTrue(assertThrows(InferenceException.class, () -> picture(
			Quality.BF16, 1)).getMessage().contains(
				"an artifact of its own that is not here"));
	}

	/** Nothing is loaded, encoded or told of a run that cannot be. */
	@ParameterizedTest
	@ValueSource(ints = { 0, 3 })
	void refusesBf16BeforeAnythingRuns(final int threads) {
		try (DiffusionEngine engine = new DiffusionEngine(1L << 30)) {
			engine.setSettings(new OrtSettings(ExecutionProvider.CPU, MemoryMode.AUTO,
				threads));
			assertTrue(assertThrows(RuntimeException.class, () -> engine.run(DEMO,
				new Txt2Img(Generation.of(new Prompt("nuclei", ""), SETTINGS.withSpeed(
					new Speed(Quality.BF16, 1))), 128, 128), new KeptWarnings(warnings),
				new StopSignal())).getMessage().contains(threads == 0
					? "an artifact of its own that is not here" : "choose threads 0"));
			assertEquals(List.of(), engine.cache().sizes().keySet().stream().filter(
				k -> k.component() == Component.TEXT_ENCODER).toList());
		}
	}
}
