
package org.latentj.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the picture should show and what it should not, in ComfyUI's prompt
 * syntax; and {@code <lora:name:0.8>}, which names a LoRA ({@link LoraChoice})
 * and is not encoded.
 *
 * @param positive may be empty; at most 100,000 characters
 * @param negative likewise
 */
public record Prompt(String positive, String negative) {

	/** As AUTOMATIC1111's web UI names hypernetworks in a prompt. */
	private static final Pattern NETWORK = Pattern.compile("<hypernet:[^<>\n]*>",
		Pattern.CASE_INSENSITIVE);

	/** What is left of a LoRA that is not named as it should be. */
	private static final Pattern LORA = Pattern.compile(
		"<\\s*(?:lora|lyco)\\b[^<>\n]{0,60}>?", Pattern.CASE_INSENSITIVE);

	/** More characters than this in one text are a mistake. */
	public static final int LONGEST = 100_000;

	/** @throws IllegalArgumentException if a text is missing or too long */
	public Prompt {
		check("prompt", positive);
		check("negative prompt", negative);
	}

	/**
	 * What other programs take for more than words: here it goes to the network
	 * as text, as in ComfyUI.
	 */
	public List<String> warnings() {
		final String text = LoraChoice.without(positive + "\n" + negative);
		final List<String> all = new ArrayList<>();
		final Matcher network = NETWORK.matcher(text);
		if (network.find()) {
			all.add("the prompt has '" + network.group() +
				"', which changes nothing here but is read as words: LatentJ has no " +
				"hypernetworks, leave it out");
		}
		final Matcher lora = LORA.matcher(text);
		if (lora.find()) {
			all.add("the prompt has '" + lora.group() +
				"', which names no LoRA but is read as words; " + LoraChoice.SYNTAX);
		}
		return all;
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
