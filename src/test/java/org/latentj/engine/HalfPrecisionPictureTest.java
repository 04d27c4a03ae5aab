
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latentj.control.OutsideException;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.ExecutionProvider;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Computation;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** A picture of the bundled checkpoint in either precision. */
class HalfPrecisionPictureTest {

	private static final ModelChoice DEMO = new ModelChoice(Path.of("models",
		"latentj-demo.safetensors"), Optional.empty());

	private static final Txt2Img NUCLEI = new Txt2Img(new Generation(new Prompt(
		"many green nuclei", ""), 1, 1, new SamplingSettings(42, 8, 4.5,
			Samplers.DPMPP_2M, Schedulers.KARRAS, 1)), 64, 64);

	private final DiffusionEngine engine = new DiffusionEngine(1L << 30);

	private final List<String> events = new ArrayList<>();

	private Optional<Computation> how = Optional.empty();

	@AfterEach
	void close() {
		engine.close();
	}

	private Tensor picture(final OrtSettings settings) throws IOException {
		engine.setSettings(settings);
		return engine.run(DEMO, NUCLEI, new RunListener() {

			@Override
			public void onStep(final int step, final int of, final double sigma,
				final Tensor denoised)
			{
				events.add("step");
			}

			@Override
			public void onWarning(final String warning) {
				events.add(warning);
			}

			@Override
			public void onComputation(final Computation computation) {
				how = Optional.of(computation);
			}
		}, new StopSignal()).pixels();
	}

	/**
	 * NB: half precision rounds numbers to 11 binary digits. Four such roundings
	 * of white are half of a level of 255.
	 */
	@Test
	void isTheSameToTheEye() throws IOException {
		final Tensor single = picture(OrtSettings.DEFAULT.with(MemoryMode.PACKED));
		assertEquals("single", how.orElseThrow().precision());
		final Tensor half = picture(OrtSettings.DEFAULT.with(MemoryMode.PACKED)
			.with(Precision.HALF));
		assertEquals("half", how.orElseThrow().precision());
		final double difference = Golden.maxDifference(single, half);
		assertTrue(difference > 0, "not in half precision");
		assertTrue(difference < 4 * Math.scalb(1, -11), 255 * difference +
			" levels of 255");
		assertEquals(List.of("step"), events.stream().distinct().toList());
	}

	@Test
	void isNotMadeOnAnotherProviderThanAsked() {
		final String why = assertThrows(OutsideException.class, () -> picture(
			new OrtSettings(ExecutionProvider.CUDA, MemoryMode.AUTO, 0)))
			.getMessage();
		assertTrue(why.startsWith("'cuda' cannot be used: "), why);
		assertEquals(List.of(), events);
		assertEquals(0, engine.cache().loads());
	}
}
