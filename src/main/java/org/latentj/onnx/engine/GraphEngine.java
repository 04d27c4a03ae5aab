
package org.latentj.onnx.engine;

import java.util.Optional;
import java.util.OptionalDouble;

import org.latentj.onnx.graph.OnnxModel;

/**
 * An engine beside ONNX Runtime that runs the same graphs, with products of
 * bfloat16 numbers. It is an artifact of its own that is found by Java's
 * {@link java.util.ServiceLoader} where it is dropped beside this one.
 */
public interface GraphEngine {

	/** Its name and version: {@code "oneDNN 3.13.0"}. */
	String version();

	/**
	 * Why it cannot be used on this machine, as a sentence's end; empty where it
	 * can.
	 */
	Optional<String> problem();

	/**
	 * How long a product of matrices takes in bf16 on this processor, of what it
	 * takes in 32 bits: 0.5 is half as long. It is measured when it is first
	 * asked for, in some tens of milliseconds, and the same in each call of a
	 * process. No picture hangs on it.
	 *
	 * @return above 0; empty where it is not known
	 */
	default OptionalDouble relativeTime() {
		return OptionalDouble.empty();
	}

	/**
	 * Opens a graph that computes in 32 bits.
	 *
	 * @throws org.latentj.onnx.runtime.InferenceException if it has an operator
	 *           that the engine does not know
	 * @throws java.io.UncheckedIOException if a file of its weights was changed
	 *           since its header was read, or cannot be read
	 */
	GraphModel open(OnnxModel model);

	/**
	 * Likewise, for a graph that is run seldom on what is large: the memory that
	 * a run took is given back at its end, see
	 * {@link org.latentj.onnx.runtime.OrtModel#openToGiveBack}.
	 */
	GraphModel openToGiveBack(OnnxModel model);
}
