/**
 * API. The stages of a run: a {@link org.latentj.pipeline.Pipeline} encodes
 * texts and pictures, samples and decodes with the
 * {@link org.latentj.pipeline.Parts} of a loaded checkpoint, and tells a
 * {@link org.latentj.pipeline.RunListener}. May import {@code family},
 * {@code clip}, {@code unet}, {@code vae}, {@code image}, {@code latent},
 * {@code sampling}, {@code tensor}, {@code control}.
 */

package org.latentj.pipeline;
