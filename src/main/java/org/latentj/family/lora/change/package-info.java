/**
 * Internal. What a LoRA does to one weight: each kind is a
 * {@link org.latentj.family.lora.change.WeightChange}, and
 * {@link org.latentj.family.lora.change.ModuleChange} applies it. Tensors are
 * known by what they are ({@link org.latentj.family.lora.change.LoraPart}),
 * whatever program named them. May import {@code checkpoint}, {@code tensor},
 * {@code control}.
 */

package org.latentj.family.lora.change;
