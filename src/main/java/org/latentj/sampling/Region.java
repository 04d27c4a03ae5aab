
package org.latentj.sampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.latentj.latent.NoiseMask;
import org.latentj.sampling.conditioning.Area;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.ConditioningSet;
import org.latentj.sampling.conditioning.Scope;
import org.latentj.sampling.model.ModelSampling;
import org.latentj.tensor.Tensor;

/**
 * A part of a conditioning set, fitted to a latent of some size.
 *
 * @param conditioning what the network is told
 * @param cells the only part of the latent that it is shown, if not all
 * @param mask weights, [n, H, W] of the latent's size
 * @param strength factor of all weights
 * @param start the noise level at and below which it counts
 * @param end the noise level below which it doesn't any more
 */
record Region(Conditioning conditioning, Optional<Area.Cells> cells,
		Optional<Tensor> mask, double strength, double start, double end) {

	/** Edges towards the rest of the latent fade out over so many cells. */
	private static final int FADE = 8;

	/** A mask's bounding box is made at least so many cells large. */
	private static final int SMALLEST_BOX = 8;

	/** All parts of a set, for latents of height x width cells. */
	static List<Region> of(final ConditioningSet set,
		final ModelSampling schedule, final int height, final int width)
	{
		final List<Region> out = new ArrayList<>();
		for (final ConditioningSet.Part part : set.parts()) {
			final Scope s = part.scope();
			final Optional<Tensor> mask = s.mask().map(m -> NoiseMask.resize(m,
				height, width));
			final Optional<Area> area = s.maskBounds() && mask.isPresent() ? mask.map(
				Region::bounds) : s.area();
			out.add(new Region(part.conditioning(), area.map(a -> a.in(height,
				width)), mask, mask.isPresent() ? s.strength() * s.maskStrength() : s
					.strength(), schedule.percentToSigma(s.start()), schedule
						.percentToSigma(s.end())));
		}
		return out;
	}

	/**
	 * Adds to some regions a counterpart for each area of others, so that
	 * guidance has two estimates of it: the region with the smallest area that
	 * contains it says what the network is told.
	 */
	static void addCounterparts(final List<Region> to,
		final List<Region> others)
	{
		for (final Region other : others) {
			if (other.cells().isEmpty()) {
				continue;
			}
			final Area.Cells cells = other.cells().get();
			final Optional<Region> smallest = to.stream().filter(r -> r.cells().map(
				c -> c.contains(cells)).orElse(true)).min(Comparator.comparingLong(
					r -> r.cells().map(Area.Cells::cells).orElse(Long.MAX_VALUE)));
			if (smallest.isPresent() && !smallest.get().cells().equals(other
				.cells()))
			{
				to.add(new Region(smallest.get().conditioning(), other.cells(), other
					.mask(), other.strength(), other.start(), other.end()));
			}
		}
	}

	/** Whether it counts at a noise level. */
	boolean isActive(final double sigma) {
		return sigma <= start && sigma >= end;
	}

	/** What it is shown of latents, [N, C, h, w]. */
	Tensor crop(final Tensor x) {
		return cells.map(c -> c.of(x)).orElse(x);
	}

	/** What the network is told of it, one for each of N items. */
	List<Conditioning> conditionings(final int items, final double sigma,
		final ModelSampling schedule)
	{
		final Conditioning now = conditioning.at(sigma, schedule::percentToSigma);
		return cells.map(now::cropped).orElse(now).repeated(items);
	}

	/** Adds an output, and 1, times the weights to a sum and a count. */
	void accumulate(final Tensor output, final Tensor sum, final Tensor count) {
		final Area.Cells c = cellsOf(sum);
		final int channels = sum.size(1);
		int from = 0;
		for (int p = 0; p < sum.size(0) * channels; p++) {
			for (int y = 0; y < c.height(); y++) {
				int to = offset(sum, p, y, c);
				for (int x = 0; x < c.width(); x++) {
					final float w = weight(p / channels, y, x, sum);
					sum.data()[to] += output.data()[from++] * w;
					count.data()[to++] += w;
				}
			}
		}
	}

	private float weight(final int item, final int y, final int x,
		final Tensor latent)
	{
		final Area.Cells c = cellsOf(latent);
		if (mask.isPresent()) {
			final Tensor m = mask.get();
			final int at = (item % m.size(0) * m.size(1) + c.top() + y) * m.size(2) +
				c.left() + x;
			return m.data()[at] * (float) strength;
		}
		return (float) strength * fade(y, c.top(), c.height(), latent.size(2)) *
			fade(x, c.left(), c.width(), latent.size(3));
	}

	private static float fade(final int i, final int start, final int size,
		final int all)
	{
		final int n = Math.min(FADE, size / 4);
		float out = 1;
		if (start != 0 && i < n) {
			out *= (i + 1f) / n;
		}
		if (start + size < all && size - 1 - i < n) {
			out *= (size - i + 0f) / n;
		}
		return out;
	}

	private Area.Cells cellsOf(final Tensor x) {
		return cells.orElseGet(() -> new Area.Cells(0, 0, x.size(2), x.size(3)));
	}

	private static int offset(final Tensor x, final int plane, final int row,
		final Area.Cells c)
	{
		return (plane * x.size(2) + c.top() + row) * x.size(3) + c.left();
	}

	private static Area bounds(final Tensor mask) {
		int top = Integer.MAX_VALUE;
		int left = Integer.MAX_VALUE;
		int bottom = -1;
		int right = -1;
		for (int i = 0; i < mask.length(); i++) {
			if (mask.data()[i] != 0) {
				final int y = i / mask.size(2) % mask.size(1);
				final int x = i % mask.size(2);
				top = Math.min(top, y);
				left = Math.min(left, x);
				bottom = Math.max(bottom, y);
				right = Math.max(right, x);
			}
		}
		return bottom < 0 ? new Area.Cells(0, 0, SMALLEST_BOX, SMALLEST_BOX)
			: new Area.Cells(top, left, Math.max(SMALLEST_BOX, bottom - top + 1), Math
				.max(SMALLEST_BOX, right - left + 1));
	}
}
