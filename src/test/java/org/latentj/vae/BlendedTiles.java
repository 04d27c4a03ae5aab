
package org.latentj.vae;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import org.latentj.latent.LatentGeometry;
import org.latentj.latent.Tiles;
import org.latentj.latent.Tiles.Tile;
import org.latentj.tensor.Tensor;

/**
 * How ComfyUI's "VAE Decode (Tiled)" blends tiles, with linear ramps, for
 * comparisons. LatentJ's own tiled VAE gives the picture of the whole VAE
 * instead, see {@link TiledVae}.
 */
final class BlendedTiles {

	private BlendedTiles() {}

	/**
	 * The three shapes (tall, wide, square) over which ComfyUI averages, so that
	 * no seam stays in place.
	 *
	 * @param size of the square tile, even
	 */
	static List<Tiles> threeShapes(final int size, final int overlap) {
		return List.of(new Tiles(size / 2, size * 2, overlap), new Tiles(size * 2,
			size / 2, overlap), new Tiles(size, size, overlap));
	}

	/**
	 * Decodes each tile and blends the pictures.
	 *
	 * @param x [1, C, H, W]
	 * @param decode from [1, C, h, w] to [1, D, 8h, 8w]
	 * @return [1, D, 8H, 8W]
	 */
	static Tensor decode(final Tiles tiles, final Tensor x,
		final UnaryOperator<Tensor> decode)
	{
		Blend blend = null;
		for (final Tile t : tiles.plan(x.size(3), x.size(2))) {
			final Tensor picture = decode.apply(LatentGeometry.cut(x, t.x(), t.y(), t
				.width(), t.height()));
			if (blend == null) {
				blend = new Blend(picture.size(1), 8 * x.size(3), 8 * x.size(2), 8 *
					tiles.overlap());
			}
			blend.add(picture, 8 * t.x(), 8 * t.y());
		}
		return blend.result();
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
