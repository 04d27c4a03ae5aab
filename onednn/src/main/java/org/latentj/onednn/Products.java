
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.latentj.onednn.Operand.Weight;

/**
 * Products of activations and weights in bf16 with sums in 32 bits: linear
 * layers, and what {@link Convolutions} describe. What follows on each number
 * is done before it is rounded.
 */
final class Products {

	private final Steps steps;

	private final Dnnl dnnl;

	Products(final Steps steps) {
		this.steps = steps;
		dnnl = steps.dnnl();
	}

	/** Describes a product whose weight lies in some form. */
	interface Form {

		int describe(dnnl_primitive_desc description, dnnl_memory_desc weight,
			org.bytedeco.dnnl.dnnl_primitive_attr attributes);
	}

	/**
	 * Rows [N, in] to [N, out].
	 *
	 * @param weight [out, in]
	 * @param bias or {@code null}
	 */
	Product linear(final View x, final Weight weight, final Weight bias) {
		final long[] w = weight.shape();
		final long[] seen = { w[1], w[0] };
		final long[] out = { x.size(0), w[0] };
		return new Product(out, true, (made, after) -> {
			final View source = steps.rounded(x);
			final dnnl_memory_desc from = source.described(dnnl);
			final dnnl_memory_desc to = made.described(dnnl);
			final View shift = bias == null ? null : steps.weights().single(bias
				.initializer(), 1, w[0]);
			final dnnl_memory_desc added = shift == null ? null : shift.described(
				dnnl);
			product(weight.initializer(), seen, new long[] { 1, w[1] }, after, (d, k,
				a) -> dnnl_matmul_primitive_desc_create(d, Dnnl.engine(), from, k,
					added, to, a), source, shift, made);
		});
	}

	/**
	 * Adds the step that makes one.
	 *
	 * @param shape of the weight, as its taker sees it
	 * @param strides of its numbers in the file
	 * @param bias or {@code null}
	 * @param made where it goes
	 */
	void product(final Initializer weight, final long[] shape,
		final long[] strides, final List<PostOperation> after, final Form form,
		final View source, final View bias, final View made)
	{
		// NB: a weight that is held in one form for pictures of one size is taken
		// as it is for those of another, unless oneDNN would be slow with it.
		final dnnl_memory_desc known = steps.weights().known(weight);
		dnnl_primitive_desc description = known == null ? null : dnnl.tried(after, (
			d, a) -> form.describe(d, known, a));
		if (description == null || Dnnl.implementation(description).startsWith(
			"ref"))
		{
			final dnnl_memory_desc any = dnnl.free(Dnnl.BF16, shape);
			description = dnnl.describe("product", after, (d, a) -> form.describe(d,
				any, a));
		}
		final WeightStore.Held held = steps.weights().get(weight,
			dnnl_primitive_desc_query_md(description, dnnl_query_weights_md, 0),
			shape, strides);
		final Primitive step = new Primitive(dnnl, description, after).with(
			DNNL_ARG_SRC, source.described(dnnl), source).with(DNNL_ARG_WEIGHTS, held)
			.with(DNNL_ARG_DST, made.described(dnnl), made);
		if (bias != null) {
			step.with(DNNL_ARG_BIAS, bias.described(dnnl), bias);
		}
		steps.add(step);
	}
}
