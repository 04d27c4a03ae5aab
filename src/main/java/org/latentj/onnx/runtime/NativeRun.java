
package org.latentj.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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

	private final List<ByteBuffer> taken = new ArrayList<>();

	/** While the session runs. */
	private RunOptions options;

	private boolean terminated;

	NativeRun(final OrtSession session, final DirectBuffers buffers) {
		this.session = session;
		this.buffers = buffers;
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
		try {
			for (final Map.Entry<String, Tensor> e : inputs.entrySet()) {
				in.put(e.getKey(), toNative(e.getValue()));
			}
			for (final Map.Entry<String, Tensor> e : results.entrySet()) {
				out.put(e.getKey(), toNative(e.getValue()));
			}
			run(in, out, begin());
			results.forEach((name, tensor) -> out.get(name).getFloatBuffer().get(
				tensor.data()));
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
		return options;
	}

	private synchronized void end() {
		if (options != null) {
			options.close();
			options = null;
		}
	}

	private OnnxTensor toNative(final Tensor tensor) throws OrtException {
		final ByteBuffer buffer = buffers.take(tensor.length());
		taken.add(buffer);
		DirectBuffers.floats(buffer, tensor.length()).put(tensor.data());
		return OnnxTensor.createTensor(environment, DirectBuffers.floats(buffer,
			tensor.length()), Arrays.stream(tensor.shape()).asLongStream().toArray());
	}
}
