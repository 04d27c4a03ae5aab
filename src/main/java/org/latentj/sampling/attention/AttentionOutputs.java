
package org.latentj.sampling.attention;

/**
 * What of its attention a network gives out beside its prediction. It is
 * decided when the network is opened: one that gives nothing out has no node
 * for it, and costs nothing.
 *
 * @param words whether it gives out how much each place of the picture attends
 *          to each token of the text
 * @param selfFrom the finest level, 0 being that of the latent itself, of which
 *          it gives out how much places attend to one another;
 *          {@link #NO_LEVEL} for none. NB: numbers of a level are the square of
 *          its cells
 */
public record AttentionOutputs(boolean words, int selfFrom) {

	/** None of the levels. */
	public static final int NO_LEVEL = Integer.MAX_VALUE;

	/** Nothing beside the prediction, as usual. */
	public static final AttentionOutputs NONE = new AttentionOutputs(false,
		NO_LEVEL);

	/** That of the words at all levels. */
	public static final AttentionOutputs WORDS = new AttentionOutputs(true,
		NO_LEVEL);

	/** @throws IllegalArgumentException if the level is negative */
	public AttentionOutputs {
		if (selfFrom < 0) {
			throw new IllegalArgumentException("the level " + selfFrom +
				" is none: 0 is the latent's own, each further one has half of its width and height");
		}
	}

	/**
	 * That of the words at all levels, and among places at those levels that have
	 * at most so many cells.
	 *
	 * @param height of the latent in cells
	 * @param width likewise
	 */
	public static AttentionOutputs withSelf(final int height, final int width,
		final int cells)
	{
		int level = 0;
		while ((long) side(height, level) * side(width, level) > cells && side(Math
			.max(height, width), level) > 1)
		{
			level++;
		}
		return new AttentionOutputs(true, level);
	}

	/**
	 * Cells along a side at a level.
	 *
	 * @param cells along the side of the latent
	 */
	public static int side(final int cells, final int level) {
		int side = cells;
		for (int i = 0; i < level; i++) {
			side = (side + 1) / 2;
		}
		return side;
	}

	/** Whether anything is given out. */
	public boolean isAny() {
		return words || selfFrom != NO_LEVEL;
	}
}
