/**
 * Internal. Which engine opens a graph: ONNX Runtime, or one beside it that
 * Java's service loader finds. May import {@code onnx.graph},
 * {@code onnx.runtime}.
 */

package org.latentj.onnx.engine;
