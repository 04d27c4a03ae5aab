
package org.latentj.onnx.runtime;

import java.util.Locale;

/**
 * Where ONNX Runtime runs a graph. A new one is a constant here and a case in
 * {@link SessionConfiguration}.
 */
public enum ExecutionProvider {

		/** The processor. Always there. */
		CPU(false),

		/**
		 * A graphics card of NVIDIA. Needs the artifact {@code onnxruntime_gpu} in
		 * place of {@code onnxruntime}.
		 */
		CUDA(true);

	private final boolean wantsHalf;

	ExecutionProvider(final boolean wantsHalf) {
		this.wantsHalf = wantsHalf;
	}

	/** What users call it: its name in lower case. */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** Whether it is faster in half precision. */
	public boolean wantsHalf() {
		return wantsHalf;
	}
}
