
package org.latentj.onnx.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

import org.latentj.onnx.graph.OnnxModel;

/** {@link OrtSettings} in ONNX Runtime's terms. */
final class SessionConfiguration {

	/**
	 * NB: else the search for the fastest convolution tries all at each new size,
	 * and goes by the clock, so that last bits would change from one time to the
	 * next; and single precision would be computed with 11 binary digits.
	 */
	static final Map<String, String> OF_CUDA = Map.of("cudnn_conv_algo_search",
		"HEURISTIC", "use_tf32", "0");

	/** NB: the older format of models knows few of our operators. */
	static final Map<String, String> OF_COREML = Map.of("ModelFormat",
		"MLProgram", "MLComputeUnits", "ALL");

	/** Microseconds for which a thread looks for work before it sleeps. */
	private static final int SPIN = 50;

	private SessionConfiguration() {}

	static void apply(final OrtSettings settings, final SessionOptions options)
		throws OrtException, IOException
	{
		options.setSessionLogLevel(RuntimeEnvironment.LOG);
		if (settings.threads() > 0) {
			options.setIntraOpNumThreads(settings.threads());
		}
		// NB: threads that spin while they wait take the cores away from everybody
		// else; so long alone as it takes to sleep and be woken.
		options.addConfigEntry("session.intra_op.allow_spinning", "1");
		options.addConfigEntry("session.intra_op.spin_duration_us", Integer
			.toString(SPIN));
		// NB: patterns are kept for each input shape and hold on to its memory.
		options.setMemoryPatternOptimization(false);
		hold(settings, options);
		add(settings.provider(), options);
	}

	/**
	 * Has a session run on a provider, and on the processor what that has no
	 * operator for. NB: {@code session.disable_cpu_ep_fallback} would refuse all
	 * our graphs: ONNX Runtime computes sizes on the processor on purpose, so
	 * that they need not be fetched from a card. What else is there is told by
	 * {@link OrtModel#onProcessor}.
	 *
	 * @throws OrtException if there is no such provider here, or it cannot be
	 *           loaded
	 * @throws IOException if its library cannot be unpacked
	 */
	static void add(final ExecutionProvider provider,
		final SessionOptions options) throws OrtException, IOException
	{
		if (provider.library().isPresent()) {
			// NB: ONNX Runtime looks for it beside its own library.
			RuntimeEnvironment.libraries().unpack(provider.library().get());
		}
		switch (provider) {
			case CPU -> {
				// NB: ONNX Runtime adds it behind all others by itself.
			}
			case CUDA -> {
				try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions()) {
					for (final Map.Entry<String, String> e : OF_CUDA.entrySet()) {
						cuda.add(e.getKey(), e.getValue());
					}
					options.addCUDA(cuda);
				}
			}
			case COREML -> options.addCoreML(OF_COREML);
		}
	}

	/** Has a session hold weights as the memory mode says. */
	private static void hold(final OrtSettings settings,
		final SessionOptions options) throws OrtException
	{
		if (settings.memory() == MemoryMode.AUTO) {
			throw new IllegalArgumentException(
				"the memory mode must be chosen before opening");
		}
		if (declaresWeights(settings)) {
			// NB: what lies above turns weights in half precision that are no
			// constants into copies in single precision, too; ONNX Runtime 1.28
			// ends the process when it meets one. With integers LAYOUT_OPT rounds
			// otherwise.
			options.setOptimizationLevel(settings.precision() == Precision.INTEGER
				? OptLevel.EXTENDED_OPT : OptLevel.LAYOUT_OPT);
		}
		else if (settings.memory() == MemoryMode.PACKED) {
			options.setOptimizationLevel(OptLevel.ALL_OPT);
		}
		else {
			// NB: constant folding would turn each weight in half precision into a
			// copy in single precision.
			options.setOptimizationLevel(OptLevel.EXTENDED_OPT);
			options.addConfigEntry("optimization.disable_specified_optimizers",
				"ConstantFolding");
			if (settings.memory() == MemoryMode.MAPPED) {
				options.addConfigEntry("session.disable_prepacking", "1");
			}
		}
	}

	/**
	 * Whether weights that shall stay in their file are no constants. NB: other
	 * providers run some operators only with weights that are; a graph in half
	 * precision has few casts of weights.
	 */
	private static boolean declaresWeights(final OrtSettings settings) {
		return settings.provider() == ExecutionProvider.CPU && (settings
			.chosenPrecision() == Precision.SINGLE || settings
				.precision() == Precision.INTEGER && settings
					.memory() != MemoryMode.PACKED);
	}

	/**
	 * The weights that a session is to use as they are, by their names. NB:
	 * products with matrices that are unpacked differ in last bits, which
	 * rounding to integers would make more of.
	 */
	static Set<String> kept(final OnnxModel model, final OrtSettings settings) {
		if (!declaresWeights(settings)) {
			return Set.of();
		}
		final Set<String> kept = model.allBut(settings.memory().unpacked(model
			.numbers()));
		if (settings.precision() == Precision.INTEGER) {
			model.weights().stream().filter(w -> w.shape().length > 1).forEach(
				w -> kept.add(w.name()));
		}
		return kept;
	}
}
