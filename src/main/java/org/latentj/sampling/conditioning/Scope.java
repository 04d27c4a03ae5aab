
package org.latentj.sampling.conditioning;

import java.util.Optional;

import org.latentj.tensor.Tensor;

/**
 * Where, when and how strongly a conditioning counts beside others.
 *
 * @param area the only part of the latent that the network is shown with it
 * @param strength its weight against others
 * @param mask weights of the places, [1 or N, H, W] of any size
 * @param maskStrength factor of the mask
 * @param maskBounds whether the network is shown only the rectangle that bounds
 *          the mask
 * @param start part of the way from noise to picture at which it starts to
 *          count
 * @param end part of the way at which it ends
 */
public record Scope(Optional<Area> area, double strength, Optional<Tensor> mask,
		double maskStrength, boolean maskBounds, double start, double end) {

	/** Everywhere, always, with weight 1. */
	public static final Scope EVERYWHERE = new Scope(Optional.empty(), 1, Optional
		.empty(), 1, false, 0, 1);

	/** @throws IllegalArgumentException if a value is out of its range */
	public Scope {
		if (!Double.isFinite(strength) || !Double.isFinite(maskStrength)) {
			throw new IllegalArgumentException("the strength of a conditioning is " +
				strength + " and that of its mask " + maskStrength +
				", they must be finite");
		}
		if (!(start >= 0 && start <= end && end <= 1)) {
			throw new IllegalArgumentException("a conditioning counts from " + start +
				" to " + end + ", these must rise and be 0 to 1");
		}
		if (mask.isPresent() && mask.get().rank() != 3) {
			throw new IllegalArgumentException(
				"a conditioning's mask has the shape [1 or N, H, W], this one is " +
					mask.get());
		}
	}

	/** This area, instead of an earlier one and of the mask's bounds. */
	Scope within(final Area newArea, final double newStrength) {
		return new Scope(Optional.of(newArea), newStrength, mask, maskStrength,
			false, start, end);
	}

	Scope masked(final Tensor newMask, final double newStrength,
		final boolean bounds)
	{
		return new Scope(area, strength, Optional.of(newMask), newStrength, bounds,
			start, end);
	}

	Scope during(final double newStart, final double newEnd) {
		return new Scope(area, strength, mask, maskStrength, maskBounds, newStart,
			newEnd);
	}
}
