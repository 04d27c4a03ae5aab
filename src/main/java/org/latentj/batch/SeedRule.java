
package org.latentj.batch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

import org.latentj.control.Ids;

/**
 * The seeds of several things that have one together: of a batch's items, of a
 * stack's pictures. Each depends on that seed and the thing alone, not on the
 * order in which they are done or on who does them.
 */
public enum SeedRule {

		/** The same seed for all: the same noise, so that neighbours are alike. */
		SAME("same") {

			@Override
			public long seed(final long all, final int index, final String name) {
				return all;
			}
		},

		/** The seed plus the thing's index, modulo 2^64. */
		COUNT("count") {

			@Override
			public long seed(final long all, final int index, final String name) {
				return all + index;
			}
		},

		/**
		 * {@link #derived} from the seed and the thing's name. It stays the same
		 * when others come or go.
		 */
		DERIVED("derived") {

			@Override
			public long seed(final long all, final int index, final String name) {
				return derived(all, name);
			}
		};

	private final String id;

	SeedRule(final String id) {
		this.id = id;
	}

	/** What macros call it where it is for the items of a batch. */
	public String id() {
		return id;
	}

	/** What macros call them. */
	public static List<String> ids() {
		return Arrays.stream(values()).map(SeedRule::id).toList();
	}

	/**
	 * The one with this id for the items of a batch; an error lists the known
	 * ones.
	 */
	public static SeedRule of(final String id) {
		return Ids.of("itemseeds", id, values(), SeedRule::id);
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
	 * The seed of one thing.
	 *
	 * @param all that of all together, all 64 bits
	 * @param index of the thing, from 0
	 * @param name of the thing, which no other one has
	 */
	public abstract long seed(long all, int index, String name);
}
