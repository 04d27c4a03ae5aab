
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.latentj.onednn.Operand.Weight;

/**
 * Convolutions of pictures. One that would take long goes in bands of rows, so
 * that a run can be stopped between them.
 */
final class Convolutions {

	/** Multiplications and sums of a band at the most: 0.1 s of one core. */
	private static final long MOST_WORK = 40_000_000_000L;

	private static final long[] ONES = { 1, 1 };

	private final Steps steps;

	private final Products products;

	Convolutions(final Steps steps, final Products products) {
		this.steps = steps;
		this.products = products;
	}

	/**
	 * How a kernel goes over a picture.
	 *
	 * @param strides of rows and columns
	 * @param pads top, left, bottom, right
	 */
	private record Way(long[] strides, long... pads) {

		long size(final View x, final int axis, final long kernel) {
			return (x.size(axis + 2) + pads[axis] + pads[axis + 2] - kernel) /
				strides[axis] + 1;
		}
	}

	/**
	 * [B, C, H, W] to [B, D, h, w].
	 *
	 * @param bias or {@code null}
	 */
	Product convolution(final Node node, final View x, final Weight weight,
		final Weight bias)
	{
		return convolution(new Way(node.numbers("strides"), node.numbers("pads")),
			x, weight, bias);
	}

	/**
	 * Convolution of 3 x 3 of a picture enlarged by two to nearest cells, [B, C,
	 * H, W] to [B, D, 2 H, 2 W], as four convolutions of 2 x 2.
	 *
	 * @param bias or {@code null}
	 */
	View enlarging(final View x, final Weight weight, final Weight bias) {
		final View source = steps.rounded(x);
		final View made = View.like(Dnnl.BF16, x.size(0), weight.shape()[0], 2 * x
			.size(2), 2 * x.size(3));
		for (int row = 0; row < 2; row++) {
			for (int column = 0; column < 2; column++) {
				final Weight part = new Weight(weight.initializer().phase(row, column));
				steps.copy(convolution(new Way(ONES, 1 - row, 1 - column, row, column),
					source, part, bias).view(), made.everyOther(row, column));
			}
		}
		return made;
	}

	private Product convolution(final Way way, final View x, final Weight weight,
		final Weight bias)
	{
		final long[] w = weight.shape();
		final long[] out = { x.size(0), w[0], way.size(x, 0, w[2]), way.size(x, 1,
			w[3]) };
		final long work = 2 * View.count(out) * w[1] * w[2] * w[3];
		return new Product(out, true, (made, after) -> {
			final View source = steps.rounded(x);
			final long bands = x.size(0) > 1 ? 1 : Math.min(out[2], 1 + work /
				MOST_WORK);
			for (long i = 0; i < bands; i++) {
				band(way, source, weight, bias, after, made, i * out[2] / bands, (i +
					1) * out[2] / bands);
			}
		});
	}

	/** Makes rows {@code from} (included) to {@code to} (excluded). */
	private void band(final Way way, final View x, final Weight weight,
		final Weight bias, final List<PostOperation> after, final View made,
		final long from, final long to)
	{
		final Dnnl dnnl = steps.dnnl();
		final long[] w = weight.shape();
		final long first = from * way.strides[0] - way.pads[0];
		final long last = (to - 1) * way.strides[0] - way.pads[0] + w[2];
		final View source = x.band(Math.max(0, first), Math.min(x.size(2), last));
		final View target = made.band(from, to);
		final dnnl_memory_desc seen = source.described(dnnl);
		final dnnl_memory_desc told = target.described(dnnl);
		final View shift = bias == null ? null : steps.weights().single(bias
			.initializer(), w[0]);
		final dnnl_memory_desc added = shift == null ? null : shift.described(dnnl);
		products.product(weight.initializer(), w, View.plain(w), after.stream().map(
			p -> p.band(dnnl, from, to)).toList(), (d, k,
				a) -> dnnl_convolution_forward_primitive_desc_create(d, Dnnl.engine(),
					dnnl_forward_inference, dnnl_convolution_direct, seen, k, added, told,
					way.strides, new long[2], new long[] { Math.max(0, -first),
						way.pads[1] }, new long[] { Math.max(0, last - x.size(2)),
							way.pads[3] }, a), source, shift, target);
	}
}
