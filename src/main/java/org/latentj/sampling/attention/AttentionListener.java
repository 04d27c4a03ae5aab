
package org.latentj.sampling.attention;

import java.util.List;

import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.tensor.Tensor;

/** Is told what a network attends to, each time that it is called. */
public interface AttentionListener {

	/** Asks for nothing. */
	AttentionListener NONE = new AttentionListener() {

		@Override
		public AttentionOutputs outputs() {
			return AttentionOutputs.NONE;
		}

		@Override
		public void onAttention(final Tensor contexts,
			final List<LevelAttention> levels)
		{
			throw new IllegalStateException("nothing was asked for");
		}
	};

	/** What the network shall give out. */
	AttentionOutputs outputs();

	/**
	 * Called before the first step with what a run is told.
	 *
	 * @param context of one conditioning, [1, tokens, width]; calls may have it
	 *          several times one after the other, see {@link #onAttention}
	 */
	default void onPrompt(final PromptRole role, final Tensor context) {}

	/**
	 * Called after a call of the network, before its prediction is used.
	 *
	 * @param contexts what each item was told, [n, tokens, width]
	 * @param levels those where the network attends to a text, the finest first
	 */
	void onAttention(Tensor contexts, List<LevelAttention> levels);
}
