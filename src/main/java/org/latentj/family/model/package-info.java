/**
 * Internal. What a model family is: its facts, how it recognises a file
 * ({@link org.latentj.family.model.ModelFamily}), and how it opens the networks
 * of one ({@link org.latentj.family.model.LoadedFamily});
 * {@link org.latentj.family.model.LatentDiffusion} is the usual one, whose UNet
 * may be given pictures ({@link org.latentj.family.model.PictureChannels}). May
 * import {@code family.text}, {@code family.embedding}, {@code checkpoint},
 * {@code clip}, {@code unet}, {@code vae}, {@code latent}, {@code sampling},
 * {@code onnx.runtime}, {@code control}.
 */

package org.latentj.family.model;
