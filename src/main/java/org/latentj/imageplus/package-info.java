/**
 * API. ImageJ's images as pictures and back: runs on them, latents as images,
 * results like the image that they come from. Knows no parameters, no service
 * and no SciJava; who runs an operation is behind {@code StackRun.Runner}. May
 * import {@code imageplus.*}, {@code record}, {@code stack}, {@code pipeline},
 * {@code image}, {@code latent}, {@code sampling}, {@code checkpoint} (for
 * SHA-256), {@code control}, {@code tensor}, ImageJ 1.x and ImgLib2.
 */

package org.latentj.imageplus;
