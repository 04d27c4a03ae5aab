
package org.latentj.clip;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

	private static final int BLOCK = 1 << 16;

	private final int[] idOfByte = new int[BYTES];

	/** From two neighbours' ids to their merger's. */
	private final Ids merges = new Ids();

	/** NB: reading lines of text instead takes four times as long. */
	private BytePairEncoder() {
		final Ids names = new Ids();
		nameBytes(names);
		try (InputStream in = BytePairEncoder.class.getResourceAsStream(VOCABULARY);
				InputStream bytes = new BufferedInputStream(new GZIPInputStream(in,
					BLOCK), BLOCK))
		{
			Name.read(bytes, '\n'); // NB: a comment
			for (int i = 0; i < MERGES; i++) {
				final Name left = Name.read(bytes, ' ');
				final Name right = Name.read(bytes, '\n');
				final int id = 2 * BYTES + i;
				// NB: both halves were made by earlier lines; encode() relies on it.
				merges.put(key(names.get(left.hash), names.get(right.hash)), id);
				names.put(left.and(right).hash, id);
			}
		}
		catch (final IOException e) {
			throw new UncheckedIOException("CLIP's vocabulary " + VOCABULARY +
				" cannot be read", e);
		}
	}

	/**
	 * A name in the file, of which its bytes as digits are enough to tell it from
	 * all others there.
	 *
	 * @param hash its bytes as the digits of a number
	 * @param scale what the number is multiplied by where as many digits follow
	 */
	private record Name(long hash, long scale) {

		/** Odd, so that nothing is lost modulo 2^64. */
		private static final long BASE = 0x9E3779B97F4A7C15L;

		static Name of(final byte[] bytes) {
			Name name = new Name(0, 1);
			for (final byte b : bytes) {
				name = new Name(name.hash * BASE + (b & 0xff) + 1, name.scale * BASE);
			}
			return name;
		}

		/** Up to a byte, which is passed over. */
		static Name read(final InputStream in, final char end) throws IOException {
			long hash = 0;
			long scale = 1;
			for (int b = in.read(); b != end; b = in.read()) {
				if (b < 0) {
					throw new EOFException();
				}
				hash = hash * BASE + b + 1;
				scale *= BASE;
			}
			return new Name(hash, scale);
		}

		Name and(final Name other) {
			return new Name(hash * other.scale + other.hash, scale * other.scale);
		}
	}

	/** Ids by numbers, without objects; there is room for all. */
	private static final class Ids {

		/** NB: at most half of the places are taken. */
		private static final int PLACES = Integer.highestOneBit(4 * MERGES);

		private final long[] keys = new long[PLACES];

		/** Each one more than it is; 0 where nothing is. */
		private final int[] ids = new int[PLACES];

		private int place(final long key) {
			int at = (int) (key * Name.BASE >>> Integer.SIZE) & PLACES - 1;
			while (ids[at] != 0 && keys[at] != key) {
				at = at + 1 & PLACES - 1;
			}
			return at;
		}

		void put(final long key, final int id) {
			final int at = place(key);
			keys[at] = key;
			ids[at] = id + 1;
		}

		/** The id, or -1. */
		int get(final long key) {
			return ids[place(key)] - 1;
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
	private void nameBytes(final Ids ids) {
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

	private void nameByte(final Ids ids, final int b, final char name,
		final int id)
	{
		idOfByte[b] = id;
		ids.put(name(String.valueOf(name)), id);
		ids.put(name(name + WORD_END), BYTES + id);
	}

	private static long name(final String text) {
		return Name.of(text.getBytes(StandardCharsets.UTF_8)).hash;
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
			return merges.get(key(ids[left], ids[next[left]]));
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
