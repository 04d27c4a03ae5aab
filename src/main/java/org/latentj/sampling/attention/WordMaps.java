
package org.latentj.sampling.attention;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.latentj.latent.ResizeMethod;
import org.latentj.tensor.Tensor;

/**
 * Makes a map of the picture for each word: how much each place attends to it,
 * mean over heads, layers and calls, each layer's map enlarged by bicubic
 * interpolation to the picture (Tang et al. 2022, "What the DAAM", equations 5
 * and 6). A map may be refined: multiplied by how much places attend to one
 * another, so that a word spreads over what the network sees as one thing (Wang
 * et al. 2023, DiffSegmenter, section 3.3).
 *
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param cell pixels along the edge of a latent's cell, in the picture
 * @param resolutions sides in pixels of the cells that count; empty for all
 * @param refine how often the self-attention is multiplied with; 0 = not at all
 */
public record WordMaps(int width, int height, int cell,
		List<Integer> resolutions, int refine) {

	/** Copies the list. */
	public WordMaps {
		resolutions = List.copyOf(resolutions);
	}

	/**
	 * The maps.
	 *
	 * @return [1, words, height, width], all numbers 0 or greater; of all tokens
	 *         of the prompt the sum would be about 1 in each pixel
	 * @throws IllegalArgumentException if there is no cell of a resolution that
	 *           was chosen, or nothing to refine by
	 */
	public Tensor of(final AttentionSums sums, final List<WordTokens> words) {
		final List<Grid> grids = grids(sums);
		final Optional<Grid> by = refine == 0 ? Optional.empty() : Optional.of(
			finest(sums));
		final Tensor all = Tensor.zeros(1, words.size(), height, width);
		for (int i = 0; i < words.size(); i++) {
			final WordTokens word = words.get(i);
			final Tensor map = by.map(g -> enlarged(refined(sums, grids, word, g), g))
				.orElseGet(() -> mean(sums, grids, word));
			System.arraycopy(map.data(), 0, all.data(), i * width * height, width *
				height);
		}
		return all;
	}

	/** The mean of all grids, each enlarged to the picture. */
	private Tensor mean(final AttentionSums sums, final List<Grid> grids,
		final WordTokens word)
	{
		Tensor sum = Tensor.zeros(1, 1, height, width);
		double weights = 0;
		for (final Grid grid : grids) {
			sum = sum.plus(sums.weight(grid), enlarged(sums.word(grid, word), grid));
			weights += sums.weight(grid);
		}
		return sum.times(1 / weights);
	}

	/** The same in the cells of one grid, multiplied by its self-attention. */
	private Tensor refined(final AttentionSums sums, final List<Grid> grids,
		final WordTokens word, final Grid by)
	{
		Tensor map = Tensor.zeros(1, 1, by.height(), by.width());
		double weights = 0;
		for (final Grid grid : grids) {
			map = map.plus(sums.weight(grid), ResizeMethod.BICUBIC.resize(sums.word(
				grid, word), by.width(), by.height()));
			weights += sums.weight(grid);
		}
		map = map.times(1 / weights);
		final Tensor self = sums.self(by).orElseThrow();
		for (int i = 0; i < refine; i++) {
			map = product(self, map);
		}
		return map;
	}

	private static Tensor product(final Tensor self, final Tensor map) {
		final int cells = self.size(0);
		final Tensor out = Tensor.zeros(map.shape());
		for (int to = 0; to < cells; to++) {
			double sum = 0;
			for (int from = 0; from < cells; from++) {
				sum += self.data()[to * cells + from] * map.data()[from];
			}
			out.data()[to] = (float) sum;
		}
		return out;
	}

	/**
	 * Enlarged to the picture; what bicubic interpolation makes negative is 0.
	 * NB: the cells may reach beyond the picture, by their rounding and its own.
	 */
	private Tensor enlarged(final Tensor map, final Grid grid) {
		final int wide = Math.max(1, Math.round(covered(width, grid.latentWidth()) *
			grid.step() * grid.width() / grid.latentWidth()));
		final int high = Math.max(1, Math.round(covered(height, grid
			.latentHeight()) * grid.step() * grid.height() / grid.latentHeight()));
		final Tensor large = ResizeMethod.BICUBIC.resize(map, wide, high);
		final Tensor out = Tensor.zeros(1, 1, height, width);
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				out.data()[y * width + x] = Math.max(0, large.data()[Math.min(y, high -
					1) * wide + Math.min(x, wide - 1)]);
			}
		}
		return out;
	}

	/** Pixels that a latent covers: one of a first pass all of the picture. */
	private float covered(final int pixels, final int cells) {
		final int whole = (pixels + cell - 1) / cell;
		return cells == whole ? cells * cell : pixels;
	}

	/** Sides in pixels of the picture of the cells of each grid. */
	private int side(final Grid grid) {
		return Math.round(covered(width, grid.latentWidth()) * grid.step() / grid
			.latentWidth());
	}

	private List<Grid> grids(final AttentionSums sums) {
		final List<Grid> all = new ArrayList<>(sums.grids());
		final TreeSet<Integer> there = all.stream().map(this::side).collect(
			Collectors.toCollection(TreeSet::new));
		for (final int chosen : resolutions) {
			if (!there.contains(chosen)) {
				throw new IllegalArgumentException("resolutions names " + chosen +
					", but this network attends to words in cells of " + there.stream()
						.map(String::valueOf).collect(Collectors.joining(", ")) +
					" pixels of this picture");
			}
		}
		all.removeIf(g -> !resolutions.isEmpty() && !resolutions.contains(side(g)));
		return all;
	}

	private static Grid finest(final AttentionSums sums) {
		return sums.grids().stream().filter(g -> sums.self(g).isPresent()).max(
			Comparator.comparingInt(Grid::cells)).orElseThrow(
				() -> new IllegalArgumentException(
					"the maps cannot be refined: the network was not asked how much places attend to one another"));
	}
}
