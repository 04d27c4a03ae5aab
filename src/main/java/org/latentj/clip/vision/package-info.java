/**
 * Internal. CLIP's picture encoder: a picture to a vector in the space of
 * texts. May import {@code clip}, {@code checkpoint}, {@code latent},
 * {@code onnx}, {@code tensor}, {@code control}.
 */

package org.latentj.clip.vision;
