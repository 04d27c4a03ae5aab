
package org.latentj.onnx.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;

import java.util.List;

/** Serialized graphs, read by the numbers of their fields (ONNX IR). */
public final class Graphs {

	private Graphs() {}

	/**
	 * A node.
	 *
	 * @param inner those of its branches
	 */
	public record Node(String type, List<String> inputs, List<Node> inner) {

		private Node(final UnknownFieldSet node) {
			this(texts(node, 4).get(0), texts(node, 1), messages(node, 5).stream()
				.flatMap(a -> messages(a, 6).stream()).flatMap(g -> messages(g, 1)
					.stream()).map(Node::new).toList());
		}
	}

	/** The nodes of a model. */
	public static List<Node> nodes(final byte[] model)
		throws InvalidProtocolBufferException
	{
		return messages(UnknownFieldSet.parseFrom(model), 7).stream().flatMap(
			g -> messages(g, 1).stream()).map(Node::new).toList();
	}

	/** Whether it is what {@link GraphBuilder#floats} has made. */
	public static boolean isConstant(final String name) {
		return name.startsWith("constant_");
	}

	private static List<String> texts(final UnknownFieldSet message,
		final int field)
	{
		return message.getField(field).getLengthDelimitedList().stream().map(
			ByteString::toStringUtf8).toList();
	}

	private static List<UnknownFieldSet> messages(final UnknownFieldSet message,
		final int field)
	{
		return message.getField(field).getLengthDelimitedList().stream().map(b -> {
			try {
				return UnknownFieldSet.parseFrom(b);
			}
			catch (final InvalidProtocolBufferException e) {
				throw new IllegalStateException(e);
			}
		}).toList();
	}
}
