
package org.latentj.onnx.graph;

import java.nio.FloatBuffer;

/**
 * A weight of a graph that is computed when the graph is opened, in single
 * precision.
 */
public interface ComputedWeight {

	/** As the graph sees it. */
	long[] shape();

	/**
	 * Computes it into a buffer, which has room for it. May be called from any
	 * thread.
	 *
	 * @throws java.io.UncheckedIOException if a file cannot be read
	 */
	void put(FloatBuffer to);
}
