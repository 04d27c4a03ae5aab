
package org.latentj.workflow.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One node of a workflow.
 *
 * @param id as its file has it; of a node in a subgraph with that of the
 *          subgraph and a colon before it, as ComfyUI writes it
 * @param type ComfyUI's name of what it does, such as {@code KSampler}
 * @param title what its user calls it
 * @param inputs what it is given, by name
 * @param lacking why inputs are not given that somebody meant to give, by name
 * @param faults what is wrong with how its file tells it
 */
public record Node(String id, String type, String title,
		Map<String, Value> inputs, Map<String, String> lacking,
		List<String> faults) {

	/** One that is told as it should be. */
	public Node(final String id, final String type, final String title,
		final Map<String, Value> inputs)
	{
		this(id, type, title, inputs, Map.of(), List.of());
	}

	/** Copies the lists. */
	public Node {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(type, "type");
		title = title == null || title.isBlank() ? type : title;
		inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
		lacking = Collections.unmodifiableMap(new LinkedHashMap<>(lacking));
		faults = List.copyOf(faults);
	}

	/** The same with another value of an input. */
	public Node with(final String input, final Value value) {
		final Map<String, Value> more = new LinkedHashMap<>(inputs);
		more.put(input, value);
		return new Node(id, type, title, more, lacking, faults);
	}

	/** The outputs of other nodes that it is given. */
	public List<Value.Link> links() {
		return inputs.values().stream().filter(Value.Link.class::isInstance).map(
			Value.Link.class::cast).toList();
	}

	/** As messages name it: number, type, and title if that is another one. */
	public String name() {
		return "node " + id + " (" + type + (title.equals(type) ? "" : ", '" +
			title + "'") + ")";
	}
}
