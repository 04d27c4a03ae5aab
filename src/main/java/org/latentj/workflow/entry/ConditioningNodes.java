
package org.latentj.workflow.entry;

import java.util.List;

import org.latentj.sampling.conditioning.Area;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.ConditioningSet;
import org.latentj.sampling.conditioning.CrossAttention;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.tensor.Tensor;
import org.latentj.workflow.node.Kind;
import org.latentj.workflow.node.NodeCall;
import org.latentj.workflow.node.NodeType;

/** Nodes that put conditionings together and say where and when they count. */
final class ConditioningNodes {

	private static final int CELL = 8;

	private static final double STRONGEST = 10;

	private static final String STRENGTH = "strength";

	private static final NodeType CONDITIONING_COMBINE = NodeType.of(
		"ConditioningCombine", "Conditioning (Combine)").in("conditioning_1",
			Kind.CONDITIONING).in("conditioning_2", Kind.CONDITIONING).out(
				Kind.CONDITIONING).calls(c -> c.get("conditioning_1", Kind.CONDITIONING)
					.combine(c.get("conditioning_2", Kind.CONDITIONING)));

	private static final NodeType CONDITIONING_CONCAT = two("ConditioningConcat",
		"Conditioning (Concat)").calls(c -> to(c).concat(from(c)));

	private static final NodeType CONDITIONING_AVERAGE = two(
		"ConditioningAverage", "ConditioningAverage").number(
			"conditioning_to_strength", 0, 1, 1).calls(c -> to(c).average(from(c), c
				.number("conditioning_to_strength")));

	private static final NodeType CONDITIONING_SET_AREA = one(
		"ConditioningSetArea", "Conditioning (Set Area)").whole("width", 64,
			LatentNodes.MOST, 64).whole("height", 64, LatentNodes.MOST, 64).whole("x",
				0, LatentNodes.MOST, 0).whole("y", 0, LatentNodes.MOST, 0).number(
					STRENGTH, 0, STRONGEST, 1).calls(c -> one(c).within(new Area.Cells(c
						.whole("y") / CELL, c.whole("x") / CELL, c.whole("height") / CELL, c
							.whole("width") / CELL), c.number(STRENGTH)));

	private static final NodeType CONDITIONING_SET_AREA_PERCENTAGE = one(
		"ConditioningSetAreaPercentage", "Conditioning (Set Area with Percentage)")
		.number("width", 0, 1, 1).number("height", 0, 1, 1).number("x", 0, 1, 0)
		.number("y", 0, 1, 0).number(STRENGTH, 0, STRONGEST, 1).calls(c -> one(c)
			.within(Area.fraction(c.number("y"), c.number("x"), c.number("height"), c
				.number("width")), c.number(STRENGTH)));

	private static final NodeType CONDITIONING_SET_MASK = one(
		"ConditioningSetMask", "Conditioning (Set Mask)").in("mask", Kind.MASK)
		.number(STRENGTH, 0, STRONGEST, 1).choice("set_cond_area", "default",
			"mask bounds").calls(c -> one(c).masked(c.mask("mask"), c.number(
				STRENGTH), c.text("set_cond_area").equals("mask bounds")));

	private static final NodeType CONDITIONING_SET_TIMESTEP_RANGE = one(
		"ConditioningSetTimestepRange", "ConditioningSetTimestepRange").number(
			"start", 0, 1, 0).number("end", 0, 1, 1).ordered("start", "end").calls(
				ConditioningNodes::during);

	private static final NodeType CONDITIONING_ZERO_OUT = one(
		"ConditioningZeroOut", "ConditioningZeroOut").calls(c -> one(c).each(
			ConditioningNodes::zeros));

	static final List<NodeType> ALL = List.of(CONDITIONING_COMBINE,
		CONDITIONING_CONCAT, CONDITIONING_AVERAGE, CONDITIONING_SET_AREA,
		CONDITIONING_SET_AREA_PERCENTAGE, CONDITIONING_SET_MASK,
		CONDITIONING_SET_TIMESTEP_RANGE, CONDITIONING_ZERO_OUT);

	private ConditioningNodes() {}

	private static NodeType one(final String name, final String title) {
		return NodeType.of(name, title).in("conditioning", Kind.CONDITIONING).out(
			Kind.CONDITIONING);
	}

	private static NodeType two(final String name, final String title) {
		return NodeType.of(name, title).in("conditioning_to", Kind.CONDITIONING).in(
			"conditioning_from", Kind.CONDITIONING).out(Kind.CONDITIONING);
	}

	private static ConditioningSet one(final NodeCall c) {
		return c.get("conditioning", Kind.CONDITIONING);
	}

	private static ConditioningSet to(final NodeCall c) {
		return c.get("conditioning_to", Kind.CONDITIONING);
	}

	/** NB: as in ComfyUI, of several the first one. */
	private static Conditioning from(final NodeCall c) {
		return c.get("conditioning_from", Kind.CONDITIONING).parts().get(0)
			.conditioning();
	}

	private static ConditioningSet during(final NodeCall c) {
		final double start = c.number("start");
		final double end = c.number("end");
		if (end < start) {
			throw new IllegalArgumentException("'end' is " + end +
				", before 'start', which is " + start);
		}
		return one(c).during(start, end);
	}

	private static Conditioning zeros(final Conditioning of) {
		final Conditioning none = of.with(NetworkInput.CONTEXT, new CrossAttention(
			Tensor.zeros(of.context().shape())));
		return of.pooled().map(p -> none.withPooled(Tensor.zeros(p.shape())))
			.orElse(none);
	}
}
