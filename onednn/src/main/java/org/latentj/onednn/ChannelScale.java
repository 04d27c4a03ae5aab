
package org.latentj.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.latentj.control.StopSignal;

/**
 * Each channel of a picture times a number, plus one, and functions of the
 * results, in pieces that stay in the processor's cache. NB: oneDNN has no fast
 * way from 32-bit numbers to bf16 in one primitive.
 */
final class ChannelScale implements Step {

	private final View x;

	private final View out;

	private final Pieces pieces;

	/**
	 * @param x [1, C, H, W], lying as a new one
	 * @param factors [1, C, 1, 1] in 32 bits, as {@code summands}
	 * @param after functions
	 * @param out as x, of any type
	 */
	ChannelScale(final Dnnl dnnl, final View x, final View factors,
		final View summands, final List<PostOperation> after, final View out)
	{
		this.x = x;
		this.out = out;
		final List<PostOperation> all = new ArrayList<>();
		all.add(PostOperation.with(dnnl, dnnl_binary_add, summands));
		all.addAll(after);
		pieces = new Pieces(dnnl, x, pixels -> piece(dnnl, pixels, factors, all));
	}

	private Pieces.Piece piece(final Dnnl dnnl, final long pixels,
		final View factors, final List<PostOperation> after)
	{
		final View from = Pieces.first(x, pixels);
		final View to = Pieces.first(out, pixels);
		if (x.type() == out.type()) {
			final Primitive scaled = scaled(dnnl, from, factors, after, to);
			return new Pieces.Piece(List.of(scaled), (piece, pixel) -> {
				scaled.move(DNNL_ARG_SRC_0, Pieces.place(x, pixel));
				scaled.move(DNNL_ARG_DST, Pieces.place(out, pixel));
			});
		}
		final View between = View.like(x.type(), from.shape());
		final Primitive scaled = scaled(dnnl, from, factors, after, between);
		final Primitive rounded = Primitive.copy(dnnl, between, to);
		return new Pieces.Piece(List.of(scaled, rounded), (piece, pixel) -> {
			scaled.move(DNNL_ARG_SRC_0, Pieces.place(x, pixel));
			rounded.move(DNNL_ARG_TO, Pieces.place(out, pixel));
		});
	}

	private static Primitive scaled(final Dnnl dnnl, final View x,
		final View factors, final List<PostOperation> after, final View to)
	{
		final dnnl_memory_desc from = x.described(dnnl);
		final dnnl_memory_desc by = factors.described(dnnl);
		final dnnl_memory_desc made = to.described(dnnl);
		final dnnl_primitive_desc description = dnnl.describe("normalisation",
			after, (d, a) -> dnnl_binary_primitive_desc_create(d, Dnnl.engine(),
				dnnl_binary_mul, from, by, made, a));
		return new Primitive(dnnl, description, after).with(DNNL_ARG_SRC_0, from, x)
			.with(DNNL_ARG_SRC_1, by, factors).with(DNNL_ARG_DST, made, to);
	}

	@Override
	public List<Buffer> buffers() {
		return pieces.buffers();
	}

	@Override
	public void bind(final Dnnl dnnl) {
		pieces.bind(dnnl);
	}

	@Override
	public void run(final StopSignal stop) {
		pieces.run(stop);
	}
}
