/**
 * Internal. Networks that steer a UNet by a picture: ControlNets, T2I-Adapters.
 * May import {@code unet}, {@code checkpoint}, {@code checkpoint.naming},
 * {@code latent}, {@code onnx}, {@code sampling.conditioning}, {@code tensor},
 * {@code control}.
 */

package org.latentj.unet.control;
