/**
 * Internal. Model families: all that is known about one stands in one class, a
 * {@link org.latentj.family.ModelFamily}.
 * {@link org.latentj.family.ModelFamilies} is the list, in the order of asking;
 * {@link org.latentj.family.LoadedFamily} opens the networks of one file;
 * {@link org.latentj.family.ForeignModel} names what is recognised but cannot
 * be run. May import {@code family.embedding}, {@code checkpoint},
 * {@code clip}, {@code unet}, {@code vae}, {@code latent}, {@code sampling},
 * {@code onnx.runtime}, {@code control}.
 */

package org.latentj.family;
