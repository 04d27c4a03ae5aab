
package org.latentj.onnx.graph;

/** A named constant of a node (ONNX IR, {@code AttributeProto}). */
public final class Attribute {

	private static final int FLOAT = 1;

	private static final int INT = 2;

	private static final int STRING = 3;

	private static final int GRAPH = 5;

	private static final int INTS = 7;

	private final Message message;

	private Attribute(final String name, final int type, final Message value) {
		this.message = value.string(1, name).int64(20, type);
	}

	/** A whole number. */
	public static Attribute of(final String name, final long value) {
		return new Attribute(name, INT, new Message().int64(3, value));
	}

	/** A real number. */
	public static Attribute of(final String name, final float value) {
		return new Attribute(name, FLOAT, new Message().float32(2, value));
	}

	/** A text. */
	public static Attribute of(final String name, final String value) {
		return new Attribute(name, STRING, new Message().string(4, value));
	}

	/** A list of whole numbers. */
	public static Attribute of(final String name, final long[] values) {
		final Message message = new Message();
		for (final long v : values) {
			message.int64(8, v);
		}
		return new Attribute(name, INTS, message);
	}

	/** A branch. */
	static Attribute of(final String name, final Message graph) {
		return new Attribute(name, GRAPH, new Message().message(6, graph));
	}

	Message message() {
		return message;
	}
}
