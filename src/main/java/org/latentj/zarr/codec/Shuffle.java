
package org.latentj.zarr.codec;

import java.util.Arrays;

/** How Blosc orders the bytes or bits of a block before it is compressed. */
enum Shuffle {

		/** As they are. */
		NONE {

			@Override
			byte[] undo(final byte[] block, final int size) {
				return block;
			}
		},

		/** All first bytes of the numbers, then all second ones. */
		BYTES {

			@Override
			byte[] undo(final byte[] block, final int size) {
				final int count = block.length / size;
				final byte[] raw = block.clone();
				for (int b = 0; b < size; b++) {
					for (int i = 0, from = b * count, to =
						b; i < count; i++, from++, to += size)
		{
						raw[to] = block[from];
					}
				}
				return raw;
			}
		},

		/**
		 * All lowest bits of the numbers, then all second ones; blocks whose
		 * numbers are no multiple of eight are as they are.
		 */
		BITS {

			@Override
			byte[] undo(final byte[] block, final int size) {
				final int count = block.length / size;
				if (count % 8 != 0) {
					return block;
				}
				final byte[] raw = block.clone();
				Arrays.fill(raw, 0, count * size, (byte) 0);
				for (int bit = 0; bit < 8 * size; bit++) {
					final int row = bit * (count / 8);
					for (int i = 0; i < count; i++) {
						final int one = block[row + i / 8] >> i % 8 & 1;
						raw[i * size + bit / 8] |= (byte) (one << bit % 8);
					}
				}
				return raw;
			}
		};

	/**
	 * The block in its order.
	 *
	 * @param size of a number in bytes
	 */
	abstract byte[] undo(byte[] block, int size);
}
