
package org.latentj.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.latentj.control.StopSignal;

class PlanTest {

	/** NB: it needs no processor that has bf16. */
	private record Told(Consumer<StopSignal> work) implements Step {

		@Override
		public List<Buffer> buffers() {
			return List.of();
		}

		@Override
		public void bind(final Dnnl dnnl) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void run(final StopSignal stop) {
			work.accept(stop);
		}
	}

	@Test
	void seesBetweenTwoStepsThatItIsStopped() {
		final List<String> done = new ArrayList<>();
		final List<Step> steps = List.of(new Told(s -> done.add("first")), new Told(
			StopSignal::stop), new Told(s -> done.add("third")));
		assertThrows(CancellationException.class, () -> Plan.run(steps,
			new StopSignal()));
		assertEquals(List.of("first"), done);
	}
}
