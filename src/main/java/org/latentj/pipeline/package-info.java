/**
 * Operations and their stages. An {@link org.latentj.pipeline.Operation} is a
 * record of settings with a recipe of a few calls on a
 * {@link org.latentj.pipeline.Pipeline}. May import {@code family},
 * {@code clip}, {@code unet}, {@code vae}, {@code image}, {@code latent},
 * {@code sampling}, {@code tensor}, {@code control}.
 */

package org.latentj.pipeline;
