/**
 * API. What can be asked for: an {@link org.latentj.operation.Operation} is a
 * record of settings with a recipe of a few calls on a
 * {@link org.latentj.pipeline.Pipeline}. May import {@code pipeline},
 * {@code image}, {@code latent}, {@code sampling}, {@code tensor},
 * {@code control}.
 */

package org.latentj.operation;
