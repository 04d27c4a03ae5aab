
package org.latentj.command.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.latentj.operation.Img2Img;
import org.latentj.operation.Operations;
import org.latentj.operation.Txt2Img;
import org.latentj.operation.Upscale;

class BatchOperationsTest {

	private final BatchOperations batch = new BatchOperations(Operations.ALL);

	@Test
	void tellsWhatWasGivenThatAnOperationDoesNotUse() {
		final Map<String, Object> given = Map.of("factor", 3.0, "grow", 6, "mask",
			"selection", "method", "bilinear", "steps", 5, "width", 64, "denoise",
			0.5, "stack", true);
		assertEquals(List.of(
			"factor is 3.0 and changes nothing: img2img does not " + "use it",
			"method is bilinear and changes nothing: img2img does not " + "use it"),
			batch.unused(Img2Img.TYPE, given::get).stream().sorted().toList());
		assertEquals(List.of(), batch.unused(Upscale.TYPE, given::get));
		assertEquals(3, batch.unused(Txt2Img.TYPE, given::get).size(),
			"factor, method and stack");
	}
}
