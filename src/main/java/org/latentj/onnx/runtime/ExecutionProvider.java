
package org.latentj.onnx.runtime;

import ai.onnxruntime.OrtProvider;

import java.util.Locale;
import java.util.Optional;

/**
 * Where ONNX Runtime runs a graph. A new one is a constant here and a case in
 * {@link SessionConfiguration}.
 */
public enum ExecutionProvider {

		/** The processor. Always there. */
		CPU("CPU", false, null, "It is in every ONNX Runtime.", ""),

		/** A graphics card of NVIDIA. */
		CUDA("CUDA", true, "onnxruntime_providers_cuda",
			"It needs onnxruntime_gpu-%1$s.jar in place of onnxruntime-%1$s.jar, for " +
				"Windows and Linux on x64, from https://repo1.maven.org/maven2/com/" +
				"microsoft/onnxruntime/onnxruntime_gpu/%1$s/.",
			"It needs a graphics card of NVIDIA with its driver; and of NVIDIA's " +
				"libraries CUDA 12 and cuDNN 9, whose folders stand in PATH (Windows) " +
				"or LD_LIBRARY_PATH (Linux)."),

		/**
		 * Apple's Core ML. NB: it computes in half precision inside, and takes few
		 * graphs that are in half precision themselves.
		 */
		COREML("CORE_ML", false, null,
			"It is in onnxruntime-%1$s.jar for macOS on Apple chips.", "");

	/** NB: by name, so that this class can be loaded without ONNX Runtime. */
	private final String runtime;

	private final boolean wantsHalf;

	private final String library;

	private final String jar;

	private final String beside;

	/**
	 * @param runtime name of ONNX Runtime's own constant
	 * @param library its native library; null if it is in ONNX Runtime's own
	 * @param jar a sentence that tells which ONNX Runtime has it, with the
	 *          version of that
	 * @param beside a sentence that tells what a user must have beside; empty if
	 *          nothing
	 */
	ExecutionProvider(final String runtime, final boolean wantsHalf,
		final String library, final String jar, final String beside)
	{
		this.runtime = runtime;
		this.wantsHalf = wantsHalf;
		this.library = library;
		this.jar = jar;
		this.beside = beside;
	}

	/** What users call it: its name in lower case. */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** Whether it is faster in half precision. */
	public boolean wantsHalf() {
		return wantsHalf;
	}

	OrtProvider runtime() {
		return OrtProvider.valueOf(runtime);
	}

	/**
	 * Its native library, if it has one of its own, without prefix and suffix.
	 */
	Optional<String> library() {
		return Optional.ofNullable(library);
	}

	/**
	 * Which ONNX Runtime has it, in a sentence.
	 *
	 * @param version of ONNX Runtime
	 */
	String jar(final String version) {
		return String.format(Locale.ROOT, jar, version);
	}

	/** What it needs beside that, in a sentence; empty if nothing. */
	String beside() {
		return beside;
	}
}
