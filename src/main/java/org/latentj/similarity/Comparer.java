
package org.latentj.similarity;

import java.io.IOException;
import java.util.Optional;

import org.latentj.engine.ClipSession;
import org.latentj.tensor.Tensor;

/**
 * Compares pictures, one after the other, with what a {@link Comparison} names.
 * Phrases and example are encoded once.
 *
 * <pre>
 *
 * Comparer comparer = Comparer.of(clip, comparison, Optional.empty());
 * double[] row = comparer.values(pixels);
 * </pre>
 */
public final class Comparer {

	private final ClipSession clip;

	private final Comparison comparison;

	/** [phrases, width]; null without phrases. */
	private final Tensor phrases;

	/** [1, width]; null without an example. */
	private final Tensor example;

	private Comparer(final ClipSession clip, final Comparison comparison,
		final Tensor phrases, final Tensor example)
	{
		this.clip = clip;
		this.comparison = comparison;
		this.phrases = phrases;
		this.example = example;
	}

	/**
	 * Encodes phrases and example.
	 *
	 * @param clip stays the caller's to close
	 * @param example pixels [1, 3, H, W] in 0 to 1, where the comparison has one
	 * @throws IllegalArgumentException if a phrase cannot be compared, or the
	 *           model reads none
	 */
	public static Comparer of(final ClipSession clip, final Comparison comparison,
		final Optional<Tensor> example) throws IOException
	{
		if (example.isPresent() != comparison.example()) {
			throw new IllegalArgumentException("the comparison has " + (comparison
				.example() ? "an" : "no") + " example, " + (example.isPresent() ? "one"
					: "none") + " was given");
		}
		return new Comparer(clip, comparison, comparison.phrases().isEmpty() ? null
			: clip.phrases(comparison.phrases()), example.isEmpty() ? null : clip
				.pictures(example.get(), comparison.fit()));
	}

	/**
	 * What the columns say of a picture.
	 *
	 * @param pixels [1, 3, H, W] in 0 to 1
	 * @return a number for each of {@link Comparison#columns}: cosines are in -1
	 *         to 1, probabilities in 0 to 1, 1 together
	 * @throws IOException if the model cannot be read
	 * @throws java.util.concurrent.CancellationException if it was stopped
	 */
	public double[] values(final Tensor pixels) throws IOException {
		final Tensor picture = clip.pictures(pixels, comparison.fit());
		final double[] all = new double[comparison.columns().size()];
		final int count = comparison.phrases().size();
		for (int i = 0; i < count; i++) {
			all[i] = product(picture, phrases, i);
		}
		if (count > 1) {
			softmax(all, count, clip.scale());
		}
		if (example != null) {
			all[all.length - 1] = product(picture, example, 0);
		}
		return all;
	}

	/** The cosine, since both have the length 1. */
	private static double product(final Tensor picture, final Tensor others,
		final int row)
	{
		final int width = picture.length();
		double sum = 0;
		for (int i = 0; i < width; i++) {
			sum += (double) picture.data()[i] * others.data()[row * width + i];
		}
		return sum;
	}

	/**
	 * Puts the probabilities behind the cosines: the softmax of the cosines times
	 * the model's scale (Radford et al. 2021, figure 3).
	 */
	private static void softmax(final double[] all, final int count,
		final double scale)
	{
		double most = Double.NEGATIVE_INFINITY;
		for (int i = 0; i < count; i++) {
			most = Math.max(most, all[i]);
		}
		double sum = 0;
		for (int i = 0; i < count; i++) {
			all[count + i] = Math.exp(scale * (all[i] - most));
			sum += all[count + i];
		}
		for (int i = 0; i < count; i++) {
			all[count + i] /= sum;
		}
	}
}
