
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.Picture;
import org.latentj.pipeline.Prompt;
import org.latentj.pipeline.RunListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;

/**
 * With a full-size checkpoint of Stable Diffusion 1.x, by hand:
 *
 * <pre>
 * mvn test -Dtest=FullSizeTest -Dgroups=models -DexcludedGroups= -Dlatentj.sd15=/path/to/v1-5.safetensors
 * </pre>
 */
class FullSizeTest {

	private final Path checkpoint = Path.of(System.getProperty("latentj.sd15",
		"models/v1-5-pruned-emaonly.safetensors"));

	@BeforeEach
	void findCheckpoint() {
		assumeTrue(Files.exists(checkpoint), "there is no " + checkpoint +
			"; name one with -Dlatentj.sd15=");
	}

	// NB: on the method, as SciJava's indexer loads annotations of classes, in
	// tests without JUnit too.
	@Tag("models")
	@Test
	void makesTheSamePictureInEveryMemoryMode() throws IOException {
		final Picture mapped = run(MemoryMode.MAPPED);
		assertEquals("Tensor[1, 3, 128, 192]", mapped.pixels().toString());
		for (int i = 0; i < mapped.pixels().length(); i++) {
			assertTrue(mapped.pixels().data()[i] >= 0 && mapped.pixels()
				.data()[i] <= 1);
		}
		assertClose("balanced", mapped.pixels(), run(MemoryMode.BALANCED).pixels(),
			1 / 255.0);
		assertClose("packed", mapped.pixels(), run(MemoryMode.PACKED).pixels(), 1 /
			255.0);
	}

	private Picture run(final MemoryMode mode) throws IOException {
		final StableDiffusionService service = new StableDiffusionService();
		service.setSettings(OrtSettings.DEFAULT.with(mode));
		try {
			return service.run(new ModelChoice(checkpoint, Optional.empty()),
				new Txt2Img(new Generation(new Prompt("a (cat:1.2)", "blurry"), 1, 1,
					new SamplingSettings(1, 2, 7, Samplers.EULER, Schedulers.NORMAL, 1)),
					192, 128), RunListener.NONE, new StopSignal());
		}
		finally {
			service.dispose();
		}
	}
}
