
package org.latentj.unet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.control.StopSignal;
import org.latentj.onnx.engine.GraphEngines;
import org.latentj.onnx.engine.GraphModel;
import org.latentj.onnx.runtime.HeldTensors;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.tensor.Tensor;

/**
 * Keys and values of the texts that a network attends to. Those of a call's
 * texts are made when these are first seen and used again in each call with the
 * same ones, up to {@value #MOST_BYTES} bytes for a network, those of one call
 * at the least; which was not used for the longest time goes first. Several
 * threads may use it at once.
 */
public final class TextKeys implements AutoCloseable {

	/** Of a usual text. */
	static final long TOKENS = 77;

	/** NB: of two texts SDXL takes 102 MB, SD 1.5 15 MB. */
	private static final long MOST_BYTES = 128L << 20;

	private final Optional<TextKeysGraph.Built> built;

	private final GraphModel graph;

	/** The one used last at the end. */
	private final List<Known> known = new ArrayList<>();

	private boolean closed;

	/**
	 * @param texts embeddings of a call's items, [n, tokens, width]
	 * @param made of them
	 */
	private record Known(Tensor texts, HeldTensors made) {

		/** NB: by their numbers; those of a call are put together anew. */
		boolean isOf(final Tensor others) {
			return Arrays.equals(texts.shape(), others.shape()) && Arrays.equals(texts
				.data(), others.data());
		}
	}

	/**
	 * @param built nothing if the network makes them itself
	 * @param graph makes them, and is closed with this
	 */
	TextKeys(final Optional<TextKeysGraph.Built> built, final GraphModel graph) {
		this.built = built;
		this.graph = graph;
	}

	/**
	 * Opens the graph that makes them.
	 *
	 * @param network that takes them, which is closed if that fails
	 * @param built nothing if the network makes them itself
	 */
	public static TextKeys beside(final GraphModel network,
		final Optional<TextKeysGraph.Built> built, final OrtSettings settings)
	{
		try {
			return new TextKeys(built, built.map(b -> GraphEngines.openToHold(b
				.model(), settings)).orElse(network));
		}
		catch (final RuntimeException | Error e) {
			network.close();
			throw e;
		}
	}

	/** Bytes that they take for an item of a call. */
	long bytes() {
		return built.map(b -> TextKeysGraph.bytes(b.widths().values().stream()
			.mapToLong(w -> w).sum())).orElse(0L);
	}

	/**
	 * Runs the network, or another graph of its, for some of its outputs.
	 *
	 * @param inputs by name; the texts as {@link NetworkInput#CONTEXT}
	 * @param shapes the shapes that the outputs will have, by name
	 */
	public Map<String, Tensor> run(final GraphModel network,
		final Map<String, Tensor> inputs, final Map<String, int[]> shapes,
		final StopSignal stop)
	{
		if (built.isEmpty()) {
			return network.run(inputs, shapes, stop);
		}
		final Map<String, Tensor> others = new HashMap<>(inputs);
		final Tensor texts = others.remove(NetworkInput.CONTEXT.id());
		try (HeldTensors held = of(texts, stop)) {
			return network.run(others, held, shapes, stop);
		}
	}

	/** The caller's to close. */
	private HeldTensors of(final Tensor texts, final StopSignal stop) {
		final Optional<HeldTensors> there = find(texts);
		if (there.isPresent()) {
			return there.get();
		}
		final Map<String, int[]> shapes = new HashMap<>();
		built.orElseThrow().widths().forEach((name, width) -> shapes.put(name,
			new int[] { texts.size(0), texts.size(1), width }));
		return kept(new Known(texts, graph.hold(Map.of(NetworkInput.CONTEXT.id(),
			texts), shapes, stop)));
	}

	private synchronized Optional<HeldTensors> find(final Tensor texts) {
		for (int i = known.size() - 1; i >= 0; i--) {
			if (known.get(i).isOf(texts)) {
				known.add(known.remove(i));
				return Optional.of(known.get(known.size() - 1).made().share());
			}
		}
		return Optional.empty();
	}

	private synchronized HeldTensors kept(final Known made) {
		if (closed) {
			return made.made();
		}
		known.add(made);
		long bytes = heldBytes();
		while (known.size() > 1 && bytes > MOST_BYTES) {
			final HeldTensors oldest = known.remove(0).made();
			bytes -= oldest.bytes();
			oldest.close();
		}
		return made.made().share();
	}

	/** Bytes of those that are there. */
	public synchronized long heldBytes() {
		return known.stream().mapToLong(k -> k.made().bytes()).sum();
	}

	/** For how many calls there are some. */
	synchronized int size() {
		return known.size();
	}

	@Override
	public synchronized void close() {
		closed = true;
		known.forEach(k -> k.made().close());
		known.clear();
		if (built.isPresent()) {
			graph.close();
		}
	}
}
