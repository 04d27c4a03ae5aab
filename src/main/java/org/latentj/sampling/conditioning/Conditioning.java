
package org.latentj.sampling.conditioning;

import java.util.Arrays;

import org.latentj.tensor.Tensor;

/**
 * What the network is told about the picture.
 *
 * @param context text embedding, [1, tokens, width]; tokens is a multiple of 77
 */
public record Conditioning(Tensor context) {

	public Conditioning {
		if (context.rank() != 3 || context.size(0) != 1) {
			throw new IllegalArgumentException(
				"a context has the shape [1, tokens, width], this one is " + context);
		}
	}

	/**
	 * These tokens and then those of another conditioning.
	 *
	 * @throws IllegalArgumentException if the widths differ
	 */
	public Conditioning concat(final Conditioning other) {
		final float[] data = Arrays.copyOf(context.data(), context.length() +
			other.context.length());
		System.arraycopy(other.context.data(), 0, data, context.length(),
			other.context.length());
		return new Conditioning(new Tensor(data, 1, context.size(1) + other
			.sameWidth(this).size(1), context.size(2)));
	}

	/**
	 * The weighted mean of this and another conditioning, which is filled with
	 * zeros, or cut, to the number of these tokens.
	 *
	 * @param strength weight of this one, 0 to 1
	 * @throws IllegalArgumentException if the widths differ
	 */
	public Conditioning average(final Conditioning other, final double strength) {
		final float[] fitted = Arrays.copyOf(other.sameWidth(this).data(), context
			.length());
		return new Conditioning(context.times(strength).plus(new Tensor(fitted,
			context.shape()).times(1 - strength)));
	}

	private Tensor sameWidth(final Conditioning as) {
		if (context.size(2) != as.context.size(2)) {
			throw new IllegalArgumentException("conditionings of width " + as.context
				.size(2) + " and " + context.size(2) +
				" cannot be joined: they are of different families");
		}
		return context;
	}
}
