
package org.latentj.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.latentj.control.Bounds;
import org.latentj.sampling.conditioning.Area;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.tensor.Tensor;

/**
 * A network that sees a large latent through overlapping windows: at each
 * evaluation its predictions of all windows are averaged where they overlap
 * (Bar-Tal et al. 2023, "MultiDiffusion", eq. 5), with weights that fall
 * towards a window's edges (Jimenez 2023, "Mixture of Diffusers"), so that the
 * windows grow into one picture and no edge shows. A latent that fits into one
 * window is seen whole.
 *
 * @param model the network
 * @param side of a window in cells, at least 8
 */
record TiledModel(DiffusionModel model, int side) {

	/** Cells; the networks halve the size three times. */
	private static final int SMALLEST = 8;

	/** Of a window, which two neighbours share at the least. */
	private static final double OVERLAP = 0.25;

	TiledModel {
		Bounds.check("side of a window", side, SMALLEST, Integer.MAX_VALUE);
	}

	/** The network's prediction, see {@link DiffusionModel#predict}. */
	Tensor predict(final Tensor x, final double timestep,
		final List<Conditioning> conditionings)
	{
		final List<Area.Cells> windows = windows(x.size(2), x.size(3));
		if (windows.size() == 1) {
			return model.predict(x, timestep, conditionings);
		}
		final List<Tensor> parts = new ArrayList<>();
		final List<Conditioning> told = new ArrayList<>();
		for (final Area.Cells window : windows) {
			parts.add(window.of(x));
			conditionings.forEach(c -> told.add(c.cropped(window)));
		}
		return joined(model.predict(Tensor.concat(parts), timestep, told), windows,
			x);
	}

	/** The weighted mean of the windows. */
	private static Tensor joined(final Tensor parts,
		final List<Area.Cells> windows, final Tensor like)
	{
		final Tensor sum = Tensor.zeros(like.shape());
		final Tensor weights = Tensor.zeros(1, 1, like.size(2), like.size(3));
		for (int k = 0; k < windows.size(); k++) {
			final Area.Cells window = windows.get(k);
			final float[] down = ramp(window.height());
			final float[] across = ramp(window.width());
			add(Tensor.full(1, 1, 1, window.height(), window.width()), window, down,
				across, weights);
			add(parts.items(k * like.size(0), (k + 1) * like.size(0)), window, down,
				across, sum);
		}
		final int plane = weights.length();
		for (int i = 0; i < sum.length(); i++) {
			sum.data()[i] /= weights.data()[i % plane];
		}
		return sum;
	}

	private static void add(final Tensor part, final Area.Cells window,
		final float[] down, final float[] across, final Tensor sum)
	{
		final int planes = part.size(0) * part.size(1);
		int from = 0;
		for (int p = 0; p < planes; p++) {
			for (int y = 0; y < window.height(); y++) {
				int to = (p * sum.size(2) + window.top() + y) * sum.size(3) + window
					.left();
				for (int x = 0; x < window.width(); x++) {
					sum.data()[to++] += part.data()[from++] * down[y] * across[x];
				}
			}
		}
	}

	/** From the edge to the part that a window shares with none. */
	private static float[] ramp(final int length) {
		final float[] ramp = new float[length];
		final double rise = Math.max(1, length * OVERLAP);
		for (int i = 0; i < length; i++) {
			ramp[i] = (float) Math.min(1, (Math.min(i, length - 1 - i) + 0.5) / rise);
		}
		return ramp;
	}

	/** How many windows of a side a latent of that size is seen in. */
	static int count(final int height, final int width, final int side) {
		return starts(height, side).length * starts(width, side).length;
	}

	/** All of one size, so that they share calls. */
	private List<Area.Cells> windows(final int height, final int width) {
		final List<Area.Cells> windows = new ArrayList<>();
		for (final int top : starts(height, side)) {
			for (final int left : starts(width, side)) {
				windows.add(new Area.Cells(top, left, Math.min(side, height), Math.min(
					side, width)));
			}
		}
		return windows;
	}

	/** As evenly as can be from one end to the other. */
	private static int[] starts(final int length, final int side) {
		if (length <= side) {
			return new int[] { 0 };
		}
		final int step = Math.max(1, (int) (side * (1 - OVERLAP)));
		final int count = (length - side + step - 1) / step + 1;
		final int[] starts = new int[count];
		Arrays.setAll(starts, i -> (int) ((long) i * (length - side) / (count -
			1)));
		return starts;
	}
}
