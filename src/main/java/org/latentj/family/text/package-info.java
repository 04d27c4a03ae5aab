/**
 * Internal. How families turn prompts into conditionings: with one CLIP text
 * encoder or several ({@link org.latentj.family.text.Clip}). May import
 * {@code family.embedding}, {@code checkpoint}, {@code clip},
 * {@code sampling.conditioning}, {@code onnx.runtime}, {@code control}.
 */

package org.latentj.family.text;
