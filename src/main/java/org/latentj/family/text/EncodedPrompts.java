
package org.latentj.family.text;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.clip.TokenChunk;
import org.latentj.sampling.conditioning.Conditioning;

/**
 * The conditionings of the prompts that were encoded last: all slices of a
 * stack and all items of a batch have the same ones. They are known by their
 * tokens, weights and embeddings, not by their text, so that an embedding whose
 * file has changed is another prompt. They live as long as the encoder.
 */
final class EncodedPrompts {

	/** 16 MB; 70 prompts of Stable Diffusion 1.5 of up to 75 tokens. */
	private static final long MOST_NUMBERS = 1L << 22;

	private record Key(List<List<TokenChunk>> chunks, int clipSkip) {
	}

	/** Least recently used first. */
	private final Map<Key, Conditioning> kept = new LinkedHashMap<>(16, 0.75f,
		true);

	private long numbers;

	/**
	 * What was kept of a prompt, if it was.
	 *
	 * @param chunks for each encoder
	 */
	synchronized Optional<Conditioning> find(final List<List<TokenChunk>> chunks,
		final int clipSkip)
	{
		return Optional.ofNullable(kept.get(new Key(chunks, clipSkip)));
	}

	/** Keeps one; those least recently used go. */
	synchronized void keep(final List<List<TokenChunk>> chunks,
		final int clipSkip, final Conditioning conditioning)
	{
		if (conditioning.context().length() > MOST_NUMBERS || kept.put(new Key(List
			.copyOf(chunks), clipSkip), conditioning) != null)
		{
			return;
		}
		numbers += conditioning.context().length();
		final Iterator<Conditioning> oldest = kept.values().iterator();
		while (numbers > MOST_NUMBERS) {
			numbers -= oldest.next().context().length();
			oldest.remove();
		}
	}
}
