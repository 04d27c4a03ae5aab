
package org.latentj.family.lora.change;

import java.io.IOException;

/**
 * Blocks of a weight's rows that are turned as a whole (OFT: Qiu et al. 2023,
 * arXiv:2306.07280, section 3.2), or in several factors, each of which takes
 * other rows together, as butterflies do (BOFT: Liu et al. 2023,
 * arXiv:2311.06243, section 4). A rotation is the Cayley transform of a
 * skew-symmetric matrix Q, (I + Q) (I - Q)^-1, Q being the block less its
 * transpose; alpha, if it is more than 0, is the longest that all of Q is.
 * <p>
 * NB: as ComfyUI does it. A block of OFT is turned by the transpose, and the
 * strength counts twice; {@code rescale} counts with BOFT alone. A factor of
 * BOFT is taken by the strength, and the whole again.
 * </p>
 *
 * @param tensors oft_blocks [blocks, size, size], or [factors, blocks, size,
 *          size] of BOFT, whose size is even; perhaps rescale [out, 1 ...]
 */
record OrthogonalChange(LoraTensors tensors) implements WeightChange {

	/** Added to lengths, so that none is 0, as in ComfyUI. */
	private static final double LEAST = 1e-8;

	/**
	 * The rotations of one factor.
	 *
	 * @param blocks by number, row, column
	 */
	private record Factor(double[][][] blocks) {

		int size() {
			return blocks[0].length;
		}
	}

	static OrthogonalChange of(final LoraTensors tensors) {
		final long[] shape = tensors.get(LoraPart.OFT_BLOCKS).shape();
		final int axes = shape.length;
		final boolean square = (axes == 3 || axes == 4) && shape[axes -
			1] == shape[axes - 2] && tensors.get(LoraPart.OFT_BLOCKS).count() > 0;
		if (!square || axes == 4 && shape[3] % 2 != 0) {
			throw tensors.problem(LoraPart.OFT_BLOCKS,
				"has another shape than [blocks, size, size] (OFT) or [factors, blocks, size, size] with an even size (BOFT)");
		}
		final OrthogonalChange change = new OrthogonalChange(tensors);
		if (change.isButterfly()) {
			// NB: ComfyUI leaves such a layer as it is, with an error in its log.
			tensors.get(LoraPart.ALPHA);
		}
		return change;
	}

	private boolean isButterfly() {
		return tensors.get(LoraPart.OFT_BLOCKS).rank() == 4;
	}

	@Override
	public String kind() {
		return isButterfly() ? "BOFT" : "OFT";
	}

	/** NB: alpha is a length. */
	@Override
	public int rank() {
		return 0;
	}

	@Override
	public boolean turnsTheWeight() {
		return true;
	}

	@Override
	public void require(final long[] shape) {
		final long[] blocks = tensors.get(LoraPart.OFT_BLOCKS).shape();
		final int axes = blocks.length;
		final long count = blocks[axes - 3];
		final long size = blocks[axes - 1];
		// NB: the last factor takes rows together that lie farthest apart.
		final long together = isButterfly() ? size << blocks[0] - 1 : size;
		if (shape.length < 2 || count * size != shape[0] || shape[0] %
			together != 0)
		{
			throw tensors.misfit(LoraPart.OFT_BLOCKS, shape);
		}
		if (isButterfly() && tensors.has(LoraPart.RESCALE) && tensors.get(
			LoraPart.RESCALE).count() != shape[0])
		{
			throw tensors.misfit(LoraPart.RESCALE, shape);
		}
	}

	@Override
	public Rows read(final float[] weight, final long[] shape,
		final double strength) throws IOException
	{
		final int count = (int) shape[0];
		final int length = (int) WeightChange.columns(shape);
		final float[][] before = rows(weight, count, length);
		final Factor[] factors = factors();
		float[][] turned = before;
		for (int i = 0; i < factors.length; i++) {
			turned = isButterfly() ? turned(turned, taken(factors[i], strength), i,
				true) : turned(turned, taken(factors[i], strength), 0, false);
		}
		final float[] by = isButterfly() && tensors.has(LoraPart.RESCALE) ? tensors
			.read(LoraPart.RESCALE) : null;
		final float[][] after = turned;
		return (row, to) -> {
			for (int i = 0; i < to.length; i++) {
				to[i] = (by == null ? after[row][i] : by[row] * after[row][i]) -
					before[row][i];
			}
		};
	}

	private static float[][] rows(final float[] weight, final int count,
		final int length)
	{
		final float[][] rows = new float[count][length];
		for (int i = 0; i < count; i++) {
			System.arraycopy(weight, i * length, rows[i], 0, length);
		}
		return rows;
	}

	/** Between no rotation, at a strength of 0, and the whole. */
	private static Factor taken(final Factor factor, final double strength) {
		for (final double[][] block : factor.blocks) {
			for (int i = 0; i < block.length; i++) {
				for (int k = 0; k < block.length; k++) {
					block[i][k] = strength * block[i][k] + (i == k ? 1 - strength : 0);
				}
			}
		}
		return factor;
	}

	/**
	 * Rows turned by one factor.
	 *
	 * @param level how often the distance is doubled of rows that are taken
	 *          together, in pairs
	 * @param inPairs whether they are; else those that lie side by side
	 */
	private static float[][] turned(final float[][] rows, final Factor factor,
		final int level, final boolean inPairs)
	{
		final int size = factor.size();
		final int step = (size / 2) << level;
		final float[][] out = new float[rows.length][rows[0].length];
		for (int i = 0; i < rows.length; i++) {
			final double[][] block = factor.blocks[i / size];
			final float[] to = out[inPairs ? place(i, step) : i];
			for (int k = 0; k < size; k++) {
				final int from = i / size * size + k;
				MatrixProduct.add((float) (inPairs ? block[i % size][k] : block[k][i %
					size]), rows[inPairs ? place(from, step) : from], to);
			}
		}
		return out;
	}

	/** Where a row lies that comes to be the i-th when pairs are put together. */
	private static int place(final int i, final int step) {
		final int pair = i / 2;
		return (pair / step * 2 + i % 2) * step + pair % step;
	}

	private Factor[] factors() throws IOException {
		final long[] shape = tensors.get(LoraPart.OFT_BLOCKS).shape();
		final int size = (int) shape[shape.length - 1];
		final int count = (int) shape[shape.length - 3];
		final float[] numbers = tensors.read(LoraPart.OFT_BLOCKS);
		final double shorter = shorter(numbers, size);
		final Factor[] factors = new Factor[isButterfly() ? (int) shape[0] : 1];
		for (int f = 0; f < factors.length; f++) {
			final double[][][] blocks = new double[count][][];
			for (int b = 0; b < count; b++) {
				blocks[b] = Rotation.of(skew(numbers, (f * count + b) * size * size,
					size, shorter));
			}
			factors[f] = new Factor(blocks);
		}
		return factors;
	}

	/** A block less its transpose, multiplied. */
	private static double[][] skew(final float[] numbers, final int from,
		final int size, final double by)
	{
		final double[][] q = new double[size][size];
		for (int i = 0; i < size; i++) {
			for (int k = 0; k < size; k++) {
				q[i][k] = by * ((double) numbers[from + i * size + k] - numbers[from +
					k * size + i]);
			}
		}
		return q;
	}

	/** By what all are multiplied, so that they are no longer than alpha. */
	private double shorter(final float[] numbers, final int size)
		throws IOException
	{
		final double most = tensors.has(LoraPart.ALPHA) ? tensors.read(
			LoraPart.ALPHA)[0] : 0;
		double sum = 0;
		for (int from = 0; from < numbers.length; from += size * size) {
			for (final double[] row : skew(numbers, from, size, 1)) {
				for (final double x : row) {
					sum += x * x;
				}
			}
		}
		final double length = Math.sqrt(sum) + LEAST;
		return most > 0 && length > most ? most / length : 1;
	}
}
