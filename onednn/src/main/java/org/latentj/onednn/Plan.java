
package org.latentj.onednn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.latentj.control.StopSignal;
import org.latentj.onnx.runtime.HeldTensors;
import org.latentj.tensor.Tensor;

/**
 * All that is done for inputs of some shapes, with its memory: buffers that are
 * never needed at once share a place.
 */
final class Plan implements AutoCloseable {

	private final Dnnl dnnl;

	private final PlanBuilder.Built built;

	private final Arena arena;

	/** Its memory with what is bound to it, or {@code null}. */
	private Dnnl bound;

	/** What of its inputs was held in the last run. */
	private HeldTensors last = HeldTensors.NONE;

	/**
	 * @param inputs shapes by name
	 * @param threads that it has
	 */
	Plan(final Graph graph, final WeightStore weights,
		final Map<String, long[]> inputs, final int threads)
	{
		dnnl = new Dnnl(threads);
		try {
			built = new PlanBuilder(graph, dnnl, weights).build(inputs);
			arena = arena();
			bind();
		}
		catch (final RuntimeException | Error e) {
			dnnl.close();
			throw e;
		}
	}

	private Arena arena() {
		final Set<Buffer> all = new LinkedHashSet<>();
		built.inputs().values().forEach(v -> all.add(v.buffer()));
		built.outputs().values().forEach(v -> all.add(v.buffer()));
		built.steps().forEach(s -> all.addAll(s.buffers()));
		all.removeIf(Buffer::isPlaced);
		final List<Buffer> largestFirst = new ArrayList<>(all);
		largestFirst.sort(Comparator.comparingLong(Buffer::bytes).reversed());
		final Arena made = new Arena();
		largestFirst.forEach(made::add);
		return made;
	}

	private void bind() {
		final Dnnl memory = new Dnnl();
		try {
			arena.placeAt(memory.allocate(Math.max(1, arena.bytes())));
			built.steps().forEach(s -> s.bind(memory));
		}
		catch (final RuntimeException | Error e) {
			memory.close();
			throw e;
		}
		bound = memory;
		last = HeldTensors.NONE;
	}

	/** Gives its memory back; the next run takes new one. */
	void giveBack() {
		if (bound != null) {
			bound.close();
			bound = null;
		}
	}

	/**
	 * Runs it; results get their numbers.
	 *
	 * @param inputs as long as it takes them, or longer: then it takes a part
	 * @param held further ones; those of the run before are there already
	 * @param results likewise
	 * @param part which one, from 0
	 */
	void run(final Map<String, Tensor> inputs, final HeldTensors held,
		final Map<String, Tensor> results, final int part, final StopSignal stop)
	{
		if (bound == null) {
			bind();
		}
		inputs.forEach((name, tensor) -> {
			final View view = built.inputs().get(name);
			final float[] all = tensor.data();
			final int numbers = (int) view.numbers();
			view.floats().put(all, all.length == numbers ? 0 : part * numbers,
				numbers);
		});
		if (held != last) {
			put(HeldNumbers.numbers(held), part);
			last = held;
		}
		run(built.steps(), stop);
		results.forEach((name, tensor) -> {
			final View view = built.outputs().get(name);
			final int numbers = (int) view.numbers();
			view.floats().get(tensor.data(), part * numbers, numbers);
		});
	}

	private void put(final Map<String, FloatPointer> held, final int part) {
		held.keySet().stream().filter(built.inputs()::containsKey).forEach(name -> {
			final View view = built.inputs().get(name);
			final FloatPointer all = held.get(name);
			final long numbers = view.numbers();
			Pointer.memcpy(view.floats(), all.getPointer(all.limit() == numbers ? 0
				: part * numbers), Float.BYTES * numbers);
		});
	}

	/** One after the other, until it is stopped. */
	static void run(final List<Step> steps, final StopSignal stop) {
		for (final Step step : steps) {
			stop.check();
			step.run(stop);
		}
	}

	/** The shape of an output, or {@code null}. */
	long[] shape(final String output) {
		final View view = built.outputs().get(output);
		return view == null ? null : view.shape();
	}

	@Override
	public void close() {
		giveBack();
		dnnl.close();
	}
}
