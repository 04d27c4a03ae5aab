
package org.latentj.zarr;

import java.util.Arrays;
import java.util.List;

/**
 * What an array is.
 *
 * @param version of its format, 2 or 3
 * @param shape its size, by axis
 * @param chunk size of the chunks, by axis
 * @param shard size of the files, by axis, multiples of the chunks; that of the
 *          chunks if each is a file
 * @param type of its numbers
 * @param names of its axes; empty if they have none (version 3 only)
 */
public record ArraySpec(int version, long[] shape, int[] chunk, int[] shard,
		DataType type, List<String> names) {

	/**
	 * @throws IllegalArgumentException if axes differ in number, or shards are no
	 *           multiples of chunks
	 */
	public ArraySpec {
		shape = shape.clone();
		chunk = chunk.clone();
		shard = shard.clone();
		names = List.copyOf(names);
		if (chunk.length != shape.length || shard.length != shape.length) {
			throw new IllegalArgumentException("an array of " + shape.length +
				" axes has chunks of " + chunk.length + " and shards of " +
				shard.length);
		}
		for (int i = 0; i < chunk.length; i++) {
			if (chunk[i] < 1 || shard[i] < 1 || shard[i] % chunk[i] != 0) {
				throw new IllegalArgumentException("shards of " + Arrays.toString(
					shard) + " are no multiples of chunks of " + Arrays.toString(chunk));
			}
		}
	}

	/** Whether a file holds several chunks. */
	public boolean isSharded() {
		return !Arrays.equals(chunk, shard);
	}
}
