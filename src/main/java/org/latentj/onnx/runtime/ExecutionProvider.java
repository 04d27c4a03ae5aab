
package org.latentj.onnx.runtime;

/** Where ONNX Runtime runs a graph. */
public enum ExecutionProvider {
		/** The processor. Always there. */
		CPU,
		/**
		 * A graphics card of NVIDIA. Needs the artifact {@code onnxruntime_gpu} in
		 * place of {@code onnxruntime}.
		 */
		CUDA
}
