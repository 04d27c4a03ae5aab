/**
 * Runs graphs. {@link org.latentj.onnx.runtime.OrtModel} is the only user of
 * ONNX Runtime: it owns a session, copies tensors in and out of native memory,
 * stops at once when asked to. May import {@code onnx.graph}, {@code tensor},
 * {@code control}.
 */

package org.latentj.onnx.runtime;
