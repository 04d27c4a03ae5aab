
package org.latentj.latent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A plan of overlapping tiles for a tensor that is too large to be worked on at
 * once. Tiles begin where those of ComfyUI's tiled VAE do.
 *
 * @param width of a tile, in samples of the input
 * @param height of a tile
 * @param overlap of neighbouring tiles, smaller than both
 */
public record Tiles(int width, int height, int overlap) {

	public Tiles {
		if (overlap < 0 || width <= overlap || height <= overlap) {
			throw new IllegalArgumentException("tiles of " + width + "x" + height +
				" cannot overlap by " + overlap +
				": it must be at least 0 and less than both sides");
		}
	}

	/** One tile: its place and size in samples of the input. */
	public record Tile(int x, int y, int width, int height) {
	}

	/**
	 * The tiles that cover an input, row by row.
	 *
	 * @param inputWidth at least 1
	 * @param inputHeight at least 1
	 */
	public List<Tile> plan(final int inputWidth, final int inputHeight) {
		final List<Tile> tiles = new ArrayList<>();
		for (final int y : starts(inputHeight, height)) {
			for (final int x : starts(inputWidth, width)) {
				tiles.add(new Tile(x, y, Math.min(width, inputWidth - x), Math.min(
					height, inputHeight - y)));
			}
		}
		return tiles;
	}

	/**
	 * What a tile has for itself when overlaps are shared out by halves: these
	 * parts cover the input once.
	 *
	 * @param tile one of the {@link #plan} for this input
	 */
	public Tile core(final Tile tile, final int inputWidth,
		final int inputHeight)
	{
		final int left = tile.x == 0 ? 0 : tile.x + overlap / 2;
		final int top = tile.y == 0 ? 0 : tile.y + overlap / 2;
		return new Tile(left, top, end(tile.x + tile.width, inputWidth) - left, end(
			tile.y + tile.height, inputHeight) - top);
	}

	private int end(final int tileEnd, final int length) {
		return tileEnd == length ? length : tileEnd - overlap + overlap / 2;
	}

	private int[] starts(final int length, final int tile) {
		if (length <= tile) {
			return new int[] { 0 };
		}
		final int step = tile - overlap;
		final int count = (length - overlap + step - 1) / step;
		final int[] starts = new int[count];
		Arrays.setAll(starts, i -> i * step);
		return starts;
	}
}
