
package org.latentj.zarr;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.latentj.zarr.store.ChunkStore;
import org.latentj.zarr.store.ZarrException;

/**
 * Several chunks in one file: {@code sharding_indexed} of Zarr v3. The index
 * has place and size of each, in the order of the axes; both are 2^64 - 1 where
 * there is none.
 *
 * @param grid how many chunks there are, by axis
 * @param inner how they are stored
 * @param index how the index is stored
 * @param indexAtEnd else it is at the start
 */
record Sharding(int[] grid, ChunkCodec inner, ChunkCodec index,
		boolean indexAtEnd) {

	/** Place and size. */
	private static final int ENTRY = 2 * Long.BYTES;

	private static final long NONE = -1;

	/** How many bytes the index takes in the file: its codecs are of one size. */
	int indexBytes() {
		return index.encode(new byte[index.layout().bytes()]).length;
	}

	/**
	 * Reads the index of a shard.
	 *
	 * @param size of the file in bytes
	 * @return places and sizes
	 */
	long[] readIndex(final ChunkStore store, final String key, final long size)
		throws IOException
	{
		final int length = indexBytes();
		if (size < length) {
			throw new ZarrException(store.name(key), "has " + size +
				" bytes, less than its index of " + length);
		}
		final byte[] raw = index.decode(store.name(key), store.read(key, indexAtEnd
			? size - length : 0, length));
		final long[] entries = new long[raw.length / Long.BYTES];
		ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(
			entries);
		return entries;
	}

	/**
	 * Reads a chunk.
	 *
	 * @param entries of {@link #readIndex}
	 * @param chunk its place in the shard
	 * @return null if there is none
	 */
	byte[] read(final ChunkStore store, final String key, final long[] entries,
		final int chunk) throws IOException
	{
		final long start = entries[2 * chunk];
		final long length = entries[2 * chunk + 1];
		if (start == NONE && length == NONE) {
			return null;
		}
		if (start < 0 || length < 0 || length > Integer.MAX_VALUE - 8) {
			throw new ZarrException(store.name(key), "has a chunk at " + Long
				.toUnsignedString(start) + " of " + Long.toUnsignedString(length) +
				" bytes, which is no place in it");
		}
		return inner.decode(store.name(key), store.read(key, start, (int) length));
	}

	/**
	 * A whole shard.
	 *
	 * @param chunks by their places; null where there is nothing but the fill
	 *          value
	 */
	byte[] write(final byte[][] chunks) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		final int before = indexAtEnd ? 0 : indexBytes();
		final ByteBuffer entries = ByteBuffer.allocate(chunks.length * ENTRY).order(
			ByteOrder.LITTLE_ENDIAN);
		for (final byte[] chunk : chunks) {
			if (chunk == null) {
				entries.putLong(NONE).putLong(NONE);
				continue;
			}
			final byte[] stored = inner.encode(chunk);
			entries.putLong(before + (long) out.size()).putLong(stored.length);
			out.writeBytes(stored);
		}
		final byte[] told = index.encode(entries.array());
		final byte[] all = Arrays.copyOf(indexAtEnd ? out.toByteArray() : told, out
			.size() + told.length);
		System.arraycopy(indexAtEnd ? told : out.toByteArray(), 0, all, indexAtEnd
			? out.size() : told.length, indexAtEnd ? told.length : out.size());
		return all;
	}
}
