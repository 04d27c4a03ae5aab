
package org.latentj.onnx.library;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Native buffers that are used again: a run takes some and gives them back, so
 * that thousands of runs allocate nothing. A few are kept, the largest go first
 * when there are more.
 */
public final class DirectBuffers {

	private static final int KEPT = 16;

	private final List<ByteBuffer> free = new ArrayList<>();

	/** A buffer of exactly {@code floats} numbers, their values unspecified. */
	public synchronized ByteBuffer take(final int floats) {
		final int bytes = Math.multiplyExact(floats, Float.BYTES);
		int best = -1;
		for (int i = 0; i < free.size(); i++) {
			final int capacity = free.get(i).capacity();
			if (capacity >= bytes && capacity <= 2L * bytes && (best < 0 ||
				capacity < free.get(best).capacity()))
			{
				best = i;
			}
		}
		// NB: by its place; as an object a buffer equals another one with the same
		// numbers, which would have to be read.
		return best >= 0 ? free.remove(best) : ByteBuffer.allocateDirect(bytes)
			.order(ByteOrder.nativeOrder());
	}

	/** Takes a buffer back. */
	public synchronized void give(final ByteBuffer buffer) {
		free.add(buffer);
		if (free.size() > KEPT) {
			final int largest = IntStream.range(0, free.size()).boxed().max(Comparator
				.comparingInt(i -> free.get(i).capacity())).orElseThrow();
			free.remove(largest);
		}
	}

	/** The first numbers of a buffer. */
	public static FloatBuffer floats(final ByteBuffer buffer, final int count) {
		return buffer.duplicate().order(ByteOrder.nativeOrder()).clear().limit(
			count * Float.BYTES).slice().order(ByteOrder.nativeOrder())
			.asFloatBuffer();
	}
}
