
package org.latentj.pipeline;

/**
 * What the picture should show and what it should not, in ComfyUI's prompt
 * syntax.
 *
 * @param positive may be empty; at most 100,000 characters
 * @param negative likewise
 */
public record Prompt(String positive, String negative) {

	/** More characters than this in one text are a mistake. */
	public static final int LONGEST = 100_000;

	/** @throws IllegalArgumentException if a text is missing or too long */
	public Prompt {
		check("prompt", positive);
		check("negative prompt", negative);
	}

	private static void check(final String what, final String text) {
		if (text == null) {
			throw new IllegalArgumentException("the " + what +
				" is missing; it may be empty");
		}
		if (text.length() > LONGEST) {
			throw new IllegalArgumentException("the " + what + " has " + text
				.length() + " characters; at most " + LONGEST + " are possible");
		}
	}
}
