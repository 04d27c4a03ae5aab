
package org.latentj.onednn;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps of a plan under construction, in their order, and copies of values
 * in other types and orders, each made once.
 */
final class Steps {

	private final Dnnl dnnl;

	private final WeightStore weights;

	private final List<Step> steps = new ArrayList<>();

	private final Map<View, View> rounded = new IdentityHashMap<>();

	Steps(final Dnnl dnnl, final WeightStore weights) {
		this.dnnl = dnnl;
		this.weights = weights;
	}

	Dnnl dnnl() {
		return dnnl;
	}

	WeightStore weights() {
		return weights;
	}

	List<Step> all() {
		return steps;
	}

	void add(final Step step) {
		step.buffers().forEach(b -> b.usedAt(steps.size()));
		steps.add(step);
	}

	/** Copies, whatever types and orders are. */
	void copy(final View from, final View to) {
		add(Primitive.copy(dnnl, from, to));
	}

	/** In bf16, lying as a new one would. */
	View rounded(final View view) {
		if (view.type() == Dnnl.BF16 && view.liesAsNew()) {
			return view;
		}
		return rounded.computeIfAbsent(view, v -> {
			final View made = View.like(Dnnl.BF16, v.shape());
			copy(v, made);
			return made;
		});
	}

	/** In its own type, lying as a new one would. */
	View inOrder(final View view) {
		if (view.liesAsNew()) {
			return view;
		}
		final View made = View.like(view.type(), view.shape());
		copy(view, made);
		return made;
	}
}
