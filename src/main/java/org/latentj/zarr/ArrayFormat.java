
package org.latentj.zarr;

import java.util.Locale;

import org.latentj.zarr.store.Fields;
import org.latentj.zarr.store.ZarrException;

/**
 * How an array lies in its files, as its metadata tell.
 *
 * @param spec what it is
 * @param keys the names of its files
 * @param codec of a chunk
 * @param sharding null if each chunk is a file
 * @param fill the bytes of the number where there is no chunk, low one first
 */
record ArrayFormat(ArraySpec spec, ChunkKeys keys, ChunkCodec codec,
		Sharding sharding, byte[] fill) {

	/** So large is no chunk that programs for images make. */
	static final long MOST_BYTES = 1L << 30;

	private static final int MOST_AXES = 32;

	/**
	 * The size of chunks.
	 *
	 * @throws ZarrException if they have too many bytes, or another number of
	 *           axes than the array
	 */
	static int[] chunk(final Fields fields, final String name, final int axes,
		final DataType type) throws ZarrException
	{
		final long[] sizes = fields.wholes(name, 1, Integer.MAX_VALUE);
		if (sizes.length != axes || axes > MOST_AXES) {
			throw new ZarrException(fields.file(), "has " + name + " of " +
				sizes.length + " axes and a shape of " + axes);
		}
		double bytes = type.bytes();
		final int[] chunk = new int[axes];
		for (int i = 0; i < axes; i++) {
			bytes *= sizes[i];
			chunk[i] = (int) sizes[i];
		}
		if (bytes > MOST_BYTES) {
			throw new ZarrException(fields.file(), "has chunks of " + String.format(
				Locale.ROOT, "%.0f", bytes) + " bytes, at most " + MOST_BYTES +
				" are valid");
		}
		return chunk;
	}
}
