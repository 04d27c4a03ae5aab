
package org.latentj.batch.journal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a batch that one machine does: every {@code of}th item.
 *
 * @param number from 1
 * @param of how many parts there are, at most 100000
 */
public record Shard(int number, int of) {

	/** All of it. */
	public static final Shard WHOLE = new Shard(1, 1);

	private static final int MOST = 100_000;

	private static final Pattern TEXT = Pattern.compile(
		"([0-9]{1,6})/([0-9]{1,6})");

	/** @throws IllegalArgumentException if there is no such part */
	public Shard {
		if (of < 1 || of > MOST || number < 1 || number > of) {
			throw new IllegalArgumentException("shard is " + number + "/" + of +
				", it must be i/n with i from 1 to n, as in 1/4");
		}
	}

	/** Reads {@code i/n}. */
	public static Shard parse(final String text) {
		final Matcher matcher = TEXT.matcher(text.strip());
		if (!matcher.matches()) {
			throw new IllegalArgumentException("shard is '" + text +
				"', it must be i/n with i from 1 to n, as in 1/4");
		}
		return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(
			matcher.group(2)));
	}

	/**
	 * Whether an item, by its place in the whole batch from 0, is in this part.
	 */
	public boolean contains(final int item) {
		return item % of == number - 1;
	}

	@Override
	public String toString() {
		return number + "/" + of;
	}
}
