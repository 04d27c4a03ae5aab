
package org.latentj.vae;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

import org.latentj.control.Background;
import org.latentj.control.StopSignal;
import org.latentj.onnx.engine.GraphEngines;
import org.latentj.onnx.engine.GraphModel;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.tensor.Tensor;

/** A half of an autoencoder, or a part of one, opened at first use. */
final class LazyNetwork implements AutoCloseable {

	private final OnnxModel graph;

	private final OrtSettings settings;

	private Background<GraphModel> opening;

	/** Null until it is opened. */
	private GraphModel ran;

	LazyNetwork(final OnnxModel graph, final OrtSettings settings) {
		this.graph = graph;
		this.settings = settings;
	}

	Tensor run(final String input, final Tensor value, final String output,
		final int[] shape, final StopSignal stop)
	{
		return run(Map.of(input, value), Map.of(output, shape), stop).get(output);
	}

	Map<String, Tensor> run(final Map<String, Tensor> inputs,
		final Map<String, int[]> shapes, final StopSignal stop)
	{
		try {
			final GraphModel open = opening().await(stop);
			remember(open);
			return open.run(inputs, shapes, stop);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private synchronized void remember(final GraphModel open) {
		ran = open;
	}

	private synchronized Background<GraphModel> opening() {
		if (opening == null || opening.hasFailed()) {
			opening = Background.start("LatentJ opening " + graph.name(),
				() -> GraphEngines.openToGiveBack(graph, settings));
		}
		return opening;
	}

	/** What ran of some on the processor, see {@link GraphModel#onProcessor}. */
	static Map<String, Integer> onProcessor(
		final Collection<LazyNetwork> networks)
	{
		final Map<String, Integer> all = new TreeMap<>();
		networks.forEach(n -> n.onProcessor().forEach((kind, count) -> all.merge(
			kind, count, Integer::sum)));
		return all;
	}

	private synchronized Map<String, Integer> onProcessor() {
		return ran == null ? Map.of() : ran.onProcessor();
	}

	@Override
	public synchronized void close() {
		if (opening != null) {
			// NB: somebody may have left while it was still being opened.
			opening.then(GraphModel::close);
		}
	}
}
