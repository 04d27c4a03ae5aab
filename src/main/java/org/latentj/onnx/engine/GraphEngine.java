
package org.latentj.onnx.engine;

import java.util.Optional;

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
