
package org.latentj.onnx.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.latentj.onnx.graph.ComputedWeight;
import org.latentj.onnx.graph.ElementType;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.graph.WeightBytes;

/**
 * Weights that are computed while a session is made of them. NB: of those that
 * it unpacks a session gets a copy, which goes with it, and these are closed as
 * soon as it is there; until then they take twice their memory. The others it
 * uses themselves, so that they are kept beside it.
 */
final class ComputedWeights implements AutoCloseable {

	private final Map<String, OnnxTensorLike> tensors = new ConcurrentHashMap<>();

	private final Map<String, OnnxTensorLike> inPlace = new HashMap<>();

	/** Computes all, on all processors. */
	static ComputedWeights of(final Map<String, ComputedWeight> computed)
		throws OrtException
	{
		final ComputedWeights weights = new ComputedWeights();
		weights.addAll(computed);
		return weights;
	}

	/** Likewise; closes all if one cannot be computed. */
	void addAll(final Map<String, ComputedWeight> computed) throws OrtException {
		addAll(computed, (name, weight) -> tensors.put(name, tensor(weight)));
	}

	/** Likewise weights of 8 bits, and their scales. */
	ComputedWeights withRounded(final Map<String, Supplier<WeightBytes>> rounded)
		throws OrtException
	{
		addAll(rounded, (name, weight) -> put(name, weight.get()));
		return this;
	}

	private void put(final String name, final WeightBytes weight)
		throws OrtException
	{
		final ByteBuffer numbers = ByteBuffer.allocateDirect(weight
			.numbers().length);
		numbers.duplicate().put(weight.numbers());
		tensors.put(name, OnnxTensor.createTensor(RuntimeEnvironment.get(), numbers,
			new long[] { weight.in(), weight.out() }, weight
				.type() == ElementType.INT8 ? OnnxJavaType.INT8 : OnnxJavaType.UINT8));
		final FloatBuffer scales = floats(weight.out());
		scales.duplicate().put(weight.scales());
		tensors.put(OnnxModel.scales(name), OnnxTensor.createTensor(
			RuntimeEnvironment.get(), scales, new long[] { weight.out() }));
	}

	/** Makes a tensor of what is computed. */
	private interface Taker<T> {

		void take(String name, T computed) throws OrtException;
	}

	private <T> void addAll(final Map<String, T> computed, final Taker<T> taker)
		throws OrtException
	{
		final AtomicReference<Throwable> failure = new AtomicReference<>();
		// NB: none throws, so that none is still at work when all are closed.
		computed.entrySet().parallelStream().forEach(e -> {
			try {
				if (failure.get() == null) {
					taker.take(e.getKey(), e.getValue());
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

	private static OnnxTensor tensor(final ComputedWeight weight)
		throws OrtException
	{
		final long[] shape = weight.shape();
		final long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
		final FloatBuffer numbers = floats(count);
		weight.put(numbers.duplicate());
		return OnnxTensor.createTensor(RuntimeEnvironment.get(), numbers, shape);
	}

	private static FloatBuffer floats(final long count) {
		return ByteBuffer.allocateDirect(Math.toIntExact(Float.BYTES * count))
			.order(ByteOrder.nativeOrder()).asFloatBuffer();
	}

	/**
	 * Gives them to a session that is to be made.
	 *
	 * @param kept names of those that it uses as they are
	 */
	void addTo(final SessionOptions options, final Set<String> kept)
		throws OrtException
	{
		final Map<String, OnnxTensorLike> copied = new HashMap<>(tensors);
		copied.keySet().removeAll(kept);
		if (!copied.isEmpty()) {
			options.addExternalInitializers(copied);
		}
		inPlace.putAll(tensors);
		inPlace.keySet().removeAll(copied.keySet());
		for (final Map.Entry<String, OnnxTensorLike> e : inPlace.entrySet()) {
			options.addInitializer(e.getKey(), e.getValue());
		}
	}

	/**
	 * Those that the session uses which was made, to be closed behind it; they
	 * are no more these.
	 */
	ComputedWeights used() {
		final ComputedWeights used = new ComputedWeights();
		used.tensors.putAll(inPlace);
		tensors.keySet().removeAll(inPlace.keySet());
		return used;
	}

	/** All that there are so far. */
	Collection<OnnxTensorLike> tensors() {
		return tensors.values();
	}

	@Override
	public void close() {
		tensors.values().stream().filter(t -> !t.isClosed()).forEach(
			OnnxTensorLike::close);
		tensors.clear();
	}
}
