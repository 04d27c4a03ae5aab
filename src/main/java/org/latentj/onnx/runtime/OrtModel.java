
package org.latentj.onnx.runtime;

import ai.onnxruntime.OrtException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;

import org.latentj.control.Background;
import org.latentj.control.StopSignal;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.library.DirectBuffers;
import org.latentj.onnx.library.NativeCalls;
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

	private final OpenSession session;

	private final NativeRun.GivingBack givesBack;

	private final DirectBuffers buffers = new DirectBuffers();

	/** All that have not ended. */
	private final Set<NativeRun> running = new HashSet<>();

	/** Those of them that nobody waits for any more. */
	private final Map<NativeRun, Background<?>> left = new HashMap<>();

	/** Whether it ran since it last gave something back. */
	private boolean keeps;

	private boolean closed;

	private boolean released;

	private OrtModel(final OnnxModel model, final MemoryMode mode,
		final OpenSession session, final NativeRun.GivingBack givesBack)
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
		return open(model, settings, NativeRun.GivingBack.MAPPED);
	}

	/** Likewise, for a graph whose outputs are held: it keeps no other memory. */
	public static OrtModel openToHold(final OnnxModel model,
		final OrtSettings settings)
	{
		return checked(model, settings, OpenSession.withoutArena(model, settings),
			NativeRun.GivingBack.MAPPED);
	}

	/**
	 * Likewise, for a graph that is run seldom on what is large: the memory that
	 * a run took is given back at its end, if it {@link OpenNetwork#isLarge}.
	 * What is smaller is kept for the next run, which need not ask the system for
	 * it.
	 */
	public static OrtModel openToGiveBack(final OnnxModel model,
		final OrtSettings settings)
	{
		return open(model, settings, NativeRun.GivingBack.LARGE);
	}

	/** Likewise, to be run often: it keeps what runs took until {@link #rest}. */
	public static OrtModel openToRest(final OnnxModel model,
		final OrtSettings settings)
	{
		return open(model, settings, NativeRun.GivingBack.RESTING);
	}

	private static OrtModel open(final OnnxModel model,
		final OrtSettings settings, final NativeRun.GivingBack givesBack)
	{
		return checked(model, settings, OpenSession.of(model, settings), givesBack);
	}

	/** Likewise as {@link #open}, on any provider its first run is watched. */
	static OrtModel openWatched(final OnnxModel model, final OrtSettings settings)
		throws IOException
	{
		return checked(model, settings, OpenSession.of(model, settings, Placement
			.watched()), NativeRun.GivingBack.MAPPED);
	}

	/** NB: only now that the file is mapped can it not be replaced any more. */
	private static OrtModel checked(final OnnxModel model,
		final OrtSettings settings, final OpenSession session,
		final NativeRun.GivingBack givesBack)
	{
		final OrtModel opened = new OrtModel(model, settings.memory(), session,
			givesBack);
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

	/** What its first run computed there: {@link Placement#onProcessor}. */
	public Map<String, Integer> onProcessor() {
		return session.placement().onProcessor();
	}

	/** The version of ONNX Runtime that is loaded. */
	public static String runtimeVersion() {
		return RuntimeEnvironment.get().getVersion();
	}

	/** Runs the graph for one of its outputs, which will have that shape. */
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
		return run(inputs, HeldTensors.NONE, shapes, stop);
	}

	/**
	 * The same with some of the inputs in the runtime's memory.
	 *
	 * @param held what {@link #hold} gave; what the graph declares of it is taken
	 */
	public Map<String, Tensor> run(final Map<String, Tensor> inputs,
		final HeldTensors held, final Map<String, int[]> shapes,
		final StopSignal stop)
	{
		return done(new NativeRun(session.runtime(), buffers, inputs, held.share(),
			shapes, givesBack.after(mode, OpenNetwork.isLarge(inputs, shapes))),
			NativeRun::run, stop);
	}

	/** The same, whose outputs stay in the runtime's memory for others. */
	public HeldTensors hold(final Map<String, Tensor> inputs,
		final Map<String, int[]> shapes, final StopSignal stop)
	{
		return done(new NativeRun(session.runtime(), buffers, inputs,
			HeldTensors.NONE, shapes, false), NativeRun::hold, stop);
	}

	private <T> T done(final NativeRun run, final NativeRun.Way<T> way,
		final StopSignal stop)
	{
		final Background<T> work = started(run, way, stop);
		try {
			return work.await(stop);
		}
		catch (final CancellationException e) {
			leave(run, work);
			throw e;
		}
		catch (final InferenceException e) {
			throw new InferenceException("running " + model.name() + " on " + run +
				" failed: " + e.getMessage(), e);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** NB: there may be no further thread to be had. */
	private <T> Background<T> started(final NativeRun run,
		final NativeRun.Way<T> way, final StopSignal stop)
	{
		try {
			stop.check();
			model.requireUntouchedWeights();
			for (final Background<?> left : leftAlone()) {
				left.awaitEnd(stop);
			}
			begin(run);
			return Background.start("LatentJ running " + model.name(), () -> finish(
				run, way));
		}
		catch (final Error | RuntimeException e) {
			end(run);
			throw e;
		}
	}

	private <T> T finish(final NativeRun run, final NativeRun.Way<T> way) {
		try {
			final T made = way.of(run);
			session.ran();
			return made;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		catch (final OrtException e) {
			throw RuntimeEnvironment.calls().isEnding() ? NativeCalls.ending()
				: new InferenceException(e.getMessage(), e);
		}
		finally {
			end(run);
		}
	}

	private synchronized List<Background<?>> leftAlone() {
		return List.copyOf(left.values());
	}

	private synchronized void begin(final NativeRun run) {
		if (closed) {
			throw new IllegalStateException(model.name() + " is closed");
		}
		running.add(run);
		keeps = true;
	}

	/** See {@link OpenNetwork#rest}. */
	public synchronized void rest(final boolean much) {
		if (keeps && givesBack.atRest(mode, much) && !closed && running.isEmpty()) {
			new NativeRun(session.runtime(), buffers, Map.of(), HeldTensors.NONE, Map
				.of(), true).giveBack();
			keeps = false;
		}
	}

	private synchronized void leave(final NativeRun run,
		final Background<?> work)
	{
		work.then(NativeRun::drop);
		if (running.contains(run)) {
			left.put(run, work);
			run.terminate();
		}
	}

	private synchronized void end(final NativeRun run) {
		run.leave();
		left.remove(run);
		if (running.remove(run) && closed && running.isEmpty()) {
			released = session.close(model.name());
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
			released = session.close(model.name());
		}
	}

	/** Whether the session is gone, with all that it held. */
	synchronized boolean isReleased() {
		return released;
	}
}
