
package org.latentj.onnx.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.GraphBuilder;
import org.latentj.onnx.graph.Value;
import org.latentj.onnx.library.NativeCalls;

/**
 * A product of two thin matrices that is added to a weight some rows at a time,
 * in single precision: w + by * (left right). It takes one processor; several
 * may be at work at once. How rows are split changes no bit.
 */
public final class LowRankSum {

	/** NB: a single row is computed another way there, with other last bits. */
	private static final int FEWEST = 2;

	private final FloatBuffer left;

	private final FloatBuffer right;

	private final FloatBuffer by;

	private final int rank;

	private final int columns;

	/**
	 * @param left [rows, rank], one row after the other
	 * @param right [rank][columns], each of at least 1
	 * @param by what the product is multiplied by
	 */
	public LowRankSum(final float[] left, final float[][] right, final float by) {
		this.left = floats(left);
		this.right = floats(right);
		this.by = floats(new float[] { by });
		this.rank = right.length;
		this.columns = right[0].length;
	}

	/**
	 * Adds it to some rows.
	 *
	 * @param weights their numbers in the machine's order, from its position to
	 *          its limit, in direct memory
	 * @param halves whether these have 16 bits; else they have 32
	 * @param first which row of the product is the first of them
	 * @param rows how many there are
	 * @param to receives the sums, from its position on, which is moved behind
	 *          them; it has none of the weights' memory
	 * @throws InferenceException if the runtime fails
	 * @throws java.util.concurrent.CancellationException if the process is ending
	 */
	public void put(final ByteBuffer weights, final boolean halves,
		final int first, final int rows, final FloatBuffer to)
	{
		final FloatBuffer factor = left.duplicate().position(first * rank).limit(
			(first + rows) * rank).slice();
		if (rows < FEWEST) {
			final FloatBuffer sums = bytes(FEWEST * columns * Float.BYTES)
				.asFloatBuffer();
			add(twice(weights), halves, twice(factor), sums);
			to.put(sums.limit(rows * columns));
		}
		else if (to.isDirect()) {
			add(weights, halves, factor, to.slice().limit(rows * columns).slice());
			to.position(to.position() + rows * columns);
		}
		else {
			final FloatBuffer sums = bytes(rows * columns * Float.BYTES)
				.asFloatBuffer();
			add(weights, halves, factor, sums);
			to.put(sums);
		}
	}

	private void add(final ByteBuffer weights, final boolean halves,
		final FloatBuffer factor, final FloatBuffer sums)
	{
		final long rows = sums.remaining() / columns;
		final OrtEnvironment environment = RuntimeEnvironment.get();
		try (NativeCalls.Call call = RuntimeEnvironment.calls().enter(() -> {});
				OnnxTensor w = OnnxTensor.createTensor(environment, weights,
					new long[] { rows, columns }, halves ? OnnxJavaType.FLOAT16
						: OnnxJavaType.FLOAT);
				OnnxTensor l = OnnxTensor.createTensor(environment, factor, new long[] {
					rows, rank });
				OnnxTensor r = OnnxTensor.createTensor(environment, right.duplicate(),
					new long[] { rank, columns });
				OnnxTensor b = OnnxTensor.createTensor(environment, by.duplicate(),
					new long[] { 1 });
				OnnxTensor sum = OnnxTensor.createTensor(environment, sums, new long[] {
					rows, columns }))
		{
			RuntimeEnvironment.sums().of(halves).run(Map.of("weights", w, "left", l,
				"right", r, "by", b), Set.of(), Map.of("sum", sum)).close();
		}
		catch (final OrtException e) {
			throw new InferenceException("adding a product of rank " + rank + " to " +
				rows + " rows of " + columns + " numbers failed: " + e.getMessage(), e);
		}
	}

	private static ByteBuffer twice(final ByteBuffer row) {
		return bytes(FEWEST * row.remaining()).put(row.duplicate()).put(row
			.duplicate()).flip();
	}

	private static FloatBuffer twice(final FloatBuffer row) {
		return bytes(FEWEST * row.remaining() * Float.BYTES).asFloatBuffer().put(row
			.duplicate()).put(row.duplicate()).flip();
	}

	private static FloatBuffer floats(final float[]... rows) {
		final FloatBuffer all = bytes(Math.multiplyExact(rows.length,
			rows[0].length) * Float.BYTES).asFloatBuffer();
		for (final float[] row : rows) {
			all.put(row);
		}
		return all.flip();
	}

	private static ByteBuffer bytes(final int count) {
		return ByteBuffer.allocateDirect(count).order(ByteOrder.nativeOrder());
	}

	/**
	 * The graphs that do it, one for weights of 16 and one for those of 32 bits.
	 * They have no weights of their own, and stay open as long as the process.
	 */
	static final class Graphs {

		private final Map<Boolean, OrtSession> sessions = new HashMap<>();

		private synchronized OrtSession of(final boolean halves)
			throws OrtException
		{
			if (!sessions.containsKey(halves)) {
				sessions.put(halves, open(halves));
			}
			return sessions.get(halves);
		}

		private static OrtSession open(final boolean halves) throws OrtException {
			final GraphBuilder g = new GraphBuilder();
			final Value weights = g.input("weights", halves ? ElementType.FLOAT16
				: ElementType.FLOAT, "rows", "columns");
			final Value product = g.op("MatMul", List.of(g.input("left",
				ElementType.FLOAT, "rows", "rank"), g.input("right", ElementType.FLOAT,
					"rank", "columns")));
			final Value change = g.op("Mul", List.of(product, g.input("by",
				ElementType.FLOAT, 1)));
			g.output("sum", g.op("Add", List.of(halves ? g.toFloat(weights) : weights,
				change)), "rows", "columns");
			return RuntimeEnvironment.small(g.withoutWeights("low-rank sum"));
		}
	}
}
