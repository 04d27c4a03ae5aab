
package org.latentj.onednn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers that stand in a graph. */
final class Constants {

	private Constants() {}

	static long[] longs(final Initializer constant) {
		final long[] numbers = new long[constant.raw().length / Long.BYTES];
		ByteBuffer.wrap(constant.raw()).order(ByteOrder.LITTLE_ENDIAN)
			.asLongBuffer().get(numbers);
		return numbers;
	}

	static float[] floats(final Initializer constant) {
		final float[] numbers = new float[constant.raw().length / Float.BYTES];
		ByteBuffer.wrap(constant.raw()).order(ByteOrder.LITTLE_ENDIAN)
			.asFloatBuffer().get(numbers);
		return numbers;
	}
}
