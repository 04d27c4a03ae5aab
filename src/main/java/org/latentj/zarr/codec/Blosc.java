
package org.latentj.zarr.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Blosc 1, as zarr-python writes it by default: a header of 16 bytes, the
 * places of blocks, each compressed for itself by blosclz, lz4, zlib or zstd.
 * Its header tells all, so that nothing of the array's metadata is needed. Only
 * read.
 * <p>
 * NB: its frame and blosclz in Java, since the libraries that have them lack
 * some of Fiji's platforms and write beyond their buffers when a file lies.
 * </p>
 */
public record Blosc() implements ByteCodec {

	private static final int HEADER = 16;

	private static final int SHUFFLED = 1;

	private static final int COPIED = 2;

	private static final int BITS = 4;

	private static final int NOT_SPLIT = 16;

	/** What the header tells. */
	private record Header(int flags, int typeSize, int size, int block,
			int stored) {

		static Header of(final byte[] bytes, final int most) throws CodecException {
			if (bytes.length < HEADER) {
				throw new CodecException("has " + bytes.length +
					" bytes, less than blosc's header");
			}
			final ByteBuffer b = ByteBuffer.wrap(bytes).order(
				ByteOrder.LITTLE_ENDIAN);
			final Header header = new Header(b.get(2) & 255, b.get(3) & 255, b.getInt(
				4), b.getInt(8), b.getInt(12));
			if (b.get(0) < 1 || b.get(0) > 2) {
				throw new CodecException("is of blosc's format " + b.get(0) +
					", valid are 1 and 2");
			}
			if (header.size < 0 || header.size > most) {
				throw new CodecException("is " + Integer.toUnsignedString(header.size) +
					" bytes when it is unpacked, at most " + most + " are valid");
			}
			if (header.typeSize < 1 || header.block < 1 && header.size > 0 ||
				header.stored != bytes.length)
			{
				throw new CodecException("tells " + Integer.toUnsignedString(
					header.stored) + " bytes in blocks of " + header.block +
					", and has " + bytes.length);
			}
			return header;
		}

		boolean has(final int flag) {
			return (flags & flag) != 0;
		}

		int blocks() {
			return (int) ((size + (long) block - 1) / block);
		}

		Shuffle shuffle() {
			return has(SHUFFLED) && typeSize > 1 ? Shuffle.BYTES : has(BITS)
				? Shuffle.BITS : Shuffle.NONE;
		}
	}

	@Override
	public byte[] decode(final byte[] stored, final int most)
		throws CodecException
	{
		final Header header = Header.of(stored, most);
		if (header.size == 0) {
			return new byte[0];
		}
		if (header.has(COPIED)) {
			final byte[] raw = new byte[header.size];
			new Input(stored, HEADER, stored.length).copy(raw, 0, header.size);
			return raw;
		}
		if (HEADER + 4L * header.blocks() > stored.length) {
			throw new CodecException("is cut off: " + header.blocks() +
				" blocks have no places in it");
		}
		final byte[] raw = new byte[header.size];
		final ByteBuffer b = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < header.blocks(); i++) {
			final int start = i * header.block;
			final int length = Math.min(header.block, header.size - start);
			final byte[] block = block(header, stored, b.getInt(HEADER + 4 * i),
				length);
			System.arraycopy(header.shuffle().undo(block, header.typeSize), 0, raw,
				start, length);
		}
		return raw;
	}

	private static byte[] block(final Header header, final byte[] stored,
		final int at, final int length) throws CodecException
	{
		final int streams = header.has(NOT_SPLIT) || length < header.block ||
			length % header.typeSize != 0 ? 1 : header.typeSize;
		final byte[] block = new byte[length];
		final int part = length / streams;
		final ByteBuffer b = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
		long place = at;
		for (int i = 0; i < streams; i++) {
			if (place < HEADER || place + 4 > stored.length) {
				throw new CodecException("is damaged: a block lies outside of it");
			}
			final int size = b.getInt((int) place);
			final long end = place + 4 + size;
			if (size < 0 || end > stored.length) {
				throw new CodecException("is damaged: a block lies outside of it");
			}
			final Input in = new Input(stored, (int) place + 4, (int) end);
			if (size == part) {
				in.copy(block, i * part, part);
			}
			else {
				stream(header.flags >> 5, stored, (int) place + 4, (int) end,
					new Output(block, i * part, (i + 1) * part));
			}
			place = end;
		}
		return block;
	}

	private static void stream(final int compressor, final byte[] stored,
		final int start, final int end, final Output out) throws CodecException
	{
		switch (compressor) {
			case 0 -> BloscLz.stream(new Input(stored, start, end), out);
			case 1 -> Lz4.block(stored, start, end, out);
			case 3 -> out.all(new Deflate(false, -1).decode(Arrays.copyOfRange(stored,
				start, end), out.room()));
			case 4 -> out.all(new Zstandard(0, false).decode(Arrays.copyOfRange(
				stored, start, end), out.room()));
			default -> throw new CodecException("is compressed by blosc's " +
				(compressor == 2 ? "snappy" : "compressor " + compressor) +
				", valid are blosclz, lz4, lz4hc, zlib and zstd");
		}
	}

	@Override
	public byte[] encode(final byte[] raw) {
		throw new UnsupportedOperationException("blosc is not written");
	}
}
