
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

	/** What the two numbers of even and of odd columns take of the three. */
	private static final int[][][] TAKEN = { { { 0 }, { 1, 2 } }, { { 0, 1 }, {
		2 } } };

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
		IntStream.range(0, count).parallel().forEach(k -> {
			for (int i = 0; i < PART; i++) {
				double sum = 0;
				for (final int row : TAKEN[phase.row()][i / 2]) {
					for (final int column : TAKEN[phase.column()][i % 2]) {
						sum += whole.applyAsDouble(k * WHOLE + 3 * row + column);
					}
				}
				to.put(k * PART + i, (float) sum);
			}
		});
		return made;
	}

	private static IntToDoubleFunction numbers(final ByteBuffer stored,
		final int type)
	{
		if (type == Initializer.FLOAT) {
			return stored.asFloatBuffer()::get;
		}
		final ShortBuffer halves = stored.asShortBuffer();
		return type == Initializer.FLOAT16 ? i -> HalfTable.single(halves.get(i))
			: i -> Float.intBitsToFloat(halves.get(i) << 16);
	}
}
