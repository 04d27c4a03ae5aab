
package org.latentj.sampling.conditioning;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.latentj.tensor.Tensor;

/**
 * Conditionings that count together, each in a scope of its own; where several
 * do, the weighted mean of what the network makes of them is taken. The methods
 * are ComfyUI's nodes Conditioning (Combine), (Set Area), (Set Mask),
 * ConditioningSetTimestepRange, (Concat) and (Average).
 *
 * <pre>
 * ConditioningSet.of(sky).within(new Area.Cells(0, 0, 32, 64), 1).combine(
 * 	ConditioningSet.of(all));
 * </pre>
 *
 * @param parts at least one
 */
public record ConditioningSet(List<Part> parts) {

	/** A conditioning and its scope. */
	public record Part(Conditioning conditioning, Scope scope) {
	}

	/** @throws IllegalArgumentException if there is no part */
	public ConditioningSet {
		parts = List.copyOf(parts);
		if (parts.isEmpty()) {
			throw new IllegalArgumentException(
				"a set of no conditionings, at least one is needed");
		}
	}

	/** One conditioning that counts everywhere. */
	public static ConditioningSet of(final Conditioning conditioning) {
		return new ConditioningSet(List.of(new Part(conditioning,
			Scope.EVERYWHERE)));
	}

	/** All conditionings of both sets. */
	public ConditioningSet combine(final ConditioningSet other) {
		return new ConditioningSet(Stream.concat(parts.stream(), other.parts
			.stream()).toList());
	}

	/**
	 * All conditionings restricted to an area, which takes the place of an
	 * earlier one and of the bounds of an earlier mask.
	 */
	public ConditioningSet within(final Area area, final double strength) {
		return scoped(s -> s.within(area, strength));
	}

	/**
	 * All conditionings weighted by a mask.
	 *
	 * @param mask [1 or N, H, W], of any size
	 * @param bounds whether the network is shown only the mask's bounding box,
	 *          instead of an earlier area
	 */
	public ConditioningSet masked(final Tensor mask, final double strength,
		final boolean bounds)
	{
		return scoped(s -> s.masked(mask, strength, bounds));
	}

	/** All conditionings restricted to a part of the way, 0 to 1. */
	public ConditioningSet during(final double start, final double end) {
		return scoped(s -> s.during(start, end));
	}

	/** The tokens of another conditioning behind those of each of these. */
	public ConditioningSet concat(final Conditioning other) {
		return each(c -> c.concat(other));
	}

	/**
	 * The mean of each of these conditionings and another.
	 *
	 * @param strength weight of these, 0 to 1; the other has the rest
	 */
	public ConditioningSet average(final Conditioning other,
		final double strength)
	{
		return each(c -> c.average(other, strength));
	}

	private ConditioningSet scoped(final UnaryOperator<Scope> change) {
		return new ConditioningSet(parts.stream().map(p -> new Part(p
			.conditioning(), change.apply(p.scope()))).toList());
	}

	/** The same scopes with conditionings that are made of these. */
	public ConditioningSet each(final UnaryOperator<Conditioning> change) {
		return new ConditioningSet(parts.stream().map(p -> new Part(change.apply(p
			.conditioning()), p.scope())).toList());
	}
}
