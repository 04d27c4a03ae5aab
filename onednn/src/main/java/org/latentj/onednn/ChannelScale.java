
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

	/** Numbers of a piece. */
	private static final long PIECE = 1 << 17;

	private final View x;

	private final View out;

	private final Piece whole;

	/** Fewer pixels that are left behind whole pieces, or {@code null}. */
	private final Piece rest;

	/** @param rounded {@code null} where numbers are stored as computed */
	private record Piece(long pixels, Primitive scaled, Primitive rounded) {

		List<Primitive> parts() {
			return rounded == null ? List.of(scaled) : List.of(scaled, rounded);
		}
	}

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
		final long count = x.size(2) * x.size(3);
		final long pixels = pixels(x);
		whole = piece(dnnl, pixels, factors, all);
		rest = count % pixels == 0 ? null : piece(dnnl, count % pixels, factors,
			all);
	}

	/** Of a piece of a picture. */
	static long pixels(final View x) {
		return Math.min(x.size(2) * x.size(3), Math.max(1, PIECE / x.size(1)));
	}

	/** The first pixels of a picture in a row. */
	static View first(final View x, final long pixels) {
		final View like = View.like(x.type(), 1, x.size(1), 1, pixels);
		return new View(x.buffer(), x.type(), like.shape(), like.strides(), x
			.offset());
	}

	private Piece piece(final Dnnl dnnl, final long pixels, final View factors,
		final List<PostOperation> after)
	{
		final View from = first(x, pixels);
		final View to = first(out, pixels);
		if (x.type() == out.type()) {
			return new Piece(pixels, scaled(dnnl, from, factors, after, to), null);
		}
		final View between = View.like(x.type(), from.shape());
		final dnnl_memory_desc source = between.described(dnnl);
		final dnnl_memory_desc target = to.described(dnnl);
		return new Piece(pixels, scaled(dnnl, from, factors, after, between),
			new Primitive(dnnl, dnnl.describe("copy", List.of(), (d,
				a) -> dnnl_reorder_primitive_desc_create(d, source, Dnnl.engine(),
					target, Dnnl.engine(), a))).with(DNNL_ARG_FROM, source, between).with(
						DNNL_ARG_TO, target, to));
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

	private List<Primitive> parts() {
		final List<Primitive> all = new ArrayList<>(whole.parts());
		if (rest != null) {
			all.addAll(rest.parts());
		}
		return all;
	}

	@Override
	public List<Buffer> buffers() {
		return parts().stream().flatMap(p -> p.buffers().stream()).toList();
	}

	@Override
	public void bind(final Dnnl dnnl) {
		parts().forEach(p -> p.bind(dnnl));
	}

	@Override
	public void run(final StopSignal stop) {
		final long all = x.size(2) * x.size(3);
		for (long from = 0; from < all; from += whole.pixels) {
			stop.check();
			final Piece piece = from + whole.pixels <= all ? whole : rest;
			piece.scaled.move(DNNL_ARG_SRC_0, place(x, from));
			final Primitive last = piece.rounded == null ? piece.scaled
				: piece.rounded;
			last.move(piece.rounded == null ? DNNL_ARG_DST : DNNL_ARG_TO, place(out,
				from));
			piece.parts().forEach(Primitive::run);
		}
	}

	/** Where a pixel lies. */
	static long place(final View x, final long pixel) {
		return x.address() + pixel * x.size(1) * Dnnl.bytes(x.type());
	}
}
