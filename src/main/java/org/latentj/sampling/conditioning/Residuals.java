
package org.latentj.sampling.conditioning;

import java.util.HashMap;
import java.util.Map;

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

	/**
	 * Those of both, added where both have some. NB: numbers of both are
	 * overwritten, since all are large and new in each step.
	 *
	 * @param strength by which the others are multiplied
	 */
	public Residuals plus(final double strength, final Residuals others) {
		final Map<String, Tensor> sum = new HashMap<>(at);
		others.at.forEach((place, more) -> {
			scale(more.data(), (float) strength);
			sum.merge(place, more, Residuals::added);
		});
		return new Residuals(sum);
	}

	private static void scale(final float[] numbers, final float strength) {
		if (strength != 1) {
			for (int i = 0; i < numbers.length; i++) {
				numbers[i] *= strength;
			}
		}
	}

	/** The mean over all cells instead of each of them. */
	public Residuals averaged() {
		final Map<String, Tensor> means = new HashMap<>();
		at.forEach((place, t) -> means.put(place, mean(t)));
		return new Residuals(means);
	}

	/** NB: one of them may have one cell for all. */
	private static Tensor added(final Tensor a, final Tensor b) {
		if (a.length() < b.length()) {
			return added(b, a);
		}
		final float[] sum = a.data();
		if (a.length() == b.length()) {
			for (int i = 0; i < sum.length; i++) {
				sum[i] += b.data()[i];
			}
			return a;
		}
		final int plane = a.length() / b.length();
		for (int i = 0; i < sum.length; i++) {
			sum[i] += b.data()[i / plane];
		}
		return a;
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
