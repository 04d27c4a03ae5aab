
package org.latentj.unet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.sampling.attention.Grid;
import org.latentj.sampling.attention.LevelAttention;
import org.latentj.tensor.Tensor;

/**
 * The attention that a graph gives out.
 *
 * @param words number of layers that attend to the text, by level
 * @param self number of layers that attend to the picture, likewise
 */
record AttentionLevels(Map<Integer, Integer> words,
		Map<Integer, Integer> self) {

	/** An output's name without its level. */
	static final String WORDS = "attention_words_";

	/** Likewise. */
	static final String SELF = "attention_self_";

	/**
	 * Shapes of the outputs by name.
	 *
	 * @param x [n, C, H, W]
	 * @param tokens of the text
	 */
	Map<String, int[]> shapes(final Tensor x, final int tokens) {
		final Map<String, int[]> shapes = new HashMap<>();
		words.keySet().forEach(level -> shapes.put(WORDS + level, new int[] { x
			.size(0), cells(x, level), tokens }));
		self.keySet().forEach(level -> shapes.put(SELF + level, new int[] { x.size(
			0), cells(x, level), cells(x, level) }));
		return shapes;
	}

	private static int cells(final Tensor x, final int level) {
		return new Grid(level, x.size(2), x.size(3)).cells();
	}

	/** What came out of a run on these latents, the finest level first. */
	List<LevelAttention> of(final Tensor x, final Map<String, Tensor> outputs) {
		final List<LevelAttention> all = new ArrayList<>();
		words.forEach((level, layers) -> all.add(new LevelAttention(new Grid(level,
			x.size(2), x.size(3)), layers, outputs.get(WORDS + level), Optional
				.ofNullable(outputs.get(SELF + level)))));
		return all;
	}
}
