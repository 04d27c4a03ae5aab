
package org.latentj.vae;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.latentj.control.StopSignal;
import org.latentj.latent.LatentGeometry;
import org.latentj.latent.Tiles;
import org.latentj.latent.Tiles.Tile;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.tensor.Tensor;

/**
 * A part of an encoder or decoder, run in tiles that overlap as far as its
 * convolutions look around, so that each tile's core is what the whole picture
 * would have there, the statistics of the normalisations being given. These
 * must be the whole picture's, which depend on each other: those of one
 * normalisation on all before it.
 * <p>
 * A {@link Collage} of the picture, which fits into one tile, tells them
 * nearly. A round over all tiles with these tells what they lead to in the
 * picture; by what this differs from the collage's the collage is corrected,
 * which changes all later statistics, and so on until they stay. Each round
 * makes those of at least one more normalisation exact, so it ends; the
 * collage, which reacts to changes nearly as the picture does, makes two or
 * three rounds of it.
 * </p>
 */
final class TiledPart implements AutoCloseable {

	/**
	 * Statistics that change by less than this part of a standard deviation are
	 * the picture's. In the most sensitive network known, one of random weights,
	 * it changes the picture by a sixth of 1/255 and the latent by half of that
	 * part of its size; in a trained one the picture by a fiftieth of 1/255.
	 */
	private static final double SETTLED = 5e-4;

	private final VaeGraph.Part part;

	private final LazyNetwork coder;

	private final Maps in;

	private final Maps out;

	/**
	 * Input or output: its name, channels, samples along a latent cell's edge.
	 */
	record Maps(String name, int channels, int cell) {

		int[] shape(final int width, final int height) {
			return new int[] { 1, channels, height * cell, width * cell };
		}
	}

	TiledPart(final VaeGraph.Part part, final OrtSettings settings, final Maps in,
		final Maps out)
	{
		this.part = part;
		this.in = in;
		this.out = out;
		coder = new LazyNetwork(part.graph(), settings);
	}

	/**
	 * Runs one item.
	 *
	 * @param side of a tile in latent cells; made larger where it would be
	 *          overlap mostly
	 * @param prepare makes the network's numbers of a tile
	 */
	Tensor run(final Tensor x, final int side,
		final UnaryOperator<Tensor> prepare, final StopSignal stop)
	{
		final int tile = Math.max(side, 4 * part.reach() + 1);
		final Tiles tiles = new Tiles(tile, tile, 2 * part.reach());
		final Tensor result = Tensor.zeros(out.shape(x.size(3) / in.cell, x.size(
			2) / in.cell));
		if (part.norms() == 0) {
			round(x, tiles, prepare, null, result, stop);
			return result;
		}
		final Tensor collage = prepare.apply(Collage.of(x, in.cell, tile));
		Tensor correction = Statistics.noCorrection(part.norms());
		// NB: one round more than there are normalisations would make all exact.
		for (int round = 0;; round++) {
			final Tensor sampled = sample(collage, correction, stop);
			final Tensor used = Statistics.corrected(sampled, correction);
			final Tensor pooled = round(x, tiles, prepare, used, result, stop);
			// NB: NaN settles never.
			if (!(Statistics.change(used, pooled) >= SETTLED) || round == part
				.norms())
			{
				return result;
			}
			correction = Statistics.correction(sampled, pooled);
		}
	}

	/** A collage's own statistics. */
	private Tensor sample(final Tensor collage, final Tensor correction,
		final StopSignal stop)
	{
		final Tensor core = new Tensor(new float[] { 0, 0, collage.size(2) /
			in.cell, collage.size(3) / in.cell }, 4);
		return coder.run(Map.of(in.name, collage, SharedNorms.STATISTICS,
			correction, SharedNorms.SAMPLE, Tensor.full(1, 1), SharedNorms.CORE,
			core), Map.of(SharedNorms.OWN, correction.shape()), stop).get(
				SharedNorms.OWN);
	}

	/**
	 * Runs all tiles.
	 *
	 * @param statistics to normalise by; null where nothing is normalised
	 * @return what the picture's are then
	 */
	private Tensor round(final Tensor x, final Tiles tiles,
		final UnaryOperator<Tensor> prepare, final Tensor statistics,
		final Tensor result, final StopSignal stop)
	{
		final int width = x.size(3) / in.cell;
		final int height = x.size(2) / in.cell;
		final Statistics pooled = new Statistics(part.norms());
		for (final Tile t : tiles.plan(width, height)) {
			final Tile core = tiles.core(t, width, height);
			final Map<String, Tensor> inputs = new HashMap<>();
			inputs.put(in.name, prepare.apply(LatentGeometry.cut(x, t.x() * in.cell, t
				.y() * in.cell, t.width() * in.cell, t.height() * in.cell)));
			final Map<String, int[]> shapes = new HashMap<>();
			shapes.put(out.name, out.shape(t.width(), t.height()));
			if (part.norms() > 0) {
				inputs.put(SharedNorms.STATISTICS, statistics);
				inputs.put(SharedNorms.SAMPLE, Tensor.zeros(1));
				inputs.put(SharedNorms.CORE, corners(t, core));
				shapes.put(SharedNorms.OWN, statistics.shape());
			}
			final Map<String, Tensor> made = coder.run(inputs, shapes, stop);
			paste(made.get(out.name), t, core, result);
			if (part.norms() > 0) {
				pooled.add(made.get(SharedNorms.OWN), (double) core.width() * core
					.height());
			}
		}
		return pooled.pooled();
	}

	/** Top, left, bottom, right of a core in its tile. */
	private static Tensor corners(final Tile tile, final Tile core) {
		final int x = core.x() - tile.x();
		final int y = core.y() - tile.y();
		return new Tensor(new float[] { y, x, y + core.height(), x + core.width() },
			4);
	}

	private void paste(final Tensor made, final Tile tile, final Tile core,
		final Tensor result)
	{
		final int cell = out.cell;
		final int height = core.height() * cell;
		for (int line = 0; line < out.channels * height; line++) {
			final int channel = line / height;
			final int row = core.y() * cell + line % height;
			System.arraycopy(made.data(), (channel * made.size(2) + row - tile.y() *
				cell) * made.size(3) + (core.x() - tile.x()) * cell, result.data(),
				(channel * result.size(2) + row) * result.size(3) + core.x() * cell,
				core.width() * cell);
		}
	}

	@Override
	public void close() {
		coder.close();
	}
}
