
package org.latentj.sampling.conditioning;

import java.math.BigInteger;
import java.util.Collection;

import org.latentj.tensor.Tensor;

/**
 * Tokens that the network attends to. Those of unlike number share a call in
 * being repeated up to the least common multiple: attention does not notice
 * that a sequence stands there several times. What would have to be repeated
 * more than {@value #MOST_REPEATS} times, ComfyUI's limit for two contexts,
 * goes into another call.
 *
 * @param tensor [n, tokens, width]
 */
public record CrossAttention(Tensor tensor) implements Cond {

	private static final int MOST_REPEATS = 4;

	/** @throws IllegalArgumentException if the shape is another one */
	public CrossAttention {
		if (tensor.rank() != 3 || tensor.length() == 0) {
			throw new IllegalArgumentException(
				"a context has the shape [n, tokens, width], this one is " + tensor);
		}
	}

	@Override
	public CrossAttention with(final Tensor other) {
		return new CrossAttention(other);
	}

	@Override
	public boolean joins(final Collection<Cond> others) {
		long shortest = tokens(this);
		for (final Cond other : others) {
			if (other.tensor().size(2) != tensor.size(2)) {
				return false;
			}
			shortest = Math.min(shortest, tokens(other));
		}
		return length(others) / shortest <= MOST_REPEATS;
	}

	@Override
	public CrossAttention beside(final Collection<Cond> others) {
		final int times = (int) (length(others) / tokens(this));
		if (times == 1) {
			return this;
		}
		final int n = tensor.size(0);
		final int item = tensor.length() / n;
		final Tensor out = Tensor.zeros(n, times * tensor.size(1), tensor.size(2));
		for (int i = 0; i < n * times; i++) {
			System.arraycopy(tensor.data(), i / times * item, out.data(), i * item,
				item);
		}
		return new CrossAttention(out);
	}

	/** The least common multiple of all numbers of tokens. */
	private long length(final Collection<Cond> others) {
		long length = tokens(this);
		for (final Cond other : others) {
			length = lcm(length, tokens(other));
		}
		return length;
	}

	private static long tokens(final Cond cond) {
		return cond.tensor().size(1);
	}

	private static long lcm(final long a, final long b) {
		return a / BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).longValue() * b;
	}
}
