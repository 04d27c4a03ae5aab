
package org.latentj.onnx.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Serialized graphs, read by the numbers of their fields (ONNX IR). */
public final class Graphs {

	private Graphs() {}

	/**
	 * A graph, or a branch.
	 *
	 * @param constants how many bytes of numbers each has, by its name
	 */
	public record Graph(List<Node> nodes, Map<String, Long> constants) {

		private static Graph of(final UnknownFieldSet graph) {
			final Map<String, Long> constants = new HashMap<>();
			messages(graph, 5).forEach(t -> constants.put(text(t, 8), t.getField(9)
				.getLengthDelimitedList().stream().mapToLong(ByteString::size).sum()));
			return new Graph(messages(graph, 1).stream().map(Node::of).toList(),
				constants);
		}
	}

	/** A node. */
	public record Node(String type, List<String> inputs, List<Graph> branches) {

		private static Node of(final UnknownFieldSet node) {
			return new Node(text(node, 4), texts(node, 1), messages(node, 5).stream()
				.flatMap(a -> messages(a, 6).stream()).map(Graph::of).toList());
		}
	}

	/** The graph of a model. */
	public static Graph graph(final byte[] model) {
		return Graph.of(messages(parsed(ByteString.copyFrom(model)), 7).get(0));
	}

	private static String text(final UnknownFieldSet message, final int field) {
		return texts(message, field).get(0);
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
		return message.getField(field).getLengthDelimitedList().stream().map(
			Graphs::parsed).toList();
	}

	private static UnknownFieldSet parsed(final ByteString message) {
		try {
			return UnknownFieldSet.parseFrom(message);
		}
		catch (final InvalidProtocolBufferException e) {
			throw new IllegalArgumentException(e);
		}
	}
}
