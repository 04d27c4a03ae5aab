
package org.latentj.clip;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.zip.GZIPInputStream;

/**
 * CLIP's byte-level byte-pair encoding (Sennrich, Haddow, Birch 2016,
 * arXiv:1508.07909; Radford et al. 2021, arXiv:2103.00020): a word begins as
 * its UTF-8 bytes, the last of them marked as the word's end, and the pair of
 * neighbours that was most frequent in training is merged again and again.
 * <p>
 * Ids are 0 to 255 for bytes, 256 to 511 for bytes at a word's end, 512 + k for
 * the result of merge k. Immutable, and safe for threads.
 * </p>
 */
final class BytePairEncoder {

	private static final String VOCABULARY = "bpe_simple_vocab_16e6.txt.gz";

	private static final int BYTES = 256;

	/**
	 * The file lists more merges than CLIP uses: 49,408 ids are 512 + these + 2.
	 */
	private static final int MERGES = 48_894;

	private static final String WORD_END = "</w>";

	private final int[] idOfByte = new int[BYTES];

	/** From two neighbours' ids to their merger's. */
	private final Map<Long, Integer> merges = new HashMap<>(2 * MERGES);

	private BytePairEncoder() {
		final Map<String, Integer> ids = new HashMap<>(2 * MERGES);
		nameBytes(ids);
		try (InputStream in = BytePairEncoder.class.getResourceAsStream(VOCABULARY);
				BufferedReader lines = new BufferedReader(new InputStreamReader(
					new GZIPInputStream(in), StandardCharsets.UTF_8)))
		{
			lines.readLine(); // NB: a comment
			for (int i = 0; i < MERGES; i++) {
				final String[] pair = lines.readLine().split(" ");
				final int id = 2 * BYTES + i;
				// NB: both halves were made by earlier lines; encode() relies on it.
				merges.put(key(ids.get(pair[0]), ids.get(pair[1])), id);
				ids.put(pair[0] + pair[1], id);
			}
		}
		catch (final IOException e) {
			throw new UncheckedIOException("CLIP's vocabulary " + VOCABULARY +
				" cannot be read", e);
		}
	}

	/** The one encoder, read from its resource at first use. */
	static BytePairEncoder instance() {
		return Holder.INSTANCE;
	}

	/**
	 * The file writes bytes as characters: printable ones of Latin-1 as
	 * themselves, the others as U+0100 and on; ids follow that order.
	 */
	private void nameBytes(final Map<String, Integer> ids) {
		int id = 0;
		for (int b = 0; b < BYTES; b++) {
			if (isPrintable(b)) {
				nameByte(ids, b, (char) b, id++);
			}
		}
		char name = BYTES;
		for (int b = 0; b < BYTES; b++) {
			if (!isPrintable(b)) {
				nameByte(ids, b, name++, id++);
			}
		}
	}

	private void nameByte(final Map<String, Integer> ids, final int b,
		final char name, final int id)
	{
		idOfByte[b] = id;
		ids.put(String.valueOf(name), id);
		ids.put(name + WORD_END, BYTES + id);
	}

	private static boolean isPrintable(final int b) {
		return b >= '!' && b <= '~' || b >= 0xa1 && b != 0xad;
	}

	private static long key(final int left, final int right) {
		return (long) left << Integer.SIZE | right;
	}

	/**
	 * The ids of one word, at least one.
	 * <p>
	 * NB: a merger's id is larger than those of its halves, so that a merge never
	 * makes a pair that should have come before it. One queue, ordered by id and
	 * then by place, therefore takes the same steps as looking for the best pair
	 * anew each time, in n log n time.
	 * </p>
	 */
	int[] encode(final String word) {
		final Symbols symbols = new Symbols(word.getBytes(StandardCharsets.UTF_8));
		final PriorityQueue<Long> queue = new PriorityQueue<>();
		for (int i = 0; i + 1 < symbols.ids.length; i++) {
			symbols.offer(i, queue);
		}
		while (!queue.isEmpty()) {
			final long best = queue.remove();
			final int left = (int) best;
			final int merger = (int) (best >> Integer.SIZE);
			if (symbols.mergerAt(left) == merger) {
				symbols.merge(left, merger);
				symbols.offer(symbols.previous[left], queue);
				symbols.offer(left, queue);
			}
		}
		return Arrays.stream(symbols.ids).filter(id -> id != Symbols.GONE)
			.toArray();
	}

	/** A word's symbols, linked to their neighbours. */
	private final class Symbols {

		private static final int GONE = -1;

		private final int[] ids;

		private final int[] previous;

		private final int[] next;

		private Symbols(final byte[] bytes) {
			ids = new int[bytes.length];
			previous = new int[bytes.length];
			next = new int[bytes.length];
			for (int i = 0; i < bytes.length; i++) {
				ids[i] = idOfByte[bytes[i] & 0xff];
				previous[i] = i - 1;
				next[i] = i + 1;
			}
			ids[bytes.length - 1] += BYTES;
		}

		/** What the symbol at a place and its right neighbour make, or -1. */
		private int mergerAt(final int left) {
			if (left < 0 || ids[left] == GONE || next[left] == ids.length) {
				return GONE;
			}
			return merges.getOrDefault(key(ids[left], ids[next[left]]), GONE);
		}

		private void offer(final int left, final PriorityQueue<Long> queue) {
			final int merger = mergerAt(left);
			if (merger != GONE) {
				queue.add(key(merger, left));
			}
		}

		private void merge(final int left, final int merger) {
			final int right = next[left];
			ids[left] = merger;
			ids[right] = GONE;
			next[left] = next[right];
			if (next[left] < ids.length) {
				previous[next[left]] = left;
			}
		}
	}

	private static final class Holder {

		private static final BytePairEncoder INSTANCE = new BytePairEncoder();
	}
}
