
package org.latentj.onnx.runtime;

import ai.onnxruntime.OrtException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

import org.latentj.control.Background;
import org.latentj.control.StopSignal;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.placement.Placement;
import org.latentj.tensor.Tensor;

/**
 * An open graph. Inputs and outputs are {@link Tensor}s, whatever the graph
 * makes of them inside. Several threads may run it at once. Who opens it closes
 * it; closing while somebody waits for a run is an error. A run that was
 * stopped, whose operator may take a second to end, is nobody's any more: it
 * doesn't hinder closing, but the session goes only with it.
 */
public final class OrtModel implements AutoCloseable {

	private final OnnxModel model;

	private final MemoryMode mode;

	/** Numbers of a tensor whose run gives memory back. */
	public static final long LARGE = 3 * 512 * 512;

	private final OpenSession session;

	private final boolean givesBack;

	private final DirectBuffers buffers = new DirectBuffers();

	/** All that have not ended. */
	private final Set<NativeRun> running = new HashSet<>();

	/** Those of them that nobody waits for any more. */
	private final Map<NativeRun, Background<?>> left = new HashMap<>();

	private boolean closed;

	private boolean released;

	private OrtModel(final OnnxModel model, final MemoryMode mode,
		final OpenSession session, final boolean givesBack)
	{
		this.model = model;
		this.mode = mode;
		this.session = session;
		this.givesBack = givesBack;
	}

	/**
	 * Opens a graph. Weights that are computed become the session's own memory,
	 * which goes with it.
	 *
	 * @param settings their memory mode must not be {@link MemoryMode#AUTO}
	 * @throws InferenceException if the runtime refuses it
	 * @throws java.io.UncheckedIOException if a file of its weights was changed
	 *           since its header was read, or cannot be read
	 * @throws CancellationException if the process is ending
	 */
	public static OrtModel open(final OnnxModel model,
		final OrtSettings settings)
	{
		return open(model, settings, false, OpenSession.placement(settings));
	}

	/**
	 * Likewise, for a graph that is run seldom on what is large: the memory that
	 * a run took is given back at its end, if a tensor that goes in or comes out
	 * has as many numbers as a picture of 512 x 512 pixels. What is smaller is
	 * kept for the next run, which then need not ask the system for it.
	 */
	public static OrtModel openToGiveBack(final OnnxModel model,
		final OrtSettings settings)
	{
		return open(model, settings, true, OpenSession.placement(settings));
	}

	/** Likewise as {@link #open}, on any provider its first run is watched. */
	static OrtModel openWatched(final OnnxModel model, final OrtSettings settings)
		throws IOException
	{
		return open(model, settings, false, Placement.watched());
	}

	private static boolean isLarge(final Map<String, Tensor> inputs,
		final Map<String, int[]> shapes)
	{
		return inputs.values().stream().anyMatch(t -> t.length() >= LARGE) || shapes
			.values().stream().anyMatch(s -> Arrays.stream(s).asLongStream().reduce(1,
				Math::multiplyExact) >= LARGE);
	}

	private static OrtModel open(final OnnxModel model,
		final OrtSettings settings, final boolean givesBack,
		final Placement placement)
	{
		return checked(new OrtModel(model, settings.memory(), OpenSession.of(model,
			settings, placement), givesBack));
	}

	/** NB: only now that the file is mapped can it not be replaced any more. */
	private static OrtModel checked(final OrtModel opened) {
		try {
			opened.model.requireUnchangedWeights();
			return opened;
		}
		catch (final RuntimeException e) {
			opened.close();
			throw e;
		}
	}

	/** What it was opened with. */
	public MemoryMode mode() {
		return mode;
	}

	/** What it runs. */
	public OnnxModel model() {
		return model;
	}

	/**
	 * What its first run computed on the processor although it was opened on
	 * another provider, see {@link Placement#onProcessor}.
	 */
	public Map<String, Integer> onProcessor() {
		return session.placement().onProcessor();
	}

	/** The version of ONNX Runtime that is loaded. */
	public static String runtimeVersion() {
		return RuntimeEnvironment.get().getVersion();
	}

	/**
	 * Runs the graph for one of its outputs.
	 *
	 * @param inputs by name, all that the graph declares
	 * @param output name of the output
	 * @param shape the shape that this output will have
	 * @param stop see {@link #run(Map, Map, StopSignal)}
	 */
	public Tensor run(final Map<String, Tensor> inputs, final String output,
		final int[] shape, final StopSignal stop)
	{
		return run(inputs, Map.of(output, shape), stop).get(output);
	}

	/**
	 * Runs the graph for some of its outputs.
	 *
	 * @param inputs by name, all that the graph declares
	 * @param shapes the shapes that the outputs will have, by name
	 * @param stop ends the waiting at once; the run is told to stop, ends by
	 *          itself and gives back its memory, and the next one waits for that
	 * @throws java.util.concurrent.CancellationException if it was stopped, or
	 *           the waiting thread interrupted
	 * @throws InferenceException if the runtime fails
	 * @throws UncheckedIOException if a file of its weights was written into
	 */
	public Map<String, Tensor> run(final Map<String, Tensor> inputs,
		final Map<String, int[]> shapes, final StopSignal stop)
	{
		stop.check();
		model.requireUntouchedWeights();
		for (final Background<?> left : leftAlone()) {
			left.awaitEnd(stop);
		}
		final NativeRun run = new NativeRun(session.runtime(), buffers,
			mode == MemoryMode.MAPPED || givesBack && isLarge(inputs, shapes));
		begin(run);
		final Background<Map<String, Tensor>> work = started(run, inputs, shapes);
		try {
			return work.await(stop);
		}
		catch (final CancellationException e) {
			leave(run, work);
			throw e;
		}
		catch (final InferenceException e) {
			throw new InferenceException("running " + model.name() + " on " + inputs +
				" for " + shown(shapes) + " failed: " + e.getMessage(), e);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** NB: there may be no further thread to be had. */
	private Background<Map<String, Tensor>> started(final NativeRun run,
		final Map<String, Tensor> inputs, final Map<String, int[]> shapes)
	{
		try {
			return Background.start("LatentJ running " + model.name(), () -> finish(
				run, inputs, shapes));
		}
		catch (final Error | RuntimeException e) {
			end(run);
			throw e;
		}
	}

	private Map<String, Tensor> finish(final NativeRun run,
		final Map<String, Tensor> inputs, final Map<String, int[]> shapes)
	{
		final Map<String, Tensor> results = new HashMap<>();
		try {
			shapes.forEach((name, shape) -> results.put(name, Tensor.zeros(shape)));
			run.run(inputs, results);
			session.ran();
			return results;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		catch (final OrtException e) {
			if (RuntimeEnvironment.calls().isEnding()) {
				throw NativeCalls.ending();
			}
			throw new InferenceException(e.getMessage(), e);
		}
		finally {
			end(run);
		}
	}

	private static String shown(final Map<String, int[]> shapes) {
		return shapes.entrySet().stream().map(e -> "'" + e.getKey() + "' " + Arrays
			.toString(e.getValue())).sorted().collect(Collectors.joining(", "));
	}

	private synchronized List<Background<?>> leftAlone() {
		return List.copyOf(left.values());
	}

	private synchronized void begin(final NativeRun run) {
		if (closed) {
			throw new IllegalStateException(model.name() + " is closed");
		}
		running.add(run);
	}

	private synchronized void leave(final NativeRun run,
		final Background<?> work)
	{
		if (running.contains(run)) {
			left.put(run, work);
			run.terminate();
		}
	}

	private synchronized void end(final NativeRun run) {
		running.remove(run);
		left.remove(run);
		if (closed && running.isEmpty()) {
			closeSession();
		}
	}

	@Override
	public synchronized void close() {
		if (closed) {
			return;
		}
		if (!left.keySet().containsAll(running)) {
			throw new IllegalStateException(model.name() +
				" is in use and cannot be closed");
		}
		closed = true;
		if (running.isEmpty()) {
			closeSession();
		}
	}

	/** Whether the session is gone, with all that it held. */
	synchronized boolean isReleased() {
		return released;
	}

	private void closeSession() {
		try (NativeCalls.Call call = RuntimeEnvironment.calls().enter(() -> {})) {
			session.close();
			released = true;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		catch (final CancellationException e) {
			// NB: the program is ending, and its memory goes with it.
			return;
		}
		catch (final OrtException e) {
			throw new InferenceException("closing " + model.name() + " failed: " + e
				.getMessage(), e);
		}
	}
}
