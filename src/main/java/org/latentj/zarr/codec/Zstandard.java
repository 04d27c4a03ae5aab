
package org.latentj.zarr.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

import java.util.Arrays;

/**
 * Zstandard (RFC 8878).
 *
 * @param level of compression, -7 to 22
 * @param checksum whether frames that are written have one
 */
public record Zstandard(int level, boolean checksum) implements ByteCodec {

	/** @throws IllegalArgumentException if there is no such level */
	public Zstandard {
		// NB: others write lower ones, too; all of them are fast.
		if (level > 22 || level < -131072) {
			throw new IllegalArgumentException("level is " + level +
				", valid are -131072 to 22");
		}
	}

	@Override
	public byte[] decode(final byte[] stored, final int most)
		throws CodecException
	{
		if (stored.length == 0) {
			throw new CodecException("is empty, which no zstd is");
		}
		try {
			// NB: a frame may tell its size; the smaller one is taken, so that a
			// small
			// file takes little memory.
			final long told = Zstd.getFrameContentSize(stored);
			byte[] raw = new byte[told > 0 && told < most ? (int) told : most];
			long size = Zstd.decompress(raw, stored);
			if (Zstd.isError(size) && raw.length < most) {
				// NB: there are several frames.
				raw = new byte[most];
				size = Zstd.decompress(raw, stored);
			}
			if (Zstd.isError(size)) {
				throw new CodecException("is no whole zstd of at most " + most +
					" bytes: " + Zstd.getErrorName(size));
			}
			return size == raw.length ? raw : Arrays.copyOf(raw, (int) size);
		}
		catch (final ZstdException e) {
			throw new CodecException("is no whole zstd of at most " + most +
				" bytes: " + e.getMessage());
		}
	}

	@Override
	public byte[] encode(final byte[] raw) {
		final byte[] stored = new byte[(int) Zstd.compressBound(raw.length)];
		final long size = Zstd.compress(stored, raw, level, checksum);
		return Arrays.copyOf(stored, (int) size);
	}

	@Override
	public int mostStored(final int raw) {
		return (int) Math.min(Integer.MAX_VALUE - 8, Zstd.compressBound(raw));
	}
}
