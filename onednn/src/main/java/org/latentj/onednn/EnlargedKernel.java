
package org.latentj.onednn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

import org.latentj.onnx.layer.EnlargedSamples;

/**
 * Kernels of 2 x 2 for a picture that is enlarged by two to nearest cells
 * before a convolution of 3 x 3: one for even and for odd rows and columns of
 * the result each, whose numbers are sums of the nine, see
 * {@link EnlargedSamples}. So 4 of 9 products are left.
 */
final class EnlargedKernel {

	private static final int WHOLE = 9;

	private static final int PART = 4;

	/** Kernels that one thread makes at a time. */
	private static final int PIECE = 1 << 14;

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
		final int[] parts = IntStream.range(0, WHOLE).map(i -> 2 * EnlargedSamples
			.of(phase.row(), i / 3) + EnlargedSamples.of(phase.column(), i % 3))
			.toArray();
		IntStream.range(0, (count + PIECE - 1) / PIECE).parallel().forEach(p -> {
			for (int k = p * PIECE; k < Math.min(count, (p + 1) * PIECE); k++) {
				final double[] sums = new double[PART];
				for (int i = 0; i < WHOLE; i++) {
					sums[parts[i]] += whole.applyAsDouble(k * WHOLE + i);
				}
				for (int i = 0; i < PART; i++) {
					to.put(k * PART + i, (float) sums[i]);
				}
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
		return type == Initializer.FLOAT16 ? i -> SINGLE[halves.get(i) & 0xffff]
			: i -> Float.intBitsToFloat(halves.get(i) << 16);
	}
}
