
package org.latentj.sampling.conditioning;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.latentj.tensor.Tensor;

/**
 * What is added inside of a UNet, by the place where: to the output of a block
 * on the way down, before the next block takes it ({@link #down}); to that of
 * the middle block; to what a block on the way up takes of one on the way down
 * ({@link #skip}).
 *
 * @param at [n, C, h, w] each, or [n, C, 1, 1] for all cells
 */
public record Residuals(Map<String, Tensor> at) {

	/** Nothing. */
	public static final Residuals NONE = new Residuals(Map.of());

	/** The place behind the middle block. */
	public static final String MIDDLE = "control_middle";

	/** Copies the map. */
	public Residuals {
		at = Map.copyOf(at);
	}

	/**
	 * The place behind a block on the way down.
	 *
	 * @param block its number, from 0
	 */
	public static String down(final int block) {
		return "control_down_" + block;
	}

	/** The place where a block on the way up takes that block's output. */
	public static String skip(final int block) {
		return "control_skip_" + block;
	}

	/** Those of both, added where both have some. */
	public Residuals plus(final Residuals other) {
		final Map<String, Tensor> sum = new HashMap<>(at);
		other.at.forEach((place, more) -> sum.merge(place, more, Residuals::added));
		return new Residuals(sum);
	}

	/** All multiplied by a strength. */
	public Residuals times(final double strength) {
		return strength == 1 ? this : each(t -> t.times(strength));
	}

	/** The mean over all cells instead of each of them. */
	public Residuals averaged() {
		return each(Residuals::mean);
	}

	private Residuals each(final UnaryOperator<Tensor> change) {
		final Map<String, Tensor> changed = new HashMap<>();
		at.forEach((place, t) -> changed.put(place, change.apply(t)));
		return new Residuals(changed);
	}

	/** NB: one of them may have one cell for all. */
	private static Tensor added(final Tensor a, final Tensor b) {
		if (a.length() < b.length()) {
			return added(b, a);
		}
		if (a.length() == b.length()) {
			return a.plus(b);
		}
		final Tensor sum = a.copy();
		final int plane = a.length() / b.length();
		for (int i = 0; i < sum.length(); i++) {
			sum.data()[i] += b.data()[i / plane];
		}
		return sum;
	}

	private static Tensor mean(final Tensor x) {
		final Tensor mean = Tensor.zeros(x.size(0), x.size(1), 1, 1);
		final int plane = x.size(2) * x.size(3);
		for (int p = 0; p < mean.length(); p++) {
			double sum = 0;
			for (int i = 0; i < plane; i++) {
				sum += x.data()[p * plane + i];
			}
			mean.data()[p] = (float) (sum / plane);
		}
		return mean;
	}
}
