
package org.latentj.batch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import org.latentj.control.Ids;

/**
 * The seed of each item of a batch. It depends on the batch's seed and the item
 * alone, not on the order in which items are done or on who does them.
 */
public enum ItemSeeds {

		/**
		 * The batch's seed for all: the same noise, so that neighbours are alike.
		 */
		SAME("same") {

			@Override
			public long seed(final long batch, final BatchItem item) {
				return batch;
			}
		},

		/** The batch's seed plus the item's index, modulo 2^64. */
		COUNT("count") {

			@Override
			public long seed(final long batch, final BatchItem item) {
				return batch + item.index();
			}
		},

		/**
		 * {@link #derived} from the batch's seed and the item's name. It stays the
		 * same when other items come or go.
		 */
		DERIVED("derived") {

			@Override
			public long seed(final long batch, final BatchItem item) {
				return derived(batch, item.name());
			}
		};

	private final String id;

	ItemSeeds(final String id) {
		this.id = id;
	}

	/** What macros call it. */
	public String id() {
		return id;
	}

	/** The one with this id; an error lists the known ones. */
	public static ItemSeeds of(final String id) {
		return Ids.of("itemseeds", id, values(), ItemSeeds::id);
	}

	/**
	 * A seed from another one and a name: the first eight bytes, high one first,
	 * of the SHA-256 of the other seed (eight bytes, likewise) and the name in
	 * UTF-8.
	 *
	 * @param seed all 64 bits
	 */
	public static long derived(final long seed, final String name) {
		try {
			final MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
			return ByteBuffer.wrap(digest.digest(name.getBytes(
				StandardCharsets.UTF_8))).getLong();
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
	}

	/**
	 * The seed of an item.
	 *
	 * @param batch seed of the whole batch, all 64 bits
	 */
	public abstract long seed(long batch, BatchItem item);
}
