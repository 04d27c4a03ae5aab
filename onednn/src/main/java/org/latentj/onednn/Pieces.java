
package org.latentj.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.latentj.control.StopSignal;

/**
 * A picture [1, C, H, W], lying as a new one, in pieces of some pixels in a
 * row, which stay in the processor's cache. A plan's threads take one after the
 * other.
 */
final class Pieces {

	/** Numbers of a piece. */
	private static final long NUMBERS = 1 << 17;

	private final View x;

	private final long pixels;

	private final Team<Sizes> team;

	/**
	 * What is done with pieces of one size, one at a time.
	 *
	 * @param primitives one after the other
	 * @param move tells them where a piece is
	 */
	record Piece(List<Primitive> primitives, Move move) {
	}

	/** Tells primitives where a piece is: its number and its first pixel. */
	interface Move {

		void to(int piece, long pixel);
	}

	/** Makes primitives for pieces of so many pixels. */
	interface Maker {

		Piece make(long pixels);
	}

	/** @param rest what is left behind whole pieces, or {@code null} */
	private record Sizes(Piece whole, Piece rest) {

		List<Primitive> primitives() {
			final List<Primitive> all = new ArrayList<>(whole.primitives);
			if (rest != null) {
				all.addAll(rest.primitives);
			}
			return all;
		}
	}

	Pieces(final Dnnl dnnl, final View x, final Maker maker) {
		this.x = x;
		pixels = pixels(x);
		final long rest = all(x) % pixels;
		team = new Team<>(dnnl.threads(), count(x), () -> new Sizes(maker.make(
			pixels), rest == 0 ? null : maker.make(rest)));
	}

	private static long all(final View x) {
		return x.size(2) * x.size(3);
	}

	private static long pixels(final View x) {
		return Math.min(all(x), Math.max(1, NUMBERS / x.size(1)));
	}

	/** How many there are. */
	static int count(final View x) {
		return (int) ((all(x) + pixels(x) - 1) / pixels(x));
	}

	/** How many pixels one has. */
	static long pixels(final View x, final int piece) {
		return Math.min(pixels(x), all(x) - piece * pixels(x));
	}

	/** The first pixels of a picture. */
	static View first(final View x, final long pixels) {
		final View like = View.like(x.type(), 1, x.size(1), 1, pixels);
		return new View(x.buffer(), x.type(), like.shape(), like.strides(), x
			.offset());
	}

	/** Where a pixel lies. */
	static long place(final View x, final long pixel) {
		return x.address() + pixel * x.size(1) * Dnnl.bytes(x.type());
	}

	private List<Primitive> primitives() {
		return team.members().stream().flatMap(m -> m.primitives().stream())
			.toList();
	}

	List<Buffer> buffers() {
		return primitives().stream().flatMap(p -> p.buffers().stream()).toList();
	}

	void bind(final Dnnl dnnl) {
		primitives().forEach(p -> p.bind(dnnl));
	}

	/** Goes over all. */
	void run(final StopSignal stop) {
		final int count = count(x);
		final AtomicInteger next = new AtomicInteger();
		team.run(sizes -> {
			for (int i = next.getAndIncrement(); i < count; i = next
				.getAndIncrement())
			{
				stop.check();
				final Piece piece = pixels(x, i) == pixels ? sizes.whole : sizes.rest;
				piece.move.to(i, i * pixels);
				piece.primitives.forEach(Primitive::run);
			}
		});
	}
}
