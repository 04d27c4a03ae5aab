
package org.latentj.onnx.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The nodes of a graph, and those of its branches. */
final class Nodes {

	private final Message graph;

	/** The graph, or the branch that is just written. */
	private Message here;

	private int branches;

	/** Number of the branch that is just written; 0 is the graph. */
	private int branch;

	private int count;

	Nodes(final Message graph) {
		this.graph = graph;
		here = graph;
	}

	/** A number for a name, each time another one. */
	int next() {
		return count++;
	}

	/**
	 * Where what is written now can be used: in the graph everywhere, in a branch
	 * there alone.
	 *
	 * @param name of something
	 * @return the name there
	 */
	String here(final String name) {
		return here == graph ? name : name + " in branch " + branch;
	}

	/** Adds a constant for what is written now. */
	void constant(final Message tensor) {
		here.message(5, tensor);
	}

	/** Adds a node of any domain. */
	List<Value> add(final String domain, final String type, final int outputs,
		final List<Value> inputs, final Attribute... attributes)
	{
		final String name = type + "_" + next();
		final Message node = new Message();
		inputs.forEach(v -> node.string(1, v.name()));
		final List<Value> out = new ArrayList<>();
		for (int i = 0; i < outputs; i++) {
			out.add(new Value(i == 0 ? name : name + "_" + i, 0));
			node.string(2, out.get(i).name());
		}
		node.string(3, name).string(4, type);
		for (final Attribute a : attributes) {
			node.message(5, a.message());
		}
		if (!domain.isEmpty()) {
			node.string(7, domain);
		}
		here.message(1, node);
		return out;
	}

	/**
	 * Writes a branch: a {@code GraphProto} that takes what it uses of the graph
	 * from there.
	 *
	 * @param part adds its nodes and tells which picture it gives
	 */
	Message branch(final Supplier<Value> part) {
		if (here != graph) {
			throw new IllegalStateException("a branch has no branches here");
		}
		here = new Message();
		branch = ++branches;
		try {
			// NB: no names of sizes, as those of other branches are others.
			return here.message(12, Declarations.value(part.get().name(),
				ElementType.FLOAT, Declarations.ANY, Declarations.ANY, Declarations.ANY,
				Declarations.ANY)).string(2, "branch " + branch);
		}
		finally {
			here = graph;
		}
	}
}
