
package org.latentj.workflow.entry;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.latentj.workflow.node.NodeType;

/**
 * All types of nodes by ComfyUI's names.
 *
 * @param byName in the order of their groups
 */
public record NodeTypes(Map<String, NodeType> byName) {

	/** Those that run here. */
	public static final NodeTypes ALL = of(Stream.of(LoaderNodes.ALL,
		TextNodes.ALL, SamplingNodes.ALL, GuiderNodes.ALL, ScheduleNodes.ALL,
		SigmaNodes.ALL, VaeNodes.ALL, LatentNodes.ALL, ConditioningNodes.ALL,
		ControlNodes.ALL, ImageNodes.ALL, CompositeNodes.ALL, MaskNodes.ALL,
		PrimitiveNodes.ALL).flatMap(List::stream).toList());

	/** Some types. */
	public static NodeTypes of(final Collection<NodeType> types) {
		final Map<String, NodeType> byName = new LinkedHashMap<>();
		types.forEach(type -> byName.put(type.name(), type));
		return new NodeTypes(byName);
	}

	/** The type of a name, if there is one. */
	public Optional<NodeType> find(final String name) {
		return Optional.ofNullable(byName.get(name));
	}

	/** Whether a type is known whose images a workflow is run for. */
	public boolean shows(final String name) {
		return find(name).filter(NodeType::shows).isPresent();
	}

	/** The same with one more. */
	public NodeTypes with(final NodeType type) {
		return of(Stream.concat(byName.values().stream(), Stream.of(type))
			.toList());
	}
}
