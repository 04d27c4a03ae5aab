
package org.latentj.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.HeldTensors;
import org.latentj.tensor.Tensor;

/**
 * The plans of a run. Items do not hang on each other, so where there are
 * several, they are computed in as many equal parts as the threads can be
 * shared among: no part waits for another between its steps. Inputs and outputs
 * have the items in their first axis; an input that has none of them, or one
 * for all, goes to each part.
 */
final class Parts implements AutoCloseable {

	private final int count;

	private final int threads;

	private final Plan[] plans;

	/** @param inputs shapes by name */
	Parts(final Graph graph, final WeightStore weights,
		final Map<String, long[]> inputs)
	{
		final long items = items(graph, inputs);
		count = Threads.parts(items);
		threads = Threads.all() / count;
		plans = new Plan[count];
		final Map<String, long[]> ofPart = new HashMap<>();
		inputs.forEach((name, shape) -> ofPart.put(name, part(graph.inputs().get(
			name), shape, items)));
		try {
			// NB: the first one has weights laid out as it likes them.
			Threads.run(threads, List.of(() -> plans[0] = new Plan(graph, weights,
				ofPart, threads)));
			Threads.run(threads, each(IntStream.range(1, count), i -> plans[i] =
				new Plan(graph, weights, ofPart, threads)));
			weights.fill();
		}
		catch (final RuntimeException | Error e) {
			close();
			throw e;
		}
	}

	private interface OfPart {

		void run(int part);
	}

	private static List<Runnable> each(final IntStream parts, final OfPart work) {
		return parts.mapToObj(i -> (Runnable) () -> work.run(i)).toList();
	}

	/** As many as the inputs say that have them; else 1. */
	private static long items(final Graph graph,
		final Map<String, long[]> inputs)
	{
		final List<Long> sizes = graph.inputs().entrySet().stream().filter(e -> e
			.getValue().indexOf("batch") == 0).map(e -> inputs.get(e.getKey())[0])
			.distinct().toList();
		return sizes.size() == 1 ? sizes.get(0) : 1;
	}

	private long[] part(final List<Object> axes, final long[] shape,
		final long items)
	{
		if (count == 1 || axes.isEmpty() || !(axes.get(0) instanceof String) ||
			shape[0] != items)
		{
			return shape;
		}
		final long[] made = shape.clone();
		made[0] = items / count;
		return made;
	}

	/**
	 * Runs them; results get their numbers.
	 *
	 * @param held further inputs
	 */
	void run(final Map<String, Tensor> inputs, final HeldTensors held,
		final Map<String, Tensor> results, final StopSignal stop)
	{
		Threads.run(threads, each(IntStream.range(0, count), i -> plans[i].run(
			inputs, held, results, i, stop)));
	}

	/** The shape of an output, or {@code null}. */
	long[] shape(final String output) {
		final long[] ofPart = plans[0].shape(output);
		if (ofPart == null || count == 1) {
			return ofPart;
		}
		final long[] all = ofPart.clone();
		all[0] *= count;
		return all;
	}

	/** Gives memory back; the next run takes new one. */
	void giveBack() {
		for (final Plan plan : plans) {
			plan.giveBack();
		}
	}

	@Override
	public void close() {
		for (final Plan plan : plans) {
			if (plan != null) {
				plan.close();
			}
		}
	}
}
