
package org.latentj.clip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Packs groups of tokens into chunks as ComfyUI does: a group that does not fit
 * begins a new chunk, but one of {@value #LARGE} or more tokens is split
 * between the two.
 */
final class ChunkBuilder {

	private static final int LARGE = 8;

	/** The last place is kept for the end token. */
	private static final int MOST = TokenChunk.LENGTH - 1;

	private final int padding;

	private final List<TokenChunk> chunks = new ArrayList<>();

	private final int[] ids = new int[TokenChunk.LENGTH];

	private final float[] weights = new float[TokenChunk.LENGTH];

	private final Map<Integer, float[]> vectors = new HashMap<>();

	private int size;

	ChunkBuilder(final int padding) {
		this.padding = padding;
		begin();
	}

	/**
	 * Adds tokens that belong together, all of one weight.
	 *
	 * @return the place of each in all chunks, from 0
	 */
	int[] addTokens(final int[] group, final float weight) {
		final int[] places = new int[group.length];
		int done = 0;
		while (done < group.length) {
			final int count = makeRoom(group.length - done, group.length >= LARGE);
			System.arraycopy(group, done, ids, size, count);
			Arrays.fill(weights, size, size + count, weight);
			for (int i = 0; i < count; i++) {
				places[done++] = chunks.size() * TokenChunk.LENGTH + size++;
			}
		}
		return places;
	}

	/**
	 * Adds vectors that stand in for tokens and belong together.
	 *
	 * @return likewise
	 */
	int[] addVectors(final List<float[]> group, final float weight) {
		final int[] places = new int[group.size()];
		int done = 0;
		while (done < places.length) {
			final int count = makeRoom(places.length - done, places.length >= LARGE);
			for (int i = 0; i < count; i++) {
				vectors.put(size, group.get(done));
				ids[size] = TokenChunk.VECTOR;
				weights[size] = weight;
				places[done++] = chunks.size() * TokenChunk.LENGTH + size++;
			}
		}
		return places;
	}

	/** All chunks, at least one. */
	List<TokenChunk> build() {
		end();
		return chunks;
	}

	/** How many of so many tokens go into the current chunk, or a new one. */
	private int makeRoom(final int count, final boolean splits) {
		if (size == MOST || size + count > MOST && !splits) {
			end();
			begin();
		}
		return Math.min(count, MOST - size);
	}

	private void begin() {
		Arrays.fill(ids, padding);
		Arrays.fill(weights, 1);
		vectors.clear();
		ids[0] = ClipTokenizer.START;
		size = 1;
	}

	private void end() {
		ids[size] = ClipTokenizer.END;
		chunks.add(new TokenChunk(ids.clone(), weights.clone(), vectors));
	}
}
