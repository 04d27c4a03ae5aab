
package org.latentj.onnx.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.latentj.checkpoint.TensorInfo;

/**
 * In which type a graph computes, and the {@code Cast}s that bring values to
 * it. Each is there once.
 */
final class Arithmetic {

	private final Nodes nodes;

	/** In which type layers compute. */
	private final ElementType usual;

	private final Map<String, Value> casts = new HashMap<>();

	/** Whether weights of more bits are rounded to half precision. */
	private boolean weightsInHalf;

	/** Whether a part is just built that computes in 32 bits whatever that is. */
	private boolean inSingle;

	/** @param usual {@code FLOAT} or {@code FLOAT16} */
	Arithmetic(final ElementType usual, final Nodes nodes) {
		if (usual != ElementType.FLOAT && usual != ElementType.FLOAT16) {
			throw new IllegalArgumentException(
				"graphs compute in FLOAT or FLOAT16, not in " + usual);
		}
		this.usual = usual;
		this.nodes = nodes;
	}

	/** See {@link GraphBuilder#withWeightsInHalf}. */
	void holdWeightsInHalf() {
		weightsInHalf = true;
	}

	/** A value of any type as another one. */
	Value cast(final Value value, final ElementType type) {
		return nodes.add("", "Cast", 1, List.of(value), Attribute.of("to", type
			.number())).get(0).with(value.channels());
	}

	/** 32-bit floats in the type that is computed in. */
	Value narrowed(final Value value) {
		return type() == ElementType.FLOAT ? value : cast(value, type());
	}

	/** What was computed as 32-bit floats. */
	Value widened(final Value value) {
		return type() == ElementType.FLOAT ? value : casts.computeIfAbsent(nodes
			.here("wide " + value.name()), k -> cast(value, ElementType.FLOAT)).with(
				value.channels());
	}

	/** See {@link GraphBuilder#inSingle(List, Function)}. */
	Value inSingle(final List<Value> x, final Function<List<Value>, Value> part) {
		if (type() == ElementType.FLOAT) {
			return part.apply(x);
		}
		final List<Value> wide = x.stream().map(this::widened).toList();
		inSingle = true;
		final Value made = part.apply(wide);
		inSingle = false;
		return narrowed(made);
	}

	/** A weight in the type that is computed in. */
	Value of(final TensorInfo info, final Value weight) {
		final ElementType stored = ElementType.of(info);
		return stored == type() && !isRounded(stored) ? weight : casts
			.computeIfAbsent(nodes.here(type() + " of " + weight.name()), k -> cast(
				held(stored, weight), type()));
	}

	/** A weight as it is held: rounded if that is asked for. */
	Value held(final ElementType stored, final Value weight) {
		return isRounded(stored) ? cast(weight, ElementType.FLOAT16) : weight;
	}

	private boolean isRounded(final ElementType stored) {
		return weightsInHalf && stored.isWide();
	}

	/** In which type what is built now computes. */
	private ElementType type() {
		return inSingle ? ElementType.FLOAT : usual;
	}
}
