
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

/** Checkpoints of two families in turn, with memory for one of them. */
class FamilySwitchTest {

	private static final Txt2Img OPERATION = new Txt2Img(Generation.of(new Prompt(
		"a cat", ""), new SamplingSettings(1, 1, 2, Samplers.EULER,
			Schedulers.NORMAL, 1)), 64, 64);

	private static final List<ModelChoice> MODELS = List.of(of(
		"families/tiny_sdxl.safetensors"), of("families/micro_sd1.safetensors"));

	private static ModelChoice of(final String file) {
		return new ModelChoice(Golden.file(file), Optional.empty());
	}

	@Test
	void staysWithinTheBudgetAndLeavesNothing() throws IOException {
		final long most = largest();
		try (DiffusionEngine engine = engine(most)) {
			final float[][] first = new float[2][];
			for (int i = 0; i < 20; i++) {
				final float[] made = run(engine, MODELS.get(i % 2));
				assertTrue(engine.cache().loadedBytes() <= most, i + ": " + engine
					.cache().loadedBytes() + " of " + most);
				if (first[i % 2] == null) {
					first[i % 2] = made;
				}
				assertArrayEquals(first[i % 2], made);
			}
			engine.cache().setBudget(0);
			assertEquals(0, engine.cache().loadedBytes());
		}
	}

	/** What the larger one takes alone. */
	private static long largest() throws IOException {
		long most = 0;
		for (final ModelChoice model : MODELS) {
			try (DiffusionEngine engine = engine(1L << 40)) {
				run(engine, model);
				most = Math.max(most, engine.cache().loadedBytes());
			}
		}
		return most;
	}

	private static DiffusionEngine engine(final long budget) {
		final DiffusionEngine engine = new DiffusionEngine(budget);
		engine.setSettings(OrtSettings.DEFAULT.with(MemoryMode.PACKED));
		return engine;
	}

	private static float[] run(final DiffusionEngine engine,
		final ModelChoice model) throws IOException
	{
		return engine.run(model, OPERATION, RunListener.NONE, new StopSignal())
			.pixels().data();
	}
}
