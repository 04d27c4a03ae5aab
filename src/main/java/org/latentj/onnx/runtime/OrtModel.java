
package org.latentj.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.latentj.control.StopSignal;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.tensor.Tensor;

/**
 * An open graph. Inputs and outputs are {@link Tensor}s, whatever the graph
 * makes of them inside. Several threads may run it at once. Who opens it closes
 * it; closing while it runs is an error.
 */
public final class OrtModel implements AutoCloseable {

	private final OnnxModel model;

	private final MemoryMode mode;

	private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

	private final OrtSession session;

	private final DirectBuffers buffers = new DirectBuffers();

	private final AtomicInteger running = new AtomicInteger();

	private OrtModel(final OnnxModel model, final MemoryMode mode,
		final OrtSession session)
	{
		this.model = model;
		this.mode = mode;
		this.session = session;
	}

	/**
	 * Opens a graph.
	 *
	 * @param settings their memory mode must not be {@link MemoryMode#AUTO}
	 * @throws InferenceException if the runtime refuses it
	 */
	public static OrtModel open(final OnnxModel model,
		final OrtSettings settings)
	{
		try (SessionOptions options = new SessionOptions()) {
			configure(options, settings);
			options.addConfigEntry(
				"session.model_external_initializers_file_folder_path", model
					.weightsFile().getParent().toString());
			final OrtSession session = OrtEnvironment.getEnvironment().createSession(
				model.bytes(), options);
			return new OrtModel(model, settings.memory(), session);
		}
		catch (final OrtException e) {
			throw new InferenceException("cannot open " + model.name() + ": " + e
				.getMessage(), e);
		}
	}

	private static void configure(final SessionOptions options,
		final OrtSettings settings) throws OrtException
	{
		options.setSessionLogLevel(
			ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
		if (settings.threads() > 0) {
			options.setIntraOpNumThreads(settings.threads());
		}
		// NB: threads that spin while they wait take the cores away from everybody
		// else.
		options.addConfigEntry("session.intra_op.allow_spinning", "0");
		// NB: patterns are kept for each input shape and hold on to its memory.
		options.setMemoryPatternOptimization(false);
		switch (settings.memory()) {
			case PACKED -> options.setOptimizationLevel(OptLevel.ALL_OPT);
			case BALANCED -> leaveInFile(options);
			case MAPPED -> {
				leaveInFile(options);
				options.addConfigEntry("session.disable_prepacking", "1");
				options.setCPUArenaAllocator(false);
			}
			case AUTO -> throw new IllegalArgumentException(
				"the memory mode must be chosen before opening");
		}
		if (settings.provider() == ExecutionProvider.CUDA) {
			options.addCUDA();
		}
	}

	/**
	 * NB: constant folding would turn each weight in half precision into a copy
	 * in single precision.
	 */
	private static void leaveInFile(final SessionOptions options)
		throws OrtException
	{
		options.setOptimizationLevel(OptLevel.EXTENDED_OPT);
		options.addConfigEntry("optimization.disable_specified_optimizers",
			"ConstantFolding");
	}

	/** What it was opened with. */
	public MemoryMode mode() {
		return mode;
	}

	/** What it runs. */
	public OnnxModel model() {
		return model;
	}

	/** The version of ONNX Runtime that is loaded. */
	public static String runtimeVersion() {
		return OrtEnvironment.getEnvironment().getVersion();
	}

	/**
	 * Runs the graph for one of its outputs.
	 *
	 * @param inputs by name, all that the graph declares
	 * @param output name of the output
	 * @param shape the shape that this output will have
	 * @param stop stops the run in its midst
	 * @throws java.util.concurrent.CancellationException if it was stopped
	 * @throws InferenceException if the runtime fails
	 */
	public Tensor run(final Map<String, Tensor> inputs, final String output,
		final int[] shape, final StopSignal stop)
	{
		stop.check();
		requireWeights();
		final List<ByteBuffer> taken = new ArrayList<>();
		final Map<String, OnnxTensor> in = new HashMap<>();
		final Tensor result = Tensor.zeros(shape);
		running.incrementAndGet();
		try {
			for (final Map.Entry<String, Tensor> e : inputs.entrySet()) {
				in.put(e.getKey(), toNative(e.getValue(), taken));
			}
			try (OnnxTensor out = toNative(result, taken)) {
				run(in, Map.of(output, out), stop);
				out.getFloatBuffer().get(result.data());
			}
			return result;
		}
		catch (final OrtException e) {
			stop.check();
			throw new InferenceException("running " + model.name() + " on " + inputs +
				" for '" + output + "' " + Arrays.toString(shape) + " failed: " + e
					.getMessage(), e);
		}
		finally {
			in.values().forEach(OnnxTensor::close);
			taken.forEach(buffers::give);
			running.decrementAndGet();
		}
	}

	/**
	 * NB: touching pages behind the end of a file that was cut off ends the
	 * process.
	 */
	private void requireWeights() {
		try {
			final long size = Files.size(model.weightsFile());
			if (size < model.weightsEnd()) {
				throw new InferenceException(model.weightsFile() + " has only " + size +
					" of at least " + model.weightsEnd() +
					" bytes: it was cut off while it was in use; put it back and run again",
					null);
			}
		}
		catch (final IOException e) {
			// NB: a file that was deleted or moved away stays mapped, so its weights
			// are still there.
			return;
		}
	}

	private void run(final Map<String, OnnxTensor> in,
		final Map<String, OnnxTensor> out, final StopSignal stop)
		throws OrtException
	{
		try (Terminable options = new Terminable();
				StopSignal.Registration r = stop.onStop(options::terminate))
		{
			session.run(in, java.util.Set.of(), out, options.options).close();
		}
	}

	private OnnxTensor toNative(final Tensor tensor, final List<ByteBuffer> taken)
		throws OrtException
	{
		final ByteBuffer buffer = buffers.take(tensor.length());
		taken.add(buffer);
		DirectBuffers.floats(buffer, tensor.length()).put(tensor.data());
		return OnnxTensor.createTensor(environment, DirectBuffers.floats(buffer,
			tensor.length()), Arrays.stream(tensor.shape()).asLongStream().toArray());
	}

	@Override
	public void close() {
		if (running.get() > 0) {
			throw new IllegalStateException(model.name() +
				" is in use and cannot be closed");
		}
		try {
			session.close();
		}
		catch (final OrtException e) {
			throw new InferenceException("closing " + model.name() + " failed: " + e
				.getMessage(), e);
		}
	}

	/** Options of one run, whose stopping and closing cannot meet. */
	private static final class Terminable implements AutoCloseable {

		private final RunOptions options;

		private boolean closed;

		Terminable() throws OrtException {
			options = new RunOptions();
		}

		synchronized void terminate() {
			try {
				if (!closed) {
					options.setTerminate(true);
				}
			}
			catch (final OrtException e) {
				throw new InferenceException("stopping failed: " + e.getMessage(), e);
			}
		}

		@Override
		public synchronized void close() {
			closed = true;
			options.close();
		}
	}
}
