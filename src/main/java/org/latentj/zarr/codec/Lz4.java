
package org.latentj.zarr.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * LZ4 as numcodecs stores it: the number of bytes (four, low one first), then
 * one block of the LZ4 block format. Only read.
 */
public record Lz4() implements ByteCodec {

	private static final int LONG = 15;

	private static final int LEAST_MATCH = 4;

	@Override
	public byte[] decode(final byte[] stored, final int most)
		throws CodecException
	{
		final int told = stored.length < Integer.BYTES ? -1 : ByteBuffer.wrap(
			stored).order(ByteOrder.LITTLE_ENDIAN).getInt();
		if (told < 0 || told > most) {
			throw new CodecException("is no lz4 of at most " + most + " bytes");
		}
		final byte[] raw = new byte[told];
		block(new Input(stored, Integer.BYTES, stored.length), new Output(raw, 0,
			told));
		return raw;
	}

	/** Undoes one block, which must fill its place. */
	static void block(final Input in, final Output out) throws CodecException {
		while (!in.isAtEnd()) {
			final int token = in.next();
			out.literals(in, length(in, token >> 4));
			if (in.isAtEnd()) {
				break;
			}
			final int offset = in.next() | in.next() << 8;
			out.repeat(offset, length(in, token & LONG) + LEAST_MATCH);
		}
		out.requireFull();
	}

	private static int length(final Input in, final int start)
		throws CodecException
	{
		return start == LONG ? in.longLength(start) : start;
	}

	@Override
	public byte[] encode(final byte[] raw) {
		throw new UnsupportedOperationException("lz4 is not written");
	}
}
