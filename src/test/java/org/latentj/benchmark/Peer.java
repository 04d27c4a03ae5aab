
package org.latentj.benchmark;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A graph that another program has exported, run by ONNX Runtime with its own
 * settings. Its inputs, all in single precision, get noise.
 */
final class Peer implements AutoCloseable {

	private final OrtSession session;

	private final Map<String, OnnxTensor> inputs = new HashMap<>();

	/**
	 * @param items size of each first axis that the graph leaves open
	 * @param side size of each further one
	 */
	Peer(final Path file, final int items, final int side) throws OrtException {
		final OrtEnvironment environment = OrtEnvironment.getEnvironment();
		session = environment.createSession(file.toString());
		for (final NodeInfo input : session.getInputInfo().values()) {
			final long[] shape = ((TensorInfo) input.getInfo()).getShape().clone();
			for (int i = 0; i < shape.length; i++) {
				shape[i] = shape[i] > 0 ? shape[i] : i == 0 ? items : side;
			}
			inputs.put(input.getName(), OnnxTensor.createTensor(environment, noise(
				Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))),
				shape));
		}
	}

	private static FloatBuffer noise(final int numbers) {
		final FloatBuffer all = ByteBuffer.allocateDirect(Float.BYTES * numbers)
			.order(ByteOrder.nativeOrder()).asFloatBuffer();
		final Random random = new Random(1);
		for (int i = 0; i < numbers; i++) {
			all.put(i, (float) random.nextGaussian());
		}
		return all;
	}

	void run() throws OrtException {
		session.run(inputs).close();
	}

	@Override
	public void close() throws OrtException {
		inputs.values().forEach(OnnxTensor::close);
		session.close();
	}
}
