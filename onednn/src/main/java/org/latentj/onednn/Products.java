
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.latentj.onednn.Operand.Weight;

/**
 * Convolutions and linear layers in bf16 with sums in 32 bits, and
 * normalisations in 32 bits. What follows on each number is done before it is
 * rounded.
 */
final class Products {

	private static final int SCALE_AND_SHIFT = dnnl_use_scale | dnnl_use_shift;

	private final Steps steps;

	private final Dnnl dnnl;

	Products(final Steps steps) {
		this.steps = steps;
		dnnl = steps.dnnl();
	}

	/** Describes a product whose weight lies in some form. */
	private interface Form {

		int describe(dnnl_primitive_desc description, dnnl_memory_desc weight,
			org.bytedeco.dnnl.dnnl_primitive_attr attributes);
	}

	/** Describes a normalisation between numbers that lie in some form. */
	private interface Normalisation {

		int describe(dnnl_primitive_desc description, dnnl_memory_desc from,
			dnnl_memory_desc to, org.bytedeco.dnnl.dnnl_primitive_attr attributes);
	}

	/**
	 * [B, C, H, W] to [B, D, h, w].
	 *
	 * @param bias or {@code null}
	 */
	Product convolution(final Node node, final View x, final Weight weight,
		final Weight bias)
	{
		final long[] w = weight.shape();
		final long[] strides = node.numbers("strides");
		final long[] pads = node.numbers("pads");
		final long[] begin = { pads[0], pads[1] };
		final long[] end = { pads[2], pads[3] };
		final long[] out = { x.size(0), w[0], (x.size(2) + pads[0] + pads[2] -
			w[2]) / strides[0] + 1, (x.size(3) + pads[1] + pads[3] - w[3]) /
				strides[1] + 1 };
		return new Product(out, (type, after) -> {
			final View source = steps.rounded(x);
			final View made = View.like(type, out);
			final dnnl_memory_desc from = source.described(dnnl);
			final dnnl_memory_desc to = made.described(dnnl);
			final View shift = bias == null ? null : steps.weights().single(bias
				.initializer(), w[0]);
			final dnnl_memory_desc added = shift == null ? null : shift.described(
				dnnl);
			return product(weight.initializer(), w, View.plain(w), after, (d, k,
				a) -> dnnl_convolution_forward_primitive_desc_create(d, Dnnl.engine(),
					dnnl_forward_inference, dnnl_convolution_direct, from, k, added, to,
					strides, new long[2], begin, end, a), source, shift, made);
		});
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
		return new Product(out, (type, after) -> {
			final View source = steps.rounded(x);
			final View made = View.like(type, out);
			final dnnl_memory_desc from = source.described(dnnl);
			final dnnl_memory_desc to = made.described(dnnl);
			final View shift = bias == null ? null : steps.weights().single(bias
				.initializer(), 1, w[0]);
			final dnnl_memory_desc added = shift == null ? null : shift.described(
				dnnl);
			return product(weight.initializer(), seen, new long[] { 1, w[1] }, after,
				(d, k, a) -> dnnl_matmul_primitive_desc_create(d, Dnnl.engine(), from,
					k, added, to, a), source, shift, made);
		});
	}

	/**
	 * NB: a weight that is held in one form for pictures of one size is taken as
	 * it is for those of another, unless oneDNN would be slow with it.
	 */
	private View product(final Initializer weight, final long[] shape,
		final long[] strides, final List<PostOperation> after, final Form form,
		final View source, final View bias, final View made)
	{
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
		return made;
	}

	/** Group normalisation of a picture, then scale and shift of channels. */
	Product groupNorm(final Node node, final View x, final Weight scale,
		final Weight shift)
	{
		return normalised("group normalisation", x, scale, shift, (d, from, to,
			a) -> dnnl_group_normalization_forward_primitive_desc_create(d, Dnnl
				.engine(), dnnl_forward_inference, from, to, node.number("groups", 1),
				node.real("epsilon", 1e-5f), SCALE_AND_SHIFT, a));
	}

	/** Layer normalisation of the last axis. */
	Product layerNorm(final Node node, final View x, final Weight scale,
		final Weight shift)
	{
		return normalised("layer normalisation", x, scale, shift, (d, from, to,
			a) -> dnnl_layer_normalization_forward_primitive_desc_create(d, Dnnl
				.engine(), dnnl_forward_inference, from, to, null, node.real("epsilon",
					1e-5f), SCALE_AND_SHIFT, a));
	}

	private Product normalised(final String what, final View x,
		final Weight scale, final Weight shift, final Normalisation kind)
	{
		return new Product(x.shape(), (type, after) -> {
			final View source = steps.inOrder(x);
			final View made = View.like(type, x.shape());
			final dnnl_memory_desc from = source.described(dnnl);
			final dnnl_memory_desc to = made.described(dnnl);
			final dnnl_primitive_desc description = dnnl.describe(what, after, (d,
				a) -> kind.describe(d, from, to, a));
			final View factors = single(scale);
			final View summands = single(shift);
			steps.add(new Primitive(dnnl, description, after).with(DNNL_ARG_SRC, from,
				source).with(DNNL_ARG_DST, to, made).with(DNNL_ARG_SCALE, factors
					.described(dnnl), factors).with(DNNL_ARG_SHIFT, summands.described(
						dnnl), summands));
			return made;
		});
	}

	private View single(final Weight weight) {
		return steps.weights().single(weight.initializer(), weight.initializer()
			.numbers());
	}
}
