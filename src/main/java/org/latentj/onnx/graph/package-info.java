/**
 * Internal. ONNX graphs made in Java.
 * {@link org.latentj.onnx.graph.GraphBuilder} writes nodes and initializers, an
 * {@link org.latentj.onnx.graph.OnnxModel} is the result: a small message whose
 * weights stay in the checkpoint's file. The only user of protobuf. May import
 * {@code checkpoint}.
 */

package org.latentj.onnx.graph;
