
package org.latentj.onnx.graph;

/**
 * An edge of the graph: what a node, an input or a weight yields.
 *
 * @param name unique in its graph
 * @param channels of a picture [B, C, H, W], columns of rows [N, C], the last
 *          axis of tokens [B, S, C]: what a layer's weights must fit; 0 where
 *          it is not known, as of a size
 */
public record Value(String name, int channels) {

	/** Stands for an optional input that is left out. */
	public static final Value NONE = new Value("", 0);

	/**
	 * The channels, which a layer's weights must fit.
	 *
	 * @throws IllegalStateException if they are not known
	 */
	public int known() {
		if (channels < 1) {
			throw new IllegalStateException("the channels of " + name +
				" are not known, which a layer's weights must fit");
		}
		return channels;
	}

	/** The same value, which has so many channels. */
	public Value with(final int known) {
		return new Value(name, known);
	}
}
