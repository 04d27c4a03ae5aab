
package org.latentj.clip;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a CLIP text encoder takes at once: {@value #LENGTH} tokens, of which the
 * first is {@link ClipTokenizer#START}, one ends the text, and the rest pads.
 *
 * @param ids {@value #LENGTH} token ids; {@link #VECTOR} where a vector stands
 *          in for a token
 * @param weights {@value #LENGTH} weights, 1 for start, end and padding; to be
 *          applied to the encoder's output against that of the empty prompt
 * @param vectors by position: learned embeddings (textual inversion) that are
 *          used instead of the token table's rows, each as long as those
 */
public record TokenChunk(int[] ids, float[] weights,
		Map<Integer, float[]> vectors) {

	/** Tokens in a chunk, the length that CLIP was trained with. */
	public static final int LENGTH = 77;

	/** The id where a vector stands in for a token. */
	public static final int VECTOR = -1;

	/** Checks the lengths. */
	public TokenChunk {
		if (ids.length != LENGTH || weights.length != LENGTH) {
			throw new IllegalArgumentException(ids.length + " ids and " +
				weights.length + " weights; both must be " + LENGTH);
		}
		vectors = Map.copyOf(vectors);
	}

	/** Whether any weight is not 1, so that the empty prompt is needed too. */
	public boolean isWeighted() {
		for (final float weight : weights) {
			if (weight != 1) {
				return true;
			}
		}
		return false;
	}

	/** The place of the first {@link ClipTokenizer#END}; 0 if there is none. */
	int end() {
		for (int i = 0; i < LENGTH; i++) {
			if (ids[i] == ClipTokenizer.END) {
				return i;
			}
		}
		return 0;
	}

	/**
	 * Without vectors of another width, which ComfyUI passes over: what follows
	 * moves up, padding comes in at the end. NB: weights stay at their places, as
	 * they do in ComfyUI.
	 *
	 * @param width length of the vectors that the text encoder takes
	 * @param padding the token that fills chunks up
	 */
	public TokenChunk fitting(final int width, final int padding) {
		if (vectors.values().stream().allMatch(v -> v.length == width)) {
			return this;
		}
		final int[] moved = new int[LENGTH];
		Arrays.fill(moved, padding);
		final Map<Integer, float[]> kept = new HashMap<>();
		int to = 0;
		for (int i = 0; i < LENGTH; i++) {
			final float[] vector = vectors.get(i);
			if (vector == null || vector.length == width) {
				if (vector != null) {
					kept.put(to, vector);
				}
				moved[to++] = ids[i];
			}
		}
		return new TokenChunk(moved, weights, kept);
	}

	/** Whether it holds the same, and so is encoded to the same states. */
	@Override
	public boolean equals(final Object other) {
		return other instanceof TokenChunk chunk && Arrays.equals(ids, chunk.ids) &&
			Arrays.equals(weights, chunk.weights) && vectors.keySet().equals(
				chunk.vectors.keySet()) && vectors.keySet().stream().allMatch(
					i -> Arrays.equals(vectors.get(i), chunk.vectors.get(i)));
	}

	@Override
	public int hashCode() {
		return Objects.hash(Arrays.hashCode(ids), Arrays.hashCode(weights), vectors
			.keySet());
	}
}
