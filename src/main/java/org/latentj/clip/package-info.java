/**
 * Internal. CLIP (Radford et al. 2021): tokenizer and prompt weights, the text
 * transformer's configuration, graph and runnable. May import
 * {@code checkpoint}, {@code onnx}, {@code tensor}, {@code control}.
 */

package org.latentj.clip;
