
package org.latentj.onnx.graph;

/**
 * An edge of the graph: what a node, an input or a weight yields.
 *
 * @param name unique in its graph
 */
public record Value(String name) {

	/** Stands for an optional input that is left out. */
	public static final Value NONE = new Value("");
}
