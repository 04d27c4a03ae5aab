
package org.latentj.sampling.attention;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.tensor.Tensor;

/**
 * What a network attended to in one picture, summed over its calls. Not safe
 * for threads.
 */
public final class AttentionSums {

	/** Tokens of the prompt. */
	private final int tokens;

	private final Map<Grid, Sum> sums = new LinkedHashMap<>();

	/** Of one grid. */
	private static final class Sum {

		private final float[] words;

		private float[] self;

		private int calls;

		private int layers;

		Sum(final int length) {
			words = new float[length];
		}
	}

	/** @param tokens of the prompt; its chunks have 77 each */
	public AttentionSums(final int tokens) {
		this.tokens = tokens;
	}

	/**
	 * Adds what one item of a call attended to. Where the call had the prompt
	 * several times, one after the other, what falls on each of them is added up.
	 */
	void add(final LevelAttention level, final int item) {
		final Grid grid = level.grid();
		final Sum sum = sums.computeIfAbsent(grid, g -> new Sum(g.cells() *
			tokens));
		final int repeated = level.words().size(2);
		final float[] from = level.words().data();
		final int start = item * grid.cells() * repeated;
		for (int cell = 0; cell < grid.cells(); cell++) {
			for (int t = 0; t < repeated; t++) {
				sum.words[cell * tokens + t % tokens] += from[start + cell * repeated +
					t];
			}
		}
		level.self().ifPresent(self -> {
			final int length = grid.cells() * grid.cells();
			sum.self = sum.self == null ? new float[length] : sum.self;
			for (int i = 0; i < length; i++) {
				sum.self[i] += self.data()[item * length + i];
			}
		});
		sum.calls++;
		sum.layers = level.layers();
	}

	/** Whether the network was called. */
	public boolean isEmpty() {
		return sums.isEmpty();
	}

	/** The grids, each of which has its own cells. */
	public List<Grid> grids() {
		return List.copyOf(sums.keySet());
	}

	/** Of how many layers and calls the means of a grid are. */
	int weight(final Grid grid) {
		return sums.get(grid).layers * sums.get(grid).calls;
	}

	/**
	 * How much the cells of a grid attend to a token, mean over layers and calls.
	 *
	 * @return [1, 1, height, width]; the sum over all tokens of the prompt is 1
	 */
	public Tensor token(final Grid grid, final int token) {
		final Sum sum = sums.get(grid);
		final Tensor map = Tensor.zeros(1, 1, grid.height(), grid.width());
		for (int cell = 0; cell < grid.cells(); cell++) {
			map.data()[cell] = sum.words[cell * tokens + token] / sum.calls;
		}
		return map;
	}

	/**
	 * How much the cells of a grid attend to a word: the mean over its tokens, as
	 * Tang et al. 2022 have it.
	 *
	 * @return [1, 1, height, width]
	 * @throws IllegalArgumentException if the prompt has no such token
	 */
	public Tensor word(final Grid grid, final WordTokens word) {
		final List<Integer> own = new ArrayList<>(word.tokens());
		Tensor map = Tensor.zeros(1, 1, grid.height(), grid.width());
		for (final int token : own) {
			if (token < 0 || token >= tokens) {
				throw new IllegalArgumentException("the word '" + word.word() +
					"' is said to be token " + token + "; the prompt has " + tokens);
			}
			map = map.plus(token(grid, token));
		}
		return map.times(1.0 / own.size());
	}

	/**
	 * How much the cells of a grid attend to one another, mean over layers and
	 * calls.
	 *
	 * @return [cells, cells], the sum over the last axis is 1; empty if it was
	 *         not asked for
	 */
	public Optional<Tensor> self(final Grid grid) {
		final Sum sum = sums.get(grid);
		return Optional.ofNullable(sum.self).map(s -> new Tensor(s, grid.cells(),
			grid.cells()).times(1.0 / sum.calls));
	}
}
