
package org.latentj.zarr.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * LZ4 as numcodecs stores it: the number of bytes (four, low one first), then
 * one block of the LZ4 block format. Only read.
 */
public record Lz4() implements ByteCodec {

	/**
	 * NB: in plain Java, which looks at each bound: the faster ones write beyond
	 * their buffers where a file lies.
	 */
	private static final LZ4SafeDecompressor DECODER = LZ4Factory.safeInstance()
		.safeDecompressor();

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
		block(stored, Integer.BYTES, stored.length, new Output(raw, 0, told));
		return raw;
	}

	/** Undoes one block, which must fill its place. */
	static void block(final byte[] stored, final int start, final int end,
		final Output out) throws CodecException
	{
		// NB: a new one, since what is damaged may give what was there before.
		final byte[] raw = new byte[out.room()];
		try {
			final int size = DECODER.decompress(stored, start, end - start, raw, 0,
				raw.length);
			out.all(size == raw.length ? raw : Arrays.copyOf(raw, size));
		}
		catch (LZ4Exception | IndexOutOfBoundsException e) {
			// NB: version 1.8.0 throws the second, too.
			throw new CodecException("is damaged: it is no whole lz4 of " +
				raw.length + " bytes");
		}
	}

	@Override
	public byte[] encode(final byte[] raw) {
		throw new UnsupportedOperationException("lz4 is not written");
	}
}
