
package org.latentj.omezarr.run;

import java.io.IOException;

import org.latentj.image.Mask;
import org.latentj.stack.MadePictures;
import org.latentj.stack.PictureSink;
import org.latentj.tensor.Tensor;

import net.imglib2.Interval;

/**
 * Puts tiles together: at each pixel the mean of those that have it, weighted
 * by {@link Tiles#weight}.
 */
final class TileBlend implements PictureSink {

	private final Tiles tiles;

	private final int width;

	private final int height;

	/** Of red, green, blue: each times how much it counts. */
	private final Tensor sum;

	/** How much counts of what was made. */
	private final float[] taken;

	/** How much could. */
	private final float[] all;

	private Interval tile;

	private MadePictures last;

	TileBlend(final Tiles tiles, final int width, final int height) {
		this.tiles = tiles;
		this.width = width;
		this.height = height;
		this.sum = Tensor.zeros(1, 3, height, width);
		this.taken = new float[width * height];
		this.all = new float[width * height];
	}

	/** Says which tile comes next. */
	void at(final Interval next) {
		tile = next;
	}

	/** Leaves that tile out, since nothing of it is to be made. */
	void skip() {
		add(null, null);
	}

	@Override
	public void put(final int only, final MadePictures made) throws IOException {
		OmeSink.requireOne(made);
		last = made;
		add(made.pixels(), null);
	}

	@Override
	public void replace(final int only, final MadePictures made,
		final Mask weights, final Interval box) throws IOException
	{
		OmeSink.requireOne(made);
		last = made;
		add(made.pixels(), weights.tensor());
	}

	private void add(final Tensor pixels, final Tensor weights) {
		final int w = (int) tile.dimension(0);
		final int h = (int) tile.dimension(1);
		for (int y = 0; y < h; y++) {
			final float row = tiles.weight(y, h, tile.min(1) > 0, tile.max(1) +
				1 < height);
			for (int x = 0; x < w; x++) {
				final float weight = row * tiles.weight(x, w, tile.min(0) > 0, tile.max(
					0) + 1 < width);
				final int to = (int) (tile.min(1) + y) * width + (int) tile.min(0) + x;
				all[to] += weight;
				if (pixels == null) {
					continue;
				}
				final int from = y * w + x;
				final float share = weights == null ? weight : weight * weights
					.data()[from];
				taken[to] += share;
				for (int c = 0; c < 3; c++) {
					sum.data()[c * width * height + to] += share * pixels.data()[c * w *
						h + from];
				}
			}
		}
	}

	/** The whole picture; null if all tiles were left out. */
	MadePictures whole() {
		if (last == null) {
			return null;
		}
		for (int c = 0; c < 3; c++) {
			for (int i = 0; i < taken.length; i++) {
				if (taken[i] > 0) {
					sum.data()[c * taken.length + i] /= taken[i];
				}
			}
		}
		return new MadePictures(sum, last.statement(), last.seed());
	}

	/** How much of it is taken. */
	Mask weights() {
		final float[] weights = new float[all.length];
		for (int i = 0; i < weights.length; i++) {
			weights[i] = Math.min(1, taken[i] / all[i]);
		}
		return new Mask(weights, width, height);
	}
}
