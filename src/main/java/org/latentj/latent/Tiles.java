
package org.latentj.latent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import org.latentj.tensor.Tensor;

/**
 * Works on a large tensor in overlapping tiles, whose results are blended with
 * linear ramps, as ComfyUI's tiled VAE does.
 *
 * <pre>
 *
 * Tensor pixels = new Tiles(64, 64, 8).map(latent, 8, vae::decode);
 * </pre>
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
	 * The three shapes (tall, wide, square) over which ComfyUI averages, so that
	 * no seam stays in place.
	 *
	 * @param size of the square tile, even
	 */
	public static List<Tiles> threeShapes(final int size, final int overlap) {
		return List.of(new Tiles(size / 2, size * 2, overlap), new Tiles(size * 2,
			size / 2, overlap), new Tiles(size, size, overlap));
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

	/**
	 * Applies a function to each tile and blends the results.
	 *
	 * @param x [N, C, H, W]
	 * @param scale how many times as large the function's results are: 8 for a
	 *          VAE's decoder, 1/8 for its encoder
	 * @param function from [1, C, h, w] to [1, D, h * scale, w * scale]; called
	 *          once per item and tile
	 * @return [N, D, H * scale, W * scale]
	 */
	public Tensor map(final Tensor x, final double scale,
		final UnaryOperator<Tensor> function)
	{
		final List<Tensor> items = new ArrayList<>();
		for (int n = 0; n < x.size(0); n++) {
			final Tensor item = x.items(n, n + 1);
			Blend blend = null;
			for (final Tile t : plan(x.size(3), x.size(2))) {
				final Tensor result = function.apply(LatentGeometry.cut(item, t.x, t.y,
					t.width, t.height));
				if (blend == null) {
					blend = new Blend(result.size(1), scaled(x.size(3), scale), scaled(x
						.size(2), scale), scaled(overlap, scale));
				}
				blend.add(result, scaled(t.x, scale), scaled(t.y, scale));
			}
			items.add(blend.result());
		}
		return Tensor.concat(items);
	}

	private static int scaled(final int samples, final double scale) {
		return (int) Math.rint(samples * scale);
	}

	/** A weighted mean of tiles that grows by one tile after the other. */
	private static final class Blend {

		private final Tensor sum;

		private final Tensor weights;

		private final int feather;

		Blend(final int channels, final int width, final int height,
			final int feather)
		{
			this.sum = Tensor.zeros(1, channels, height, width);
			this.weights = Tensor.zeros(height, width);
			this.feather = feather;
		}

		void add(final Tensor tile, final int x, final int y) {
			final int w = tile.size(3);
			final int h = tile.size(2);
			final float[] across = ramps(w);
			final float[] down = ramps(h);
			for (int line = 0; line < tile.size(1) * h; line++) {
				final int row = y + line % h;
				final int at = (line / h * sum.size(2) + row) * sum.size(3) + x;
				for (int i = 0; i < w; i++) {
					final float weight = down[line % h] * across[i];
					sum.data()[at + i] += tile.data()[line * w + i] * weight;
					if (line < h) {
						weights.data()[row * sum.size(3) + x + i] += weight;
					}
				}
			}
		}

		/**
		 * Weights that rise and fall linearly over the overlap, also at the input's
		 * own edges, where the division by their sum undoes it.
		 */
		private float[] ramps(final int length) {
			final float[] ramp = new float[length];
			Arrays.fill(ramp, 1);
			for (int t = 0; t < (feather < length ? feather : 0); t++) {
				final float weight = (float) ((t + 1.0) / feather);
				ramp[t] *= weight;
				ramp[length - 1 - t] *= weight;
			}
			return ramp;
		}

		Tensor result() {
			final int plane = weights.length();
			for (int i = 0; i < sum.length(); i++) {
				sum.data()[i] /= weights.data()[i % plane];
			}
			return sum;
		}
	}
}
