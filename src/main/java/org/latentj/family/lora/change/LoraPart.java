
package org.latentj.family.lora.change;

import java.util.List;
import java.util.Optional;

/**
 * What a tensor of a LoRA file is in the change of its weight, told by the end
 * of its name. The same part has several ends, as programs differ: kohya's
 * scripts and LyCORIS, diffusers in three forms, PEFT.
 */
public enum LoraPart {

		/** The factor [out, rank] of a change of low rank. */
		UP(".lora_up.weight", "_lora.up.weight", ".lora_B.weight",
			".lora_B.default.weight", ".lora.up.weight",
			".lora_linear_layer.up.weight", ".lora_B"),
		/** The factor [rank, in ...] of a change of low rank. */
		DOWN(".lora_down.weight", "_lora.down.weight", ".lora_A.weight",
			".lora_A.default.weight", ".lora.down.weight",
			".lora_linear_layer.down.weight", ".lora_A"),
		/** The kernel [rank, rank, height, width] between both, of LoCon. */
		MID(".lora_mid.weight"),
		/** Factors of LoHa's two matrices, and the kernels of convolutions. */
		HADA_W1_A(".hada_w1_a"), HADA_W1_B(".hada_w1_b"), HADA_W2_A(".hada_w2_a"),
		HADA_W2_B(".hada_w2_b"), HADA_T1(".hada_t1"), HADA_T2(".hada_t2"),
		/** LoKr's two matrices, or their factors. */
		LOKR_W1(".lokr_w1"), LOKR_W1_A(".lokr_w1_a"), LOKR_W1_B(".lokr_w1_b"),
		LOKR_W2(".lokr_w2"), LOKR_W2_A(".lokr_w2_a"), LOKR_W2_B(".lokr_w2_b"),
		LOKR_T2(".lokr_t2"),
		/** Blocks of OFT and BOFT, and what rows are multiplied by then. */
		OFT_BLOCKS(".oft_blocks"), RESCALE(".rescale"),
		/** GLoRA's four factors. */
		A1(".a1.weight"), A2(".a2.weight"), B1(".b1.weight"), B2(".b2.weight"),
		/**
		 * By which the change is multiplied, after division by its rank; of OFT and
		 * BOFT the longest that their turning is.
		 */
		ALPHA(".alpha"),
		/** The lengths that DoRA gives to rows or columns. */
		DORA_SCALE(".dora_scale"),
		/** The same of rows, as PEFT has it. */
		MAGNITUDE(".lora_magnitude_vector", ".lora_magnitude_vector.weight",
			".lora_magnitude_vector.default.weight"),
		/** What is added to a weight, as it is. */
		DIFFERENCE(".diff", ".w_norm"),
		/** What is added to the bias beside the weight. */
		BIAS_DIFFERENCE(".diff_b", ".b_norm");

	private final List<String> ends;

	LoraPart(final String... ends) {
		this.ends = List.of(ends);
	}

	/**
	 * A tensor's name taken apart.
	 *
	 * @param module what is called so in the file, whose weight is changed
	 * @param part what the tensor is in that
	 */
	public record Named(String module, LoraPart part) {
	}

	/** What a tensor is; empty if its name has none of the ends. */
	public static Optional<Named> of(final String tensor) {
		for (final LoraPart part : values()) {
			for (final String end : part.ends) {
				if (tensor.endsWith(end)) {
					return Optional.of(new Named(tensor.substring(0, tensor.length() - end
						.length()), part));
				}
			}
		}
		return Optional.empty();
	}
}
