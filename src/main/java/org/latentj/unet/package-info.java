/**
 * Internal. The denoising network of Stable Diffusion (Rombach et al. 2022):
 * configuration from the weights' shapes, graph, runnable. May import
 * {@code checkpoint}, {@code onnx}, {@code sampling.conditioning},
 * {@code sampling.model}, {@code tensor}, {@code control}.
 */

package org.latentj.unet;
