
package org.latentj.onnx.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Native buffers that are used again: a run takes some and gives them back, so
 * that thousands of runs allocate nothing. A few are kept, the largest go first
 * when there are more.
 */
final class DirectBuffers {

	private static final int KEPT = 16;

	private final List<ByteBuffer> free = new ArrayList<>();

	/** A buffer of exactly {@code floats} numbers, their values unspecified. */
	synchronized ByteBuffer take(final int floats) {
		final int bytes = Math.multiplyExact(floats, Float.BYTES);
		ByteBuffer best = null;
		for (final ByteBuffer b : free) {
			if (b.capacity() >= bytes && b.capacity() <= 2L * bytes &&
				(best == null || b.capacity() < best.capacity()))
			{
				best = b;
			}
		}
		if (best == null) {
			best = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
		}
		free.remove(best);
		return best;
	}

	/** Takes a buffer back. */
	synchronized void give(final ByteBuffer buffer) {
		free.add(buffer);
		if (free.size() > KEPT) {
			free.remove(Collections.max(free, Comparator.comparingInt(
				ByteBuffer::capacity)));
		}
	}

	static FloatBuffer floats(final ByteBuffer buffer, final int count) {
		return buffer.duplicate().order(ByteOrder.nativeOrder()).clear().limit(
			count * Float.BYTES).slice().order(ByteOrder.nativeOrder())
			.asFloatBuffer();
	}
}
