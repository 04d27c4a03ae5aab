
package org.latentj.omezarr.run;

import java.util.ArrayList;
import java.util.List;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * How a large plane is divided: tiles of one size, of which neighbours share a
 * stripe. There a picture goes over from one to the other linearly.
 *
 * @param side of a tile in pixels, 0 for none; a multiple of 64, so that tiles
 *          lie on the cells of all networks' latents
 * @param overlap how wide the stripe is, in pixels, a multiple of 8; the last
 *          tiles of a row or column may overlap more
 */
public record Tiles(int side, int overlap) {

	/** Planes are made in one go. */
	public static final Tiles NONE = new Tiles(0, 0);

	/** Pixels that neighbours share unless others are chosen. */
	static final int OVERLAP = 64;

	/** Pixels: whole cells of the deepest level of the usual networks. */
	private static final int GRID = 64;

	private static final int CELL = 8;

	/** @throws IllegalArgumentException if they would not cover a plane */
	public Tiles {
		if (side != 0 && (side < GRID || side % GRID != 0)) {
			throw new IllegalArgumentException("tiles is " + side +
				", it must be 0 or a multiple of " + GRID);
		}
		if (overlap < 0 || overlap % CELL != 0 || side != 0 && 2 * overlap > side) {
			throw new IllegalArgumentException("overlap is " + overlap +
				(overlap == OVERLAP ? " (as if left out)" : "") +
				", it must be a multiple of " + CELL + " up to half of a tile, " +
				"that is " + side / 2 + " with tiles of " + side);
		}
	}

	/** Whether a plane is made in several tiles. */
	boolean divide(final long width, final long height) {
		return side != 0 && (width > side || height > side);
	}

	/** The tiles of a plane, row after row. */
	List<Interval> of(final int width, final int height) {
		final List<Interval> tiles = new ArrayList<>();
		for (final int y : starts(height)) {
			for (final int x : starts(width)) {
				tiles.add(FinalInterval.createMinSize(x, y, Math.min(side, width - x),
					Math.min(side, height - y)));
			}
		}
		return tiles;
	}

	/**
	 * NB: the last one is moved back, so that it is as large as the others, to
	 * the next cell: it may be smaller by less than that.
	 */
	private List<Integer> starts(final int length) {
		final List<Integer> starts = new ArrayList<>(List.of(0));
		while (starts.get(starts.size() - 1) + side < length) {
			starts.add(Math.min(starts.get(starts.size() - 1) + side - overlap,
				(length - side + CELL - 1) / CELL * CELL));
		}
		return starts;
	}

	/**
	 * How much of a tile counts at a pixel, beside that of others: 1 in its
	 * middle, falling towards neighbours over the overlap.
	 *
	 * @param at pixel of the tile along an axis
	 * @param size of the tile
	 * @param before whether another tile lies before it
	 * @param behind whether another one lies behind
	 */
	float weight(final int at, final int size, final boolean before,
		final boolean behind)
	{
		final double ramp = overlap + 1.0;
		final double up = before ? Math.min(1, (at + 1) / ramp) : 1;
		final double down = behind ? Math.min(1, (size - at) / ramp) : 1;
		return (float) (up * down);
	}
}
