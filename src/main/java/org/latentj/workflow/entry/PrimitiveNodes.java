
package org.latentj.workflow.entry;

import java.util.List;

import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.NodeType;

/** Nodes that are a value, for inputs of several others. */
final class PrimitiveNodes {

	private static final String VALUE = "value";

	static final List<NodeType> ALL = List.of(of("PrimitiveInt", "Int", Kind.INT)
		.counter(VALUE), of("PrimitiveFloat", "Float", Kind.FLOAT).number(VALUE,
			-Double.MAX_VALUE, Double.MAX_VALUE, 0), of("PrimitiveString", "String",
				Kind.STRING).text(VALUE, ""), of("PrimitiveStringMultiline",
					"String (Multiline)", Kind.STRING).text(VALUE, ""), of(
						"PrimitiveBoolean", "Boolean", Kind.BOOLEAN).truth(VALUE, false));

	private PrimitiveNodes() {}

	private static NodeType of(final String name, final String title,
		final Kind<?> kind)
	{
		return NodeType.of(name, title).out(kind).calls(c -> c.get(VALUE, kind));
	}
}
