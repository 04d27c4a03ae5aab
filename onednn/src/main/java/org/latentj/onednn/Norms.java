
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.latentj.onednn.Operand.Weight;

/** Normalisations, in 32 bits. */
final class Norms {

	private static final int SCALE_AND_SHIFT = dnnl_use_scale | dnnl_use_shift;

	/**
	 * Numbers of a picture that is normalised in pieces: oneDNN's own primitive
	 * takes longer for it.
	 */
	private static final long LARGE = 1 << 18;

	private final Steps steps;

	private final Dnnl dnnl;

	Norms(final Steps steps) {
		this.steps = steps;
		dnnl = steps.dnnl();
	}

	/** Describes a normalisation between numbers that lie in some form. */
	private interface Normalisation {

		int describe(dnnl_primitive_desc description, dnnl_memory_desc from,
			dnnl_memory_desc to, org.bytedeco.dnnl.dnnl_primitive_attr attributes);
	}

	/** Group normalisation of a picture, then scale and shift of channels. */
	Product groupNorm(final Node node, final View x, final Weight scale,
		final Weight shift)
	{
		final long groups = node.number("groups", 1);
		final float epsilon = node.real("epsilon", 1e-5f);
		if (x.size(0) == 1 && x.numbers() >= LARGE) {
			return inPieces(x, (int) groups, epsilon, single(scale), single(shift));
		}
		return normalised("group normalisation", x, scale, shift, (d, from, to,
			a) -> dnnl_group_normalization_forward_primitive_desc_create(d, Dnnl
				.engine(), dnnl_forward_inference, from, to, groups, epsilon,
				SCALE_AND_SHIFT, a));
	}

	private Product inPieces(final View x, final int groups, final float epsilon,
		final View weight, final View bias)
	{
		return new Product(x.shape(), false, (made, after) -> {
			final View source = steps.inOrder(x);
			final View factors = View.like(Dnnl.F32, 1, x.size(1), 1, 1);
			final View summands = View.like(Dnnl.F32, 1, x.size(1), 1, 1);
			steps.add(new ChannelNorm(dnnl, source, groups, epsilon, weight, bias,
				factors, summands));
			steps.add(new ChannelScale(dnnl, source, factors, summands, after, made));
		});
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
		return new Product(x.shape(), false, (made, after) -> {
			final View source = steps.inOrder(x);
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
		});
	}

	private View single(final Weight weight) {
		return steps.weights().single(weight.initializer(), weight.initializer()
			.numbers());
	}
}
