/**
 * Internal. Runs graphs, as the only user of ONNX Runtime.
 * {@link org.latentj.onnx.runtime.OrtModel} owns a session, copies tensors in
 * and out of native memory, and leaves a run at once when asked to. May import
 * {@code onnx.graph}, {@code onnx.library}, {@code onnx.placement},
 * {@code tensor}, {@code control}.
 */

package org.latentj.onnx.runtime;
