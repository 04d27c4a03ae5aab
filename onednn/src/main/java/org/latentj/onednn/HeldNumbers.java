
package org.latentj.onednn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.bytedeco.javacpp.FloatPointer;
import org.latentj.onnx.runtime.HeldTensors;
import org.latentj.tensor.Tensor;

/** What a graph gave, in native memory. */
final class HeldNumbers extends HeldTensors {

	private final Map<String, long[]> shapes = new HashMap<>();

	private final Map<String, FloatPointer> numbers = new HashMap<>();

	/** @param made by name; copied */
	HeldNumbers(final Map<String, Tensor> made) {
		super(Float.BYTES * made.values().stream().mapToLong(Tensor::length).sum());
		made.forEach((name, tensor) -> {
			shapes.put(name, shape(tensor));
			numbers.put(name, new FloatPointer(tensor.data()));
		});
	}

	static long[] shape(final Tensor tensor) {
		return Arrays.stream(tensor.shape()).asLongStream().toArray();
	}

	/** By name; of what is not held by this engine nothing. */
	static Map<String, long[]> shapes(final HeldTensors held) {
		return held instanceof HeldNumbers own ? own.shapes : Map.of();
	}

	/** Likewise. */
	static Map<String, FloatPointer> numbers(final HeldTensors held) {
		return held instanceof HeldNumbers own ? own.numbers : Map.of();
	}

	@Override
	protected void free() {
		numbers.values().forEach(FloatPointer::close);
	}
}
