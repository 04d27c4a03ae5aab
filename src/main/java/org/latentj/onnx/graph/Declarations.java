
package org.latentj.onnx.graph;

/** What a graph says of itself: its versions, its inputs and outputs. */
final class Declarations {

	private static final int IR_VERSION = 10;

	private static final int OPSET = 21;

	/** A size that is not told. */
	static final String ANY = "";

	private Declarations() {}

	/** A {@code ModelProto} of a graph. */
	static byte[] model(final String name, final Message graph) {
		graph.string(2, name);
		final Message model = new Message().int64(1, IR_VERSION).string(2,
			"LatentJ").message(7, graph);
		model.message(8, new Message().string(1, "").int64(2, OPSET));
		model.message(8, new Message().string(1, GraphBuilder.MICROSOFT).int64(2,
			1));
		return model.toByteArray();
	}

	/**
	 * A {@code ValueInfoProto}.
	 *
	 * @param axes numbers, or texts for sizes that are known only when it runs:
	 *          one text for sizes that are always equal, {@link #ANY} for others.
	 *          NB: ONNX Runtime believes it, and takes the same memory for them
	 */
	static Message value(final String name, final ElementType type,
		final Object... axes)
	{
		final Message shape = new Message();
		for (final Object a : axes) {
			shape.message(1, axis(a));
		}
		final Message tensorType = new Message().int64(1, type.number()).message(2,
			shape);
		return new Message().string(1, name).message(2, new Message().message(1,
			tensorType));
	}

	private static Message axis(final Object size) {
		if (size.equals(ANY)) {
			return new Message();
		}
		return size instanceof Number n ? new Message().int64(1, n.longValue())
			: new Message().string(2, size.toString());
	}
}
