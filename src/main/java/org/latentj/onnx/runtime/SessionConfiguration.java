
package org.latentj.onnx.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

import java.io.IOException;

/** {@link OrtSettings} in ONNX Runtime's terms. */
final class SessionConfiguration {

	private SessionConfiguration() {}

	static void apply(final OrtSettings settings, final SessionOptions options)
		throws OrtException, IOException
	{
		options.setSessionLogLevel(RuntimeEnvironment.LOG);
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
			// NB: ONNX Runtime looks for it beside its own library.
			RuntimeEnvironment.libraries().unpack("onnxruntime_providers_cuda");
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
}
