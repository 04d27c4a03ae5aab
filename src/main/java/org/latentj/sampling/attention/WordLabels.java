
package org.latentj.sampling.attention;

import org.latentj.tensor.Tensor;

/**
 * Which word each pixel of a picture belongs to. Each word's map is stretched
 * to 0 to 1, as maps of common words are higher everywhere than those of rare
 * ones; a pixel is of the word that is highest there, or of none if that is
 * below a threshold.
 */
public final class WordLabels {

	/** The label of pixels of no word; the words have 1, 2, ... */
	public static final int BACKGROUND = 0;

	private WordLabels() {}

	/**
	 * Maps that go from 0 to 1 each. NB: one that is the same everywhere says
	 * nothing, and becomes 0.
	 *
	 * @param maps [1, words, H, W]
	 */
	public static Tensor stretched(final Tensor maps) {
		final int plane = maps.size(2) * maps.size(3);
		final Tensor out = Tensor.zeros(maps.shape());
		for (int word = 0; word < maps.size(1); word++) {
			float low = Float.POSITIVE_INFINITY;
			float high = Float.NEGATIVE_INFINITY;
			for (int i = word * plane; i < (word + 1) * plane; i++) {
				low = Math.min(low, maps.data()[i]);
				high = Math.max(high, maps.data()[i]);
			}
			for (int i = word * plane; high > low && i < (word + 1) * plane; i++) {
				out.data()[i] = (maps.data()[i] - low) / (high - low);
			}
		}
		return out;
	}

	/**
	 * The labels.
	 *
	 * @param maps [1, words, H, W]
	 * @param threshold below which a pixel is of no word, 0 to 1 of a stretched
	 *          map
	 * @return [H * W], {@link #BACKGROUND} or the number of the word from 1; of
	 *         equal ones the first
	 */
	public static int[] of(final Tensor maps, final double threshold) {
		final float[] all = stretched(maps).data();
		final int plane = maps.size(2) * maps.size(3);
		final int[] labels = new int[plane];
		for (int i = 0; i < plane; i++) {
			int best = 0;
			for (int word = 1; word < maps.size(1); word++) {
				best = all[word * plane + i] > all[best * plane + i] ? word : best;
			}
			labels[i] = all[best * plane + i] >= threshold && all[best * plane +
				i] > 0 ? best + 1 : BACKGROUND;
		}
		return labels;
	}
}
