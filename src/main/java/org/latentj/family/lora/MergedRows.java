
package org.latentj.family.lora;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Optional;

import org.latentj.checkpoint.ComputedTensor;
import org.latentj.checkpoint.DType;
import org.latentj.checkpoint.Half;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;
import org.latentj.family.lora.change.ModuleChange;
import org.latentj.onnx.runtime.LowRankSum;

/**
 * Rows of a weight with what a LoRA adds to them, made some at a time: as many
 * as stay in a core's cache meanwhile.
 *
 * @param weights that the LoRA changes
 * @param name of the weight
 * @param isRounded whether its numbers are rounded to half precision before
 * @param sum what is added
 */
record MergedRows(Weights weights, String name, boolean isRounded,
		ModuleChange.Sum sum) {

	/** Numbers that are made at a time. */
	private static final int PIECE = 1 << 18;

	/**
	 * Makes some of them.
	 *
	 * @param from first row
	 * @param end behind the last one
	 * @param to its position is moved behind them
	 */
	void put(final long from, final long end, final FloatBuffer to)
		throws IOException
	{
		final Optional<ComputedTensor> below = weights.computed(name);
		below.ifPresent(c -> c.rows(from, end).put(to.duplicate()));
		final Optional<LowRankSum> product = sum.product().map(p -> new LowRankSum(p
			.left(), p.right(), sum.by()));
		final int length = Math.max(1, sum.length());
		final int step = Math.max(2, PIECE / length);
		final ByteBuffer piece = ByteBuffer.allocateDirect(Math.toIntExact(
			Float.BYTES * Math.min(step, end - from) * length)).order(ByteOrder
				.nativeOrder());
		for (long first = from; first < end; first += step) {
			final long last = Math.min(first + step, end);
			final TensorInfo rows = weights.get(name).rows(first, last);
			final boolean halves = product.isPresent() && rows.isPlain() && rows
				.dtype() == DType.F16;
			read(rows, halves, to, piece.clear());
			if (product.isPresent()) {
				product.get().put(piece, halves, (int) first, (int) (last - first), to);
			}
			else {
				add((int) first, piece.asFloatBuffer(), to);
			}
		}
	}

	/** The numbers before, from their file or from where the sums come. */
	private void read(final TensorInfo rows, final boolean halves,
		final FloatBuffer made, final ByteBuffer to) throws IOException
	{
		to.limit(Math.toIntExact(rows.count() * (halves ? DType.F16 : DType.F32)
			.bytes()));
		if (halves) {
			rows.copyTo(to);
			to.flip();
		}
		else {
			final float[] numbers = rows.isComputed() ? new float[(int) rows.count()]
				: rows.read().data();
			if (rows.isComputed()) {
				made.slice().get(numbers);
			}
			if (isRounded) {
				Half.round(numbers);
			}
			to.asFloatBuffer().put(numbers);
		}
	}

	private void add(final int first, final FloatBuffer before,
		final FloatBuffer to)
	{
		final float[] row = new float[sum.length()];
		for (int r = first; before.hasRemaining(); r++) {
			before.get(row);
			sum.add(r, row);
			to.put(row);
		}
	}
}
