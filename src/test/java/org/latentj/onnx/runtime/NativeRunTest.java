
package org.latentj.onnx.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.latentj.onnx.library.DirectBuffers;

/** Tests what {@link NativeRun} shares with others. */
class NativeRunTest {

	private int freed;

	/** NB: others have it still, for the next calls. */
	@Test
	void givesBackOnceWhatWasSharedWithIt() {
		final HeldTensors held = new HeldTensors(8) {

			@Override
			protected void free() {
				freed++;
			}
		};
		final NativeRun run = new NativeRun(null, new DirectBuffers(), Map.of(),
			held.share(), Map.of(), false);
		run.leave();
		run.leave();
		assertEquals(0, freed);
		assertSame(held, held.share());
		held.close();
		held.close();
		assertEquals(1, freed);
	}
}
