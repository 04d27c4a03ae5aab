
package org.latentj.zarr.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** {@code crc32c} of Zarr v3: four bytes behind the others, low one first. */
public record Checksum() implements ByteCodec {

	private static final int LENGTH = 4;

	@Override
	public byte[] decode(final byte[] stored, final int most)
		throws CodecException
	{
		final int length = stored.length - LENGTH;
		if (length < 0 || length > most) {
			throw new CodecException("has " + stored.length + " bytes where up to " +
				most + " and 4 of a checksum are valid");
		}
		final int told = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN)
			.getInt(length);
		if (told != of(stored, length)) {
			throw new CodecException(
				"is damaged: its checksum is not that of its bytes");
		}
		return Arrays.copyOf(stored, length);
	}

	@Override
	public byte[] encode(final byte[] raw) {
		final byte[] stored = Arrays.copyOf(raw, raw.length + LENGTH);
		ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).putInt(raw.length,
			of(raw, raw.length));
		return stored;
	}

	private static int of(final byte[] bytes, final int length) {
		final CRC32C crc = new CRC32C();
		crc.update(bytes, 0, length);
		return (int) crc.getValue();
	}

	@Override
	public int mostStored(final int raw) {
		return raw + LENGTH;
	}
}
