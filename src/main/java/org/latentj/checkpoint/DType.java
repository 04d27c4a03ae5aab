
package org.latentj.checkpoint;

import java.nio.ByteBuffer;

/**
 * Element types of the safetensors format, under the names it writes. Those
 * smaller than a byte (F4, F6) are left out.
 */
public enum DType {

		BOOL(1), U8(1), I8(1), F8_E5M2(1), F8_E4M3(1), F8_E8M0(1), F8_E4M3FNUZ(1),
		F8_E5M2FNUZ(1), I16(2), U16(2), F16(2), BF16(2), I32(4), U32(4), F32(4),
		C64(8), F64(8), I64(8), U64(8);

	private final int bytes;

	DType(final int bytes) {
		this.bytes = bytes;
	}

	/** Size of one element in bytes. */
	public int bytes() {
		return bytes;
	}

	/** Whether {@link #decode} can turn it into numbers. */
	public boolean isReadable() {
		return this != C64 && this != F8_E8M0 && !name().endsWith("FNUZ");
	}

	/**
	 * What each of the 256 bytes means.
	 *
	 * @throws IllegalArgumentException if it is no 8-bit type that can be decoded
	 */
	public float[] ofAllBytes() {
		if (bytes != 1 || !isReadable()) {
			throw new IllegalArgumentException(this +
				" is no 8-bit type that can be decoded");
		}
		final ByteBuffer all = ByteBuffer.allocate(256);
		for (int i = 0; i < all.capacity(); i++) {
			all.put(i, (byte) i);
		}
		final float[] numbers = new float[all.capacity()];
		decode(all, numbers, 0, numbers.length);
		return numbers;
	}

	/**
	 * Turns elements into single precision, rounding to nearest where that cannot
	 * hold them.
	 *
	 * @param from little-endian bytes, from its position on
	 * @param to receives the numbers
	 * @param start index of the first to write
	 * @param count how many
	 */
	public void decode(final ByteBuffer from, final float[] to, final int start,
		final int count)
	{
		if (this == F32) {
			from.asFloatBuffer().get(to, start, count);
			return;
		}
		if (this == F16) {
			// NB: most weights are, and a switch for each would take longer than all.
			final short[] halves = new short[count];
			from.asShortBuffer().get(halves);
			Half.toFloats(halves, to, start, count);
			return;
		}
		for (int i = 0; i < count; i++) {
			to[start + i] = element(from);
		}
	}

	private float element(final ByteBuffer b) {
		switch (this) {
			case BOOL:
			case U8:
				return b.get() & 0xff;
			case I8:
				return b.get();
			case F8_E4M3:
				return Half.ofE4M3(b.get());
			case F8_E5M2:
				// NB: half precision without its last eight bits.
				return Half.toFloat((short) (b.get() << 8));
			case F16:
				return Half.toFloat(b.getShort());
			case BF16:
				return Float.intBitsToFloat(b.getShort() << 16);
			case I16:
				return b.getShort();
			case U16:
				return b.getShort() & 0xffff;
			case I32:
				return b.getInt();
			case U32:
				return b.getInt() & 0xffffffffL;
			case F64:
				return (float) b.getDouble();
			case I64:
				return b.getLong();
			case U64:
				return unsigned(b.getLong());
			default:
				throw new UnsupportedOperationException("numbers of type " + this);
		}
	}

	private static float unsigned(final long bits) {
		// NB: halved with the lost bit kept sticky, so that rounding stays right.
		return bits >= 0 ? bits : (bits >>> 1 | bits & 1) * 2f;
	}
}
