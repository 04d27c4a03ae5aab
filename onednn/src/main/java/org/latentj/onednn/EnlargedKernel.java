
package org.latentj.onednn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Kernels of 2 x 2 for a picture that is enlarged by two to nearest cells
 * before a convolution of 3 x 3. Of the nine samples below that kernel some are
 * the same one: an even column sees the columns (j - 1, j, j) of the small
 * picture, an odd one (j, j, j + 1). So there are four kernels, for even and
 * odd rows and columns, whose numbers are sums of the nine, and 4 of 9 products
 * are left.
 */
final class EnlargedKernel {

	private static final int WHOLE = 9;

	private static final int PART = 4;

	/** Kernels that one thread makes at a time. */
	private static final int PIECE = 1 << 14;

	/** What the two numbers of even and of odd columns take of the three. */
	private static final int[][][] TAKEN = { { { 0 }, { 1, 2 } }, { { 0, 1 }, {
		2 } } };

	/** Each number of half precision. */
	private static final float[] SINGLE = new float[1 << 16];

	static {
		for (int i = 0; i < SINGLE.length; i++) {
			SINGLE[i] = HalfTable.single((short) i);
		}
	}

	private EnlargedKernel() {}

	/**
	 * The kernels for every other sample, in 32 bits.
	 *
	 * @param stored kernels of 3 x 3
	 * @param type ONNX's number of theirs
	 */
	static ByteBuffer of(final ByteBuffer stored, final int type,
		final Initializer.Phase phase)
	{
		final IntToDoubleFunction whole = numbers(stored.order(
			ByteOrder.LITTLE_ENDIAN), type);
		final int count = stored.remaining() / (type == Initializer.FLOAT ? 4 : 2) /
			WHOLE;
		final ByteBuffer made = ByteBuffer.allocateDirect(count * PART *
			Float.BYTES).order(ByteOrder.nativeOrder());
		final FloatBuffer to = made.asFloatBuffer();
		IntStream.range(0, (count + PIECE - 1) / PIECE).parallel().forEach(p -> {
			for (int k = p * PIECE; k < Math.min(count, (p + 1) * PIECE); k++) {
				for (int i = 0; i < PART; i++) {
					to.put(k * PART + i, sum(whole, k * WHOLE, TAKEN[phase.row()][i / 2],
						TAKEN[phase.column()][i % 2]));
				}
			}
		});
		return made;
	}

	private static float sum(final IntToDoubleFunction whole, final int from,
		final int[] rows, final int... columns)
	{
		double sum = 0;
		for (final int row : rows) {
			for (final int column : columns) {
				sum += whole.applyAsDouble(from + 3 * row + column);
			}
		}
		return (float) sum;
	}

	private static IntToDoubleFunction numbers(final ByteBuffer stored,
		final int type)
	{
		if (type == Initializer.FLOAT) {
			return stored.asFloatBuffer()::get;
		}
		final ShortBuffer halves = stored.asShortBuffer();
		return type == Initializer.FLOAT16 ? i -> SINGLE[halves.get(i) & 0xffff]
			: i -> Float.intBitsToFloat(halves.get(i) << 16);
	}
}
