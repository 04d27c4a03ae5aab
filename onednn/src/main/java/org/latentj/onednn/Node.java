
package org.latentj.onednn;

import java.util.List;
import java.util.Map;

/**
 * A node of a graph: an ONNX operator, or one that {@link Rewriting} has put in
 * the place of several.
 *
 * @param type of the operator
 * @param inputs names of values; an empty one is left out
 * @param outputs names of values
 * @param attributes by name: {@code Long}, {@code Float}, {@code String} or
 *          {@code long[]}
 */
record Node(String type, List<String> inputs, List<String> outputs,
		Map<String, Object> attributes) {

	String input(final int i) {
		return i < inputs.size() ? inputs.get(i) : "";
	}

	String output() {
		return outputs.get(0);
	}

	long number(final String attribute, final long otherwise) {
		return attributes.get(attribute) instanceof Long n ? n : otherwise;
	}

	float real(final String attribute, final float otherwise) {
		return attributes.get(attribute) instanceof Float f ? f : otherwise;
	}

	long[] numbers(final String attribute) {
		return (long[]) attributes.get(attribute);
	}
}
