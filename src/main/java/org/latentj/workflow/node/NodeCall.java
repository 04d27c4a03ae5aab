
package org.latentj.workflow.node;

import java.util.Map;
import java.util.Optional;

import org.latentj.engine.ModelChoice;
import org.latentj.tensor.Tensor;

/**
 * A node that is run: what its inputs are, and what it may use. That they are
 * there and of their kinds was looked at before.
 */
public final class NodeCall {

	private final String id;

	private final Map<String, Object> inputs;

	private final RunContext context;

	/**
	 * @param id of the node
	 * @param inputs values of those that are given, by name
	 * @param context what it may use
	 */
	public NodeCall(final String id, final Map<String, Object> inputs,
		final RunContext context)
	{
		this.id = id;
		this.inputs = Map.copyOf(inputs);
		this.context = context;
	}

	/** What it may use. */
	public RunContext context() {
		return context;
	}

	/** The whole model to which the part belongs that it loads. */
	public ModelChoice whole() {
		return context.whole(id);
	}

	/** An input. */
	public <T> T get(final String name, final Kind<T> kind) {
		return find(name, kind).orElseThrow(() -> new IllegalArgumentException("'" +
			name + "' is missing"));
	}

	/** An input, if it is given. */
	public <T> Optional<T> find(final String name, final Kind<T> kind) {
		return Optional.ofNullable(inputs.get(name)).map(kind.type()::cast);
	}

	/** A whole number. */
	public int whole(final String name) {
		return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, seed(
			name)));
	}

	/** A seed, all 64 bits. */
	public long seed(final String name) {
		return get(name, Kind.INT);
	}

	/** A number. */
	public double number(final String name) {
		return get(name, Kind.FLOAT);
	}

	/** A text, or one of some choices. */
	public String text(final String name) {
		return get(name, Kind.STRING);
	}

	/** Yes or no. */
	public boolean truth(final String name) {
		return get(name, Kind.BOOLEAN);
	}

	/** Pictures, [N, 3, H, W]. */
	public Tensor image(final String name) {
		return get(name, Kind.IMAGE);
	}

	/** Masks, [N, H, W]. */
	public Tensor mask(final String name) {
		return get(name, Kind.MASK);
	}
}
