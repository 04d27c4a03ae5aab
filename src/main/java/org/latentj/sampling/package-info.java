/**
 * API. Sigmas x sampler x denoiser (Karras et al. 2022, "Elucidating the Design
 * Space of Diffusion-Based Generative Models"). A scheduler chooses the noise
 * levels, a sampler integrates, a denoiser maps (x, sigma) to the denoised
 * latent. May import {@code latent}, {@code sampling.conditioning},
 * {@code sampling.model}, {@code sampling.noise} and {@code tensor}.
 */

package org.latentj.sampling;
