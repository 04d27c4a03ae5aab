
package org.latentj.sampling.attention;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which steps count, as a user says it: {@value #ALL}, or {@code 5-15}, or
 * {@code 12} alone.
 *
 * @param first from 1
 * @param last not below {@code first}
 */
public record StepChoice(int first, int last) {

	/** All steps. */
	public static final String ALL = "all";

	private static final Pattern RANGE = Pattern.compile(
		"([0-9]{1,6})(?: *- *([0-9]{1,6}))?");

	/** @throws IllegalArgumentException if it is no range */
	public StepChoice {
		if (first < 1 || last < first) {
			throw new IllegalArgumentException("during is " + first + "-" + last +
				", but there are no such steps: they count from 1, and the last must not be below the first");
		}
	}

	/** What a user chose. */
	public static StepChoice of(final String text) {
		final String plain = text.strip();
		if (plain.equals(ALL)) {
			return new StepChoice(1, Integer.MAX_VALUE);
		}
		final Matcher m = RANGE.matcher(plain);
		if (!m.matches()) {
			throw new IllegalArgumentException("during is '" + text +
				"', it must be all, a range as in 5-15, or one step as in 12");
		}
		final int first = Integer.parseInt(m.group(1));
		return new StepChoice(first, m.group(2) == null ? first : Integer.parseInt(m
			.group(2)));
	}

	/**
	 * Fails unless there are such steps.
	 *
	 * @param steps of the run
	 */
	public void requireWithin(final int steps) {
		if (first > steps) {
			throw new IllegalArgumentException("during begins at step " + first +
				valid(steps));
		}
		if (last > steps && last != Integer.MAX_VALUE) {
			throw new IllegalArgumentException("during ends at step " + last + valid(
				steps));
		}
	}

	private static String valid(final int steps) {
		return steps == 1 ? ", but there is 1 step: 1 is valid"
			: ", but there are " + steps + " steps: 1 to " + steps + " are valid";
	}

	/** Whether a step counts. */
	public boolean contains(final int step) {
		return step >= first && step <= last;
	}
}
