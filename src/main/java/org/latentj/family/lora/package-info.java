/**
 * Internal. LoRAs: small files that tell changes of a checkpoint's weights.
 * {@link org.latentj.family.lora.LoraKind} makes patches of them, whatever
 * program named their tensors and whichever of the usual kinds they are (LoRA,
 * LoCon, LoHa, LoKr, GLoRA, OFT, BOFT, DoRA, plain differences). May import
 * {@code family.lora.change}, {@code family.model}, {@code checkpoint},
 * {@code checkpoint.naming}, {@code onnx.runtime}, {@code control}.
 */

package org.latentj.family.lora;
