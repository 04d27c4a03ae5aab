
package org.latentj.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

import org.junit.jupiter.api.Test;
import org.latentj.engine.compute.Bf16Time;
import org.latentj.onnx.runtime.InferenceException;

class ProductTimeTest implements OnBf16 {

	/** NB: nothing is said of how large it is. */
	@Test
	void isAPositiveFiniteNumberThatStays() {
		final double ratio = new OneDnnEngine().relativeTime().orElseThrow();
		assertTrue(ratio > 0 && Double.isFinite(ratio), ratio + "");
		assertEquals(ratio, new OneDnnEngine().relativeTime().orElseThrow());
		final double again = ProductTime.measured();
		assertTrue(again > 0 && Double.isFinite(again), again + "");
	}

	@Test
	void isToldByWhoeverAsks() {
		assertTrue(Bf16Time.told().orElseThrow().contains(" in bf16 as in 32 bits"),
			Bf16Time.told().get());
	}

	@Test
	void isNotKnownWhereItCannotBeMeasured() {
		final List<DoubleSupplier> failing = List.of(() -> {
			throw new InferenceException("test");
		}, () -> {
			throw new OutOfMemoryError("test");
		}, () -> {
			throw new NoClassDefFoundError("test");
		});
		failing.forEach(f -> assertEquals(OptionalDouble.empty(), ProductTime.tried(
			f)));
		assertEquals(OptionalDouble.of(1.5), ProductTime.tried(() -> 1.5));
	}
}
