
package org.latentj.onednn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;

import org.latentj.control.Background;
import org.latentj.control.StopSignal;
import org.latentj.onnx.engine.GraphModel;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.HeldTensors;
import org.latentj.onnx.runtime.InferenceException;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OpenNetwork;
import org.latentj.tensor.Tensor;

/**
 * A graph that oneDNN runs in bf16. One run goes on at a time; another one
 * waits. The plan of the last shapes is kept. A run that was stopped ends
 * within a step, and its memory with closing.
 */
final class OneDnnGraph implements GraphModel {

	private final OnnxModel model;

	private final Graph graph;

	private final WeightStore weights;

	private final boolean givesBack;

	private final ReentrantLock lock = new ReentrantLock();

	private String planned = "";

	private Parts plan;

	private int waiting;

	private boolean closed;

	/** @param givesBack whether large runs keep none of their memory */
	OneDnnGraph(final OnnxModel model, final boolean givesBack) {
		this.model = model;
		this.givesBack = givesBack;
		graph = Rewriting.of(GraphReader.read(model.bytes()));
		weights = new WeightStore(model);
	}

	/** Makes the plan for some shapes, and with it all weights. */
	void prepare(final Map<String, long[]> shapes) {
		lock.lock();
		try {
			model.requireUnchangedWeights();
			planned(shapes);
			model.requireUnchangedWeights();
		}
		finally {
			lock.unlock();
		}
	}

	private Parts planned(final Map<String, long[]> shapes) {
		final StringBuilder key = new StringBuilder();
		graph.inputs().keySet().forEach(name -> key.append(name).append(Arrays
			.toString(shapes.get(name))));
		if (!key.toString().equals(planned)) {
			forget();
			plan = new Parts(graph, weights, shapes);
			planned = key.toString();
		}
		return plan;
	}

	private void forget() {
		if (plan != null) {
			plan.close();
			plan = null;
			planned = "";
		}
	}

	@Override
	public MemoryMode mode() {
		return MemoryMode.PACKED;
	}

	@Override
	public HeldTensors hold(final Map<String, Tensor> inputs,
		final Map<String, int[]> shapes, final StopSignal stop)
	{
		return new HeldNumbers(run(inputs, shapes, stop));
	}

	@Override
	public Map<String, Tensor> run(final Map<String, Tensor> inputs,
		final HeldTensors held, final Map<String, int[]> shapes,
		final StopSignal stop)
	{
		stop.check();
		model.requireUntouchedWeights();
		begin();
		// NB: whoever waits leaves at once; the work ends with its step.
		final StopSignal own = new StopSignal();
		final Background<Map<String, Tensor>> work = started(inputs, held, shapes,
			own);
		try (StopSignal.Registration r = stop.onStop(own::stop)) {
			return work.await(stop);
		}
		catch (final CancellationException e) {
			own.stop();
			throw e;
		}
		catch (final InferenceException e) {
			throw new InferenceException("running " + model.name() + " on " + inputs +
				" in bf16 failed: " + e.getMessage(), e);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** NB: there may be no further thread to be had. */
	private Background<Map<String, Tensor>> started(
		final Map<String, Tensor> inputs, final HeldTensors held,
		final Map<String, int[]> shapes, final StopSignal stop)
	{
		HeldTensors shared = HeldTensors.NONE;
		try {
			shared = held.share();
			final HeldTensors its = shared;
			return Background.start("LatentJ running " + model.name(), () -> finish(
				inputs, its, shapes, stop));
		}
		catch (final Error | RuntimeException e) {
			shared.close();
			end();
			throw e;
		}
	}

	private Map<String, Tensor> finish(final Map<String, Tensor> inputs,
		final HeldTensors held, final Map<String, int[]> shapes,
		final StopSignal stop)
	{
		lock.lock();
		try {
			stop.check();
			final Map<String, long[]> given = new HashMap<>(HeldNumbers.shapes(held));
			inputs.forEach((name, tensor) -> given.put(name, HeldNumbers.shape(
				tensor)));
			final Parts current = planned(declared(given));
			final Map<String, Tensor> results = new HashMap<>();
			shapes.forEach((name, shape) -> results.put(name, result(current, name,
				shape)));
			current.run(inputs, held, results, stop);
			return results;
		}
		finally {
			if (givesBack && plan != null && OpenNetwork.isLarge(inputs, shapes)) {
				plan.giveBack();
			}
			lock.unlock();
			held.close();
			end();
		}
	}

	/** NB: of what is held a graph takes what it declares. */
	private Map<String, long[]> declared(final Map<String, long[]> given) {
		final Map<String, long[]> all = new HashMap<>(given);
		all.keySet().retainAll(graph.inputs().keySet());
		graph.inputs().keySet().stream().filter(name -> !all.containsKey(name))
			.findFirst().ifPresent(name -> {
				throw new InferenceException("the input '" + name + "' is missing");
			});
		return all;
	}

	private static Tensor result(final Parts plan, final String name,
		final int... shape)
	{
		final long[] made = plan.shape(name);
		if (made == null || !Arrays.equals(made, Arrays.stream(shape).asLongStream()
			.toArray()))
		{
			throw new InferenceException("the output '" + name + "' is " + Arrays
				.toString(made) + ", not " + Arrays.toString(shape));
		}
		return Tensor.zeros(shape);
	}

	private synchronized void begin() {
		if (closed) {
			throw new IllegalStateException(model.name() + " is closed");
		}
		waiting++;
	}

	private synchronized void end() {
		waiting--;
		if (closed && waiting == 0) {
			release();
		}
	}

	@Override
	public synchronized void close() {
		if (!closed) {
			closed = true;
			if (waiting == 0) {
				release();
			}
		}
	}

	private void release() {
		if (plan != null) {
			plan.close();
		}
		weights.close();
	}
}
