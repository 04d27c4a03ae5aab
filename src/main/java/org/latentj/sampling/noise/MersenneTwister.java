
package org.latentj.sampling.noise;

/**
 * The generator mt19937 (Matsumoto and Nishimura 1998, "Mersenne Twister: a
 * 623-dimensionally equidistributed uniform pseudo-random number generator").
 */
final class MersenneTwister {

	private static final int N = 624;

	private static final int M = 397;

	private final int[] state = new int[N];

	private int next = N;

	/**
	 * @param seed of which PyTorch uses the lowest 32 bits only
	 */
	MersenneTwister(final long seed) {
		state[0] = (int) seed;
		for (int i = 1; i < N; i++) {
			final int last = state[i - 1];
			state[i] = 1812433253 * (last ^ (last >>> 30)) + i;
		}
	}

	/** The next 32 random bits. */
	int nextInt() {
		if (next == N) {
			twist();
			next = 0;
		}
		int y = state[next++];
		y ^= y >>> 11;
		y ^= (y << 7) & 0x9d2c5680;
		y ^= (y << 15) & 0xefc60000;
		return y ^ (y >>> 18);
	}

	/** The next 64 random bits; the first draw becomes the upper half. */
	long nextLong() {
		final long high = nextInt();
		return high << 32 | nextInt() & 0xffffffffL;
	}

	/** A float of 24 random bits in [0, 1). */
	float nextFloat() {
		return (nextInt() & 0xffffff) * 0x1p-24f;
	}

	/** A double of 53 random bits in [0, 1). */
	double nextDouble() {
		return (nextLong() & 0x1fffffffffffffL) * 0x1p-53;
	}

	private void twist() {
		for (int i = 0; i < N; i++) {
			final int y = state[i] & 0x80000000 | state[(i + 1) % N] & 0x7fffffff;
			state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0
				: 0x9908b0df);
		}
	}
}
