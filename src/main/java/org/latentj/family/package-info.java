/**
 * Internal. Model families: all that is known about one stands in one class, a
 * {@link org.latentj.family.model.ModelFamily}.
 * {@link org.latentj.family.ModelFamilies} is the list, in the order of asking;
 * {@link org.latentj.family.ForeignModel} names what is recognised but cannot
 * be run. May import {@code family.model}, {@code family.text},
 * {@code checkpoint}, {@code vae}, {@code latent}, {@code sampling},
 * {@code control}.
 */

package org.latentj.family;
