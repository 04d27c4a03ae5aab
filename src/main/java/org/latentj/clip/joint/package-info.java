/**
 * Internal. CLIP's picture and text encoder together: what of them lies in
 * which file, whether two fit, phrases to vectors. May import {@code clip},
 * {@code clip.vision}, {@code checkpoint}, {@code checkpoint.naming},
 * {@code onnx}, {@code tensor}, {@code control}.
 */

package org.latentj.clip.joint;
