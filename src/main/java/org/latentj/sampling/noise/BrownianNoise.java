
package org.latentj.sampling.noise;

import java.math.BigDecimal;
import java.math.RoundingMode;

import org.latentj.tensor.Tensor;

/**
 * Increments of one Brownian motion over the noise levels, each divided by the
 * square root of its length: noise of unit variance, but two intervals that
 * overlap share what they have in common, so that a step refined into two sees
 * the same path.
 * <p>
 * The path is a virtual Brownian tree (Li et al. 2020, "Scalable gradients for
 * stochastic differential equations", algorithm 3): nothing is stored, the
 * value at the midpoint of an interval is drawn from the Brownian bridge
 * (Lévy's construction) with a seed that belongs to that interval, down to a
 * resolution of 1e-6. Seeds and bisection are those of torchsde's
 * {@code BrownianTree}, so that ComfyUI's SDE samplers see the same path.
 * </p>
 */
public final class BrownianNoise implements NoiseSource {

	private static final int DIGITS = 6;

	private final long seed;

	private final int[] shape;

	private final Interval whole;

	private final Tensor wholeIncrement;

	/** A node of the tree: its bounds and its place. */
	private record Interval(double start, double end, int number, int depth) {

		double length() {
			return end - start;
		}

		double middle() {
			return round(0.5 * (end + start));
		}

		Interval left() {
			return new Interval(start, middle(), 2 * number, depth + 1);
		}

		Interval right() {
			return new Interval(middle(), end, 2 * number + 1, depth + 1);
		}
	}

	/**
	 * @param seed all 64 bits, unsigned
	 * @param sigmaMin the lowest noise level above 0, where the path begins
	 * @param sigmaMax the highest noise level, where it ends
	 * @param shape of the noise
	 * @throws IllegalArgumentException if the levels are not in order
	 */
	public BrownianNoise(final long seed, final double sigmaMin,
		final double sigmaMax, final int... shape)
	{
		if (!(sigmaMin >= 0 && sigmaMin <= sigmaMax && sigmaMax < 1e9)) {
			throw new IllegalArgumentException("noise levels from " + sigmaMin +
				" to " + sigmaMax + ", they must rise and lie between 0 and 1e9");
		}
		this.seed = seed;
		this.shape = shape.clone();
		whole = new Interval(round(sigmaMin), round(sigmaMax), 0, 0);
		wholeIncrement = randn(new SeedSequence(seed)).times(Math.sqrt(sigmaMax -
			sigmaMin));
	}

	/**
	 * {@inheritDoc}
	 *
	 * @throws IllegalArgumentException if both levels are one
	 */
	@Override
	public Tensor next(final double sigmaFrom, final double sigmaTo) {
		final double low = Math.min(sigmaFrom, sigmaTo);
		final double high = Math.max(sigmaFrom, sigmaTo);
		if (low == high) {
			throw new IllegalArgumentException(
				"a Brownian motion has no increment from " + low + " to itself");
		}
		final double sign = sigmaFrom < sigmaTo ? 1 : -1;
		// NB: the length is that of two floats, rounded once more.
		final float length = (float) high - (float) low;
		final float scale = (float) Math.sqrt(length);
		return increment(whole, wholeIncrement, clamp(low), clamp(high)).map(
			w -> (float) sign * w / scale);
	}

	private double clamp(final double sigma) {
		return round(Math.max(whole.start, Math.min(whole.end, sigma)));
	}

	private Tensor increment(final Interval node, final Tensor w,
		final double from, final double to)
	{
		if (from == to) {
			return Tensor.zeros(shape);
		}
		if (from == node.start && to == node.end) {
			return w;
		}
		final double middle = node.middle();
		final Tensor left = bridge(node, w);
		if (to <= middle) {
			return increment(node.left(), left, from, to);
		}
		final Tensor right = w.minus(left);
		if (from >= middle) {
			return increment(node.right(), right, from, to);
		}
		return increment(node.left(), left, from, middle).plus(increment(node
			.right(), right, middle, to));
	}

	/** The increment over the left half, given that over the whole. */
	private Tensor bridge(final Interval node, final Tensor w) {
		final double left = node.middle() - node.start;
		final double right = node.end - node.middle();
		final Tensor noise = randn(new SeedSequence(seed, node.number, node.depth));
		return w.times(left).times(1 / node.length()).plus(Math.sqrt(left * right *
			(1 / node.length())), noise);
	}

	private Tensor randn(final SeedSequence seeds) {
		return new TorchNoise(seeds.first()).randn(shape);
	}

	private static double round(final double x) {
		return new BigDecimal(x).setScale(DIGITS, RoundingMode.HALF_EVEN)
			.doubleValue();
	}
}
