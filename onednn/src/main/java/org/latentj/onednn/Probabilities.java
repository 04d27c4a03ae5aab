
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;

import org.bytedeco.dnnl.dnnl_memory_desc;

/**
 * What a graph that gives out its attention computes beside it, in 32 bits:
 * products of two values, softmax, and means over an axis.
 */
final class Probabilities {

	private final Steps steps;

	private final Dnnl dnnl;

	Probabilities(final Steps steps) {
		this.steps = steps;
		dnnl = steps.dnnl();
	}

	/** Products of matrices in the last two axes, however they lie. */
	View product(final View a, final View b) {
		final long[] shape = a.shape().clone();
		shape[shape.length - 1] = b.size(-1);
		final View made = View.rows(Dnnl.F32, shape);
		final View first = plain(a);
		final View second = plain(b);
		final dnnl_memory_desc left = first.described(dnnl);
		final dnnl_memory_desc right = second.described(dnnl);
		final dnnl_memory_desc to = made.described(dnnl);
		steps.add(new Primitive(dnnl, dnnl.describe("product", List.of(), (d,
			t) -> dnnl_matmul_primitive_desc_create(d, Dnnl.engine(), left, right,
				null, to, t))).with(DNNL_ARG_SRC, left, first).with(DNNL_ARG_WEIGHTS,
					right, second).with(DNNL_ARG_DST, to, made));
		return made;
	}

	/** NB: with four axes it lies as no new picture does. */
	private View plain(final View x) {
		if (x.isPlain() && x.type() == Dnnl.BF16) {
			return x;
		}
		final View made = View.rows(Dnnl.BF16, x.shape());
		steps.copy(x, made);
		return made;
	}

	/** Of the last axis. */
	View softmax(final View x) {
		final View made = View.rows(Dnnl.F32, x.shape());
		final View source = View.rows(Dnnl.F32, x.shape());
		steps.copy(x, source);
		final dnnl_memory_desc from = source.described(dnnl);
		final dnnl_memory_desc to = made.described(dnnl);
		steps.add(new Primitive(dnnl, dnnl.describe("softmax", List.of(), (d,
			t) -> dnnl_softmax_forward_primitive_desc_create(d, Dnnl.engine(),
				dnnl_forward_inference, dnnl_softmax_accurate, from, to, x.rank() - 1,
				t))).with(DNNL_ARG_SRC, from, source).with(DNNL_ARG_DST, to, made));
		return made;
	}

	/** Over an axis, which goes. */
	View mean(final View x, final int axis) {
		final long[] shape = x.shape().clone();
		shape[axis] = 1;
		final View made = View.rows(Dnnl.F32, shape);
		final dnnl_memory_desc from = x.described(dnnl);
		final dnnl_memory_desc to = made.described(dnnl);
		steps.add(new Primitive(dnnl, dnnl.describe("mean", List.of(), (d,
			t) -> dnnl_reduction_primitive_desc_create(d, Dnnl.engine(),
				dnnl_reduction_mean, from, to, 0, 0, t))).with(DNNL_ARG_SRC, from, x)
			.with(DNNL_ARG_DST, to, made));
		final long[] left = new long[shape.length - 1];
		for (int i = 0, j = 0; i < shape.length; i++) {
			if (i != axis) {
				left[j++] = shape[i];
			}
		}
		return made.reshaped(left);
	}
}
