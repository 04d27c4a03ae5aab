
package org.latentj.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.latentj.tensor.Tensor;

/**
 * One run of a session: copies tensors in and out of native memory and gives
 * that back in the end, however it ends. Stopping and ending may meet.
 */
final class NativeRun {

	private final OrtEnvironment environment = RuntimeEnvironment.get();

	private final OrtSession session;

	private final DirectBuffers buffers;

	/** Whether the session's memory for results goes back in the end. */
	private final boolean givesBack;

	private final List<ByteBuffer> taken = new ArrayList<>();

	/** While the session runs. */
	private RunOptions options;

	private boolean terminated;

	NativeRun(final OrtSession session, final DirectBuffers buffers,
		final boolean givesBack)
	{
		this.session = session;
		this.buffers = buffers;
		this.givesBack = givesBack;
	}

	/**
	 * Runs; once only.
	 *
	 * @param results tensors of the shapes that the outputs will have, by name;
	 *          filled
	 * @throws OrtException if the runtime fails, or was told to stop
	 */
	void run(final Map<String, Tensor> inputs, final Map<String, Tensor> results)
		throws OrtException
	{
		final Map<String, OnnxTensor> in = new HashMap<>();
		final Map<String, OnnxTensor> out = new HashMap<>();
		final Map<Tensor, FloatBuffer> made = new IdentityHashMap<>();
		try (NativeCalls.Call call = RuntimeEnvironment.calls().enter(
			this::terminate))
		{
			for (final Map.Entry<String, Tensor> e : inputs.entrySet()) {
				final FloatBuffer numbers = buffer(e.getValue());
				numbers.duplicate().put(e.getValue().data());
				in.put(e.getKey(), tensor(numbers, e.getValue()));
			}
			for (final Map.Entry<String, Tensor> e : results.entrySet()) {
				made.put(e.getValue(), buffer(e.getValue()));
				out.put(e.getKey(), tensor(made.get(e.getValue()), e.getValue()));
			}
			run(in, out, begin());
			made.forEach((tensor, numbers) -> numbers.get(tensor.data()));
		}
		finally {
			end();
			in.values().forEach(OnnxTensor::close);
			out.values().forEach(OnnxTensor::close);
			taken.forEach(buffers::give);
		}
	}

	private void run(final Map<String, OnnxTensor> in,
		final Map<String, OnnxTensor> out, final RunOptions how) throws OrtException
	{
		session.run(in, Set.of(), out, how).close();
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
