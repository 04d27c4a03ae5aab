
package org.latentj.workflow.format;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Node;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.node.Input;
import org.latentj.workflow.node.NodeType;

/**
 * Where nodes are drawn: in columns by how many stand before them, one under
 * the other.
 *
 * @param places by the nodes' ids
 */
record UiLayout(Map<String, Place> places) {

	private static final int WIDTH = 320;

	private static final int GAP = 60;

	private static final int HEADER = 30;

	private static final int ROW = 24;

	/** Of a text, and of a picture that is shown. */
	private static final int AREA = 120;

	private static final int LETTERS = 45;

	/**
	 * A node's place in pixels.
	 *
	 * @param x of its left edge
	 * @param y of the edge below its title
	 */
	record Place(int x, int y, int width, int height) {
	}

	/** Lays out nodes of known types. */
	static UiLayout of(final Map<String, Node> nodes) {
		final Map<String, Integer> columns = columns(nodes);
		final Map<Integer, Integer> ends = new HashMap<>();
		final Map<String, Place> places = new LinkedHashMap<>();
		for (final Node node : nodes.values()) {
			final int column = columns.get(node.id());
			final int y = ends.getOrDefault(column, 0);
			final int height = height(node);
			places.put(node.id(), new Place(column * (WIDTH + GAP), y, WIDTH,
				height));
			ends.put(column, y + height + HEADER + GAP / 2);
		}
		return new UiLayout(places);
	}

	/** Above all others. */
	static Place note(final String text) {
		final int height = AREA + ROW * (text.length() / LETTERS);
		return new Place(0, -height - HEADER - GAP, WIDTH, height);
	}

	/** NB: the links of what was run lead in no circle. */
	private static Map<String, Integer> columns(final Map<String, Node> nodes) {
		final Map<String, Integer> columns = new HashMap<>();
		nodes.keySet().forEach(id -> columns.put(id, 0));
		boolean moved = true;
		for (int i = 0; moved && i < nodes.size(); i++) {
			moved = false;
			for (final Node node : nodes.values()) {
				final int column = node.links().stream().map(Value.Link::node).filter(
					columns::containsKey).mapToInt(from -> 1 + columns.get(from)).max()
					.orElse(0);
				moved |= column != columns.put(node.id(), column);
			}
		}
		return columns;
	}

	private static int height(final Node node) {
		final NodeType type = NodeTypes.ALL.find(node.type()).orElseThrow();
		int widgets = 0;
		int area = type.shows() ? AREA : 0;
		for (final Input input : type.inputs()) {
			final Input.Widget widget = input.widget().orElse(null);
			widgets += widget == null ? 0 : widget instanceof Input.Whole w && w
				.seed() ? 2 : 1;
			area += widget instanceof Input.Words || widget instanceof Input.Picture
				? AREA : 0;
		}
		final long slots = Math.max(type.outputs().size(), type.inputs().stream()
			.filter(i -> i.widget().isEmpty()).count());
		return (int) (HEADER + ROW * (slots + widgets) + area);
	}
}
