
package org.latentj.workflow.entry;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.latentj.workflow.node.NodeCall;
import org.latentj.workflow.node.NodeType;

/** A node that is called with values, for which no model is needed. */
final class Called {

	private Called() {}

	/**
	 * All that a node gives.
	 *
	 * @param inputs names and values in turn; others are as in a new node
	 */
	static List<?> all(final String type, final Object... inputs)
		throws IOException
	{
		final NodeType of = NodeTypes.ALL.find(type).orElseThrow();
		final Map<String, Object> given = new LinkedHashMap<>();
		of.inputs().forEach(i -> i.widget().ifPresent(w -> given.put(i.name(), i
			.read(w.standard()))));
		for (int i = 0; i < inputs.length; i += 2) {
			given.put((String) inputs[i], inputs[i + 1] instanceof Integer n
				? (Object) n.longValue() : inputs[i + 1]);
		}
		return of.function().call(new NodeCall("1", given, null));
	}

	/** The first that it gives. */
	@SuppressWarnings("unchecked")
	static <T> T one(final String type, final Object... inputs)
		throws IOException
	{
		return (T) all(type, inputs).get(0);
	}
}
