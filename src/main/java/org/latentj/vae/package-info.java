/**
 * Internal. The autoencoder between pictures and latents (Kingma and Welling
 * 2014; Rombach et al. 2022): configuration, graphs, runnable. May import
 * {@code checkpoint}, {@code latent}, {@code onnx}, {@code tensor},
 * {@code control}.
 */

package org.latentj.vae;
