/**
 * Internal. Model families: all that is known about one stands in one class.
 * {@link org.latentj.family.ModelFamilies} is the list, in the order of asking;
 * {@link org.latentj.family.ForeignModel} names what is recognised but cannot
 * be run. May import {@code checkpoint}, {@code clip}, {@code unet},
 * {@code vae}, {@code latent}, {@code sampling.conditioning},
 * {@code sampling.model}, {@code onnx.runtime}, {@code control}.
 */

package org.latentj.family;
