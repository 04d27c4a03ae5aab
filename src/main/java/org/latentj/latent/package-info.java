/**
 * API. Latents: what the networks work on instead of pixels. A
 * {@link org.latentj.latent.Latent} holds samples in the VAE's scale, a
 * {@link org.latentj.latent.LatentFormat} maps them to the network's scale and
 * to preview colours, the other classes resize, cut, stack and blend them as
 * ComfyUI's latent nodes do. May import {@code tensor}.
 */

package org.latentj.latent;
