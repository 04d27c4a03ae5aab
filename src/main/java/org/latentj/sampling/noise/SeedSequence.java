
package org.latentj.sampling.noise;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Derives independent seeds from one seed and a place in a tree, number for
 * number as {@code numpy.random.SeedSequence} does (O'Neill 2015, "Developing a
 * seed_seq alternative"): all 32-bit words are hashed into a pool, each word of
 * the pool is mixed into every other, and the seeds are hashed out of it.
 */
final class SeedSequence {

	private static final int POOL = 24;

	/** A running multiplicative hash of 32-bit words. */
	private static final class Hash {

		private final int factor;

		private int state;

		Hash(final int initial, final int factor) {
			this.state = initial;
			this.factor = factor;
		}

		int of(final int word) {
			final int mixed = word ^ state;
			state *= factor;
			final int product = mixed * state;
			return product ^ product >>> 16;
		}
	}

	private final int[] pool = new int[POOL];

	/**
	 * @param seed all 64 bits, unsigned
	 * @param place the node's number and depth, or nothing for the whole tree's
	 *          seeds
	 */
	SeedSequence(final long seed, final int... place) {
		final Hash hash = new Hash(0x43b0d7e5, 0x931e8875);
		final int[] words = words(seed, place);
		for (int i = 0; i < POOL; i++) {
			pool[i] = hash.of(i < words.length ? words[i] : 0);
		}
		for (int from = 0; from < POOL; from++) {
			for (int to = 0; to < POOL; to++) {
				if (from != to) {
					pool[to] = mix(pool[to], hash.of(pool[from]));
				}
			}
		}
		for (int i = POOL; i < words.length; i++) {
			for (int to = 0; to < POOL; to++) {
				pool[to] = mix(pool[to], hash.of(words[i]));
			}
		}
	}

	/** The first seed, an unsigned number of 32 bits. */
	long first() {
		return new Hash(0x8b51f9dd, 0x58f38ded).of(pool[0]) & 0xffffffffL;
	}

	// NB: where a place is given, the seed is padded to the size of the pool.
	private static int[] words(final long seed, final int[] place) {
		final int high = (int) (seed >>> 32);
		final int[] own = high == 0 ? new int[] { (int) seed } : new int[] {
			(int) seed, high };
		return place.length == 0 ? own : IntStream.concat(Arrays.stream(Arrays
			.copyOf(own, POOL)), Arrays.stream(place)).toArray();
	}

	private static int mix(final int x, final int y) {
		final int mixed = 0xca01f9dd * x - 0x4973f715 * y;
		return mixed ^ mixed >>> 16;
	}
}
