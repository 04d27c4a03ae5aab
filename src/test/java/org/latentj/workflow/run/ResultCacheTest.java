
package org.latentj.workflow.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.latentj.pipeline.Computation;
import org.latentj.workflow.run.ResultCache.Networks;

class ResultCacheTest {

	private static final String ONE_DNN = "bf16 by oneDNN 3.13.0";

	private static final String EXACT = "single by ONNX Runtime 1.28.0";

	private static Computation how(final String precision,
		final Map<String, String> engines)
	{
		return new Computation("cpu", precision, Map.of(), engines, 0, 2, false);
	}

	/** NB: what is kept was made by the same engines, whatever runs now. */
	@Test
	void tellsTheEnginesOfWhatIsKept() {
		final Networks sampled = Networks.of(how("bf16", Map.of("UNet", ONE_DNN,
			"VAE in tiles", EXACT)));
		final Networks decoded = Networks.of(how("bf16", Map.of("UNet", ONE_DNN,
			"VAE in tiles", EXACT, "VAE", ONE_DNN))).since(sampled);
		assertEquals(Map.of("VAE", ONE_DNN), decoded.engines());
		final Computation all = sampled.in(how("single", Map.of("VAE", ONE_DNN)));
		assertEquals("bf16", all.precision());
		assertEquals(Map.of("UNet", ONE_DNN, "VAE", ONE_DNN, "VAE in tiles", EXACT),
			all.engines());
	}
}
