
package org.latentj.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.latentj.tensor.Tensor;

/**
 * Weights that are computed while a session is made of them. NB: the session
 * copies them, in each memory mode, and its copy goes with it; these are closed
 * as soon as it is there. Until then they take twice their memory.
 */
final class ComputedWeights implements AutoCloseable {

	private final Map<String, OnnxTensorLike> tensors = new ConcurrentHashMap<>();

	/** Computes all, on all processors. */
	static ComputedWeights of(final Map<String, Supplier<Tensor>> computed)
		throws OrtException
	{
		final ComputedWeights weights = new ComputedWeights();
		weights.addAll(computed);
		return weights;
	}

	/** Likewise; closes all if one cannot be computed. */
	void addAll(final Map<String, Supplier<Tensor>> computed)
		throws OrtException
	{
		final AtomicReference<Throwable> failure = new AtomicReference<>();
		// NB: none throws, so that none is still at work when all are closed.
		computed.entrySet().parallelStream().forEach(e -> {
			try {
				if (failure.get() == null) {
					tensors.put(e.getKey(), tensor(e.getValue().get()));
				}
			}
			catch (final OrtException | RuntimeException | Error x) {
				failure.compareAndSet(null, x);
			}
		});
		if (failure.get() != null) {
			close();
			rethrow(failure.get());
		}
	}

	private static void rethrow(final Throwable failure) throws OrtException {
		if (failure instanceof OrtException own) {
			throw own;
		}
		if (failure instanceof Error fatal) {
			throw fatal;
		}
		throw (RuntimeException) failure;
	}

	private static OnnxTensor tensor(final Tensor tensor) throws OrtException {
		final FloatBuffer numbers = ByteBuffer.allocateDirect(Math.multiplyExact(
			tensor.length(), Float.BYTES)).order(ByteOrder.nativeOrder())
			.asFloatBuffer();
		numbers.duplicate().put(tensor.data());
		return OnnxTensor.createTensor(RuntimeEnvironment.get(), numbers, Arrays
			.stream(tensor.shape()).asLongStream().toArray());
	}

	/** Gives them to a session that is to be made. */
	void addTo(final SessionOptions options) throws OrtException {
		if (!tensors.isEmpty()) {
			options.addExternalInitializers(tensors);
		}
	}

	/** All that there are so far. */
	Collection<OnnxTensorLike> tensors() {
		return tensors.values();
	}

	@Override
	public void close() {
		tensors.values().stream().filter(t -> !t.isClosed()).forEach(
			OnnxTensorLike::close);
	}
}
