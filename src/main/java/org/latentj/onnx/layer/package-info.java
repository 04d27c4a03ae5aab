/**
 * Internal. What networks are made of, under PyTorch's names:
 * {@link org.latentj.onnx.layer.Layers}, and how their products are computed,
 * exactly or of integers. May import {@code checkpoint} and {@code onnx.graph}.
 */

package org.latentj.onnx.layer;
