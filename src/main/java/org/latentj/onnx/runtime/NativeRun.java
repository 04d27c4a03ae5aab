
package org.latentj.onnx.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import ai.onnxruntime.TensorInfo;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

import org.latentj.onnx.library.DirectBuffers;
import org.latentj.onnx.library.NativeCalls;
import org.latentj.tensor.Tensor;

/**
 * One run of a session: copies tensors in and out of native memory and gives
 * that back in the end, however it ends. Stopping and ending may meet.
 */
final class NativeRun {

	/** When what a run took goes back, instead of being there for the next. */
	enum GivingBack {

			/** After each run of a graph that is mapped. */
			MAPPED,

			/** Likewise, and after each one of what is large. */
			LARGE,

			/** When a graph is to rest, see {@link OpenNetwork#rest}. */
			RESTING;

		boolean after(final MemoryMode mode, final boolean large) {
			return mode == MemoryMode.MAPPED && this != RESTING || large &&
				this == LARGE;
		}

		boolean atRest(final MemoryMode mode, final boolean much) {
			return this == RESTING && (mode == MemoryMode.MAPPED || much &&
				mode == MemoryMode.BALANCED);
		}
	}

	private final OrtEnvironment environment = RuntimeEnvironment.get();

	private final OrtSession session;

	private final DirectBuffers buffers;

	/** Whether the session's memory for results goes back in the end. */
	private final boolean givesBack;

	private final Map<String, Tensor> inputs;

	/** Inputs that are there already. */
	private final HeldTensors held;

	/** Those that the outputs will have. */
	private final Map<String, int[]> shapes;

	private final List<ByteBuffer> taken = new ArrayList<>();

	/** While the session runs. */
	private RunOptions options;

	private boolean terminated;

	private boolean left;

	/** Inputs and outputs of a run, closed with it; those that were there not. */
	private static final class Tensors implements AutoCloseable {

		private final Map<String, OnnxTensor> own = new HashMap<>();

		private final Map<String, OnnxTensor> all = new HashMap<>();

		void put(final String name, final OnnxTensor tensor) {
			own.put(name, tensor);
			all.put(name, tensor);
		}

		@Override
		public void close() {
			own.values().forEach(OnnxTensor::close);
		}
	}

	/** What a session made and holds. */
	private static final class Held extends HeldTensors {

		private final Map<String, OnnxTensor> tensors = new HashMap<>();

		private final OrtSession.Result result;

		Held(final OrtSession.Result result, final long bytes) {
			super(bytes);
			this.result = result;
			result.forEach(e -> tensors.put(e.getKey(), (OnnxTensor) e.getValue()));
		}

		@Override
		protected void free() {
			result.close();
		}
	}

	/**
	 * @param inputs by name
	 * @param held further ones, shared with it; closed in the end
	 * @param shapes that the outputs will have, by name
	 */
	NativeRun(final OrtSession session, final DirectBuffers buffers,
		final Map<String, Tensor> inputs, final HeldTensors held,
		final Map<String, int[]> shapes, final boolean givesBack)
	{
		this.session = session;
		this.buffers = buffers;
		this.inputs = inputs;
		this.held = held;
		this.shapes = shapes;
		this.givesBack = givesBack;
	}

	/** Numbers of a tensor of this shape. */
	static long numbers(final int... shape) {
		return Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
	}

	/** On what, for messages. */
	@Override
	public String toString() {
		return inputs + " for " + shapes.entrySet().stream().map(e -> "'" + e
			.getKey() + "' " + Arrays.toString(e.getValue())).sorted().collect(
				Collectors.joining(", "));
	}

	/** One of the ways to run. */
	@FunctionalInterface
	interface Way<T> {

		T of(NativeRun run) throws OrtException;
	}

	/**
	 * Runs; one of the ways, and once only.
	 *
	 * @throws OrtException if the runtime fails, or was told to stop
	 */
	Map<String, Tensor> run() throws OrtException {
		final Map<String, Tensor> results = new HashMap<>();
		final Map<Tensor, FloatBuffer> made = new IdentityHashMap<>();
		try (NativeCalls.Call call = enter();
				Tensors in = new Tensors();
				Tensors out = new Tensors())
		{
			put(in);
			for (final Map.Entry<String, int[]> e : shapes.entrySet()) {
				final Tensor result = Tensor.zeros(e.getValue());
				results.put(e.getKey(), result);
				made.put(result, buffer(result));
				out.put(e.getKey(), tensor(made.get(result), result));
			}
			session.run(in.all, Set.of(), out.all, begin()).close();
			made.forEach((tensor, numbers) -> numbers.get(tensor.data()));
			return results;
		}
		finally {
			end();
		}
	}

	/** Likewise, leaving what comes out where it is. */
	HeldTensors hold() throws OrtException {
		try (NativeCalls.Call call = enter(); Tensors in = new Tensors()) {
			put(in);
			return new Held(session.run(in.all, shapes.keySet(), begin()),
				Float.BYTES * shapes.values().stream().mapToLong(NativeRun::numbers)
					.sum());
		}
		finally {
			end();
		}
	}

	/**
	 * Gives back what earlier runs left in the session, instead of running. NB:
	 * it does that behind a run only: this one is told to stop before its first
	 * operator, so that it fails.
	 */
	void giveBack() {
		terminate();
		try (NativeCalls.Call call = enter(); Tensors in = new Tensors()) {
			for (final NodeInfo input : session.getInputInfo().values()) {
				final Tensor some = Tensor.zeros(Arrays.stream(((TensorInfo) input
					.getInfo()).getShape()).mapToInt(d -> (int) Math.max(1, d))
					.toArray());
				in.put(input.getName(), tensor(buffer(some), some));
			}
			session.run(in.all, begin()).close();
		}
		catch (final OrtException | CancellationException e) {
			// as it should be: stopped, or the program is ending
		}
		finally {
			end();
		}
	}

	private NativeCalls.Call enter() {
		return RuntimeEnvironment.calls().enter(this::terminate);
	}

	/** NB: of what is held a graph takes what it declares. */
	private void put(final Tensors in) throws OrtException {
		for (final Map.Entry<String, Tensor> e : inputs.entrySet()) {
			final FloatBuffer numbers = buffer(e.getValue());
			numbers.duplicate().put(e.getValue().data());
			in.put(e.getKey(), tensor(numbers, e.getValue()));
		}
		if (held instanceof Held own) {
			in.all.putAll(own.tensors);
			in.all.keySet().retainAll(session.getInputNames());
		}
	}

	/**
	 * Tells it to stop. NB: the runtime looks between operators, of which one may
	 * take long.
	 */
	synchronized void terminate() {
		terminated = true;
		try {
			if (options != null) {
				options.setTerminate(true);
			}
		}
		catch (final OrtException e) {
			throw new InferenceException("stopping failed: " + e.getMessage(), e);
		}
	}

	private synchronized RunOptions begin() throws OrtException {
		options = new RunOptions();
		options.setTerminate(terminated);
		if (givesBack) {
			options.addRunConfigEntry("memory.enable_memory_arena_shrinkage",
				"cpu:0");
		}
		return options;
	}

	private synchronized void end() {
		if (options != null) {
			options.close();
			options = null;
		}
		taken.forEach(buffers::give);
	}

	/** Gives back what a run made, if it holds memory: nobody waits for it. */
	static void drop(final Object made) {
		if (made instanceof Held held) {
			held.close();
		}
	}

	/**
	 * Gives back what was shared with it; at its end, whether it ran or not. NB:
	 * a thread that is killed just when its run has begun says so, too.
	 */
	synchronized void leave() {
		if (!left) {
			left = true;
			held.close();
		}
	}

	/** Native memory for a tensor's numbers, until the end of the run. */
	private FloatBuffer buffer(final Tensor tensor) {
		final ByteBuffer buffer = buffers.take(tensor.length());
		taken.add(buffer);
		return DirectBuffers.floats(buffer, tensor.length());
	}

	private OnnxTensor tensor(final FloatBuffer numbers, final Tensor like)
		throws OrtException
	{
		return OnnxTensor.createTensor(environment, numbers.duplicate(), Arrays
			.stream(like.shape()).asLongStream().toArray());
	}
}
