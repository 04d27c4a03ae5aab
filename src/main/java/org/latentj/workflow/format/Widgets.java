
package org.latentj.workflow.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.latentj.workflow.entry.NodeTypes;
import org.latentj.workflow.graph.Value;
import org.latentj.workflow.node.Input;
import org.latentj.workflow.node.NodeType;

/**
 * The values of a node's widgets by name. Most files tell them by their place
 * alone, in the order of the type's inputs; behind a seed stands a rule of what
 * comes next.
 */
final class Widgets {

	/** NB: it was yes or no at first. */
	private static final Set<String> RULES = Set.of("fixed", "increment",
		"decrement", "randomize", "true", "false");

	private Widgets() {}

	/** Those of a node; none if its type is not known. */
	static Map<String, Value> of(final UiNode node) {
		return NodeTypes.ALL.find(node.type()).map(type -> of(type, node.values()))
			.orElseGet(LinkedHashMap::new);
	}

	private static Map<String, Value> of(final NodeType type,
		final JsonElement values)
	{
		final Map<String, Value> named = new LinkedHashMap<>();
		final List<Input> widgets = type.inputs().stream().filter(i -> i.widget()
			.isPresent()).toList();
		if (values instanceof JsonObject byName) {
			widgets.stream().filter(w -> byName.has(w.name())).forEach(w -> named.put(
				w.name(), ApiFormat.plain(byName.get(w.name()))));
		}
		else if (values instanceof JsonArray list) {
			int at = 0;
			for (final Input widget : widgets) {
				if (at < list.size()) {
					named.put(widget.name(), ApiFormat.plain(list.get(at)));
				}
				final boolean seed = widget.widget().get() instanceof Input.Whole w && w
					.seed();
				at += seed && at + 1 < list.size() && RULES.contains(UiNode.text(list
					.get(at + 1))) ? 2 : 1;
			}
		}
		// NB: what older files lack is what ComfyUI sets a new node to.
		widgets.stream().filter(w -> w.required() && !named.containsKey(w.name()) &&
			!w.widget().get().standard().equals(Value.of(""))).forEach(w -> named.put(
				w.name(), w.widget().get().standard()));
		return named;
	}
}
