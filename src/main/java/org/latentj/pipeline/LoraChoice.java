
package org.latentj.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A LoRA that somebody asks for: in the setting {@code lora} as {@code name},
 * {@code name:0.8} or {@code name:0.8:0.5} (strength in the UNet, then in the
 * text encoders), several with commas or line ends between; a name with a comma
 * or colon in it stands in double quotes. Or in a prompt, as AUTOMATIC1111's
 * web UI has it: {@code <lora:name:0.8>}.
 * <p>
 * NB: with two numbers in a prompt the first one is the text encoders', as
 * there; {@code <lora:name:te=0.5:unet=0.8>} says which is which.
 * </p>
 *
 * @param name as somebody wrote it
 * @param model strength in the UNet, ComfyUI's {@code strength_model}
 * @param clip strength in the text encoders, its {@code strength_clip}
 */
public record LoraChoice(String name, double model, double clip) {

	/** A LoRA in a prompt. */
	private static final Pattern TAG = Pattern.compile(
		"<(?:lora|lyco):([^<>\n]*)>", Pattern.CASE_INSENSITIVE);

	private static final Pattern NAMED = Pattern.compile(
		"\\s*(te|unet)\\s*=(.*)");

	private static final Pattern NUMBER = Pattern.compile(
		"[+-]?(\\d{1,9}\\.?\\d{0,17}|\\.\\d{1,17})([eE][+-]?\\d{1,2})?");

	/** What a prompt may have. */
	static final String SYNTAX =
		"<lora:name>, <lora:name:0.8> and <lora:name:te=0.5:unet=0.8> are valid";

	private static final int MOST = 100;

	/** ComfyUI's bound. */
	private static final double STRONGEST = 100;

	private static final Pattern END = Pattern.compile(".*:\\s*[+-]?\\d+");

	private static final Pattern DIGITS = Pattern.compile("\\d+");

	/**
	 * @throws IllegalArgumentException if the name is blank, or a strength beyond
	 *           -100 to 100
	 */
	public LoraChoice {
		name = name.strip();
		if (name.isEmpty()) {
			throw new IllegalArgumentException(
				"a LoRA without a name; 'name:0.8' in lora and '<lora:name:0.8>' in " +
					"a prompt are valid");
		}
		if (!(Math.abs(model) <= STRONGEST && Math.abs(clip) <= STRONGEST)) {
			throw new IllegalArgumentException("the LoRA '" + name +
				"' has a strength of " + (Math.abs(model) <= STRONGEST ? clip : model) +
				"; -100 to 100 are valid");
		}
	}

	/**
	 * Reads the setting {@code lora}.
	 *
	 * @return in its order; none if it is blank
	 * @throws IllegalArgumentException if an entry has no name, or something
	 *           behind it that is no strength
	 */
	public static List<LoraChoice> ofSetting(final String text) {
		final List<LoraChoice> all = new ArrayList<>();
		String before = "";
		for (final String entry : entries(text == null ? "" : text)) {
			if (END.matcher(before).matches() && DIGITS.matcher(entry).matches()) {
				throw new IllegalArgumentException("lora has '" + before.strip() + "," +
					entry + "'; a strength has a point, as in name:0.8. A LoRA that is " +
					"called '" + entry + "' stands in double quotes, or behind a blank");
			}
			before = entry;
			if (!entry.isBlank()) {
				all.add(ofEntry(entry.strip()));
			}
		}
		if (all.size() > MOST) {
			throw new IllegalArgumentException("lora has " + all.size() +
				" entries; up to " + MOST + " are valid");
		}
		return all;
	}

	private static List<String> entries(final String text) {
		final List<String> entries = new ArrayList<>();
		boolean quoted = false;
		int from = 0;
		for (int i = 0; i < text.length(); i++) {
			final char c = text.charAt(i);
			quoted ^= c == '"';
			if (!quoted && (c == ',' || c == '\n' || c == '\r')) {
				entries.add(text.substring(from, i));
				from = i + 1;
			}
		}
		if (quoted) {
			throw new IllegalArgumentException("lora is '" + text +
				"': a double quote is not closed");
		}
		entries.add(text.substring(from));
		return entries;
	}

	private static LoraChoice ofEntry(final String entry) {
		String name = entry;
		final List<Double> numbers = new ArrayList<>();
		while (numbers.size() < 2) {
			final int colon = name.lastIndexOf(':');
			final String last = name.substring(colon + 1).strip();
			if (colon < 0 || !NUMBER.matcher(last).matches()) {
				break;
			}
			numbers.add(0, Double.valueOf(last));
			name = name.substring(0, colon).strip();
		}
		final boolean quoted = name.length() > 1 && name.startsWith("\"") && name
			.endsWith("\"");
		if (!quoted && name.replaceFirst("^[A-Za-z]:(?=[/\\\\])", "").contains(
			":"))
		{
			throw new IllegalArgumentException("lora has '" + entry +
				"'; name, name:0.8 and name:0.8:0.5 are valid, with numbers for the " +
				"UNet and the text encoders. A name with a colon in it stands in " +
				"double quotes");
		}
		return new LoraChoice(quoted ? name.substring(1, name.length() - 1) : name,
			numbers.isEmpty() ? 1 : numbers.get(0), numbers.isEmpty() ? 1 : numbers
				.get(numbers.size() - 1));
	}

	/**
	 * Reads what a prompt names.
	 *
	 * @return in its order
	 * @throws IllegalArgumentException if one is not as it should be; it says
	 *           what would be
	 */
	public static List<LoraChoice> ofPrompt(final String prompt) {
		return TAG.matcher(prompt).results().map(LoraChoice::ofTag).toList();
	}

	private static LoraChoice ofTag(final MatchResult tag) {
		final String[] parts = tag.group(1).split(":", -1);
		final Double[] strengths = { 1.0, null };
		int place = 0;
		for (int i = 1; i < parts.length; i++) {
			final Matcher named = NAMED.matcher(parts[i]);
			final boolean isNamed = named.matches();
			final int which = !isNamed ? place++ : named.group(1).equals("te") ? 0
				: 1;
			if (which >= strengths.length) {
				throw wrong(tag.group());
			}
			strengths[which] = number(isNamed ? named.group(2) : parts[i], tag
				.group());
		}
		return new LoraChoice(parts[0], strengths[1] == null ? strengths[0]
			: strengths[1], strengths[0]);
	}

	private static double number(final String text, final String tag) {
		if (!NUMBER.matcher(text.strip()).matches()) {
			throw wrong(tag);
		}
		return Double.parseDouble(text.strip());
	}

	private static IllegalArgumentException wrong(final String tag) {
		return new IllegalArgumentException("the prompt has '" + tag + "'; " +
			SYNTAX);
	}

	/** A prompt without what names LoRAs in it, as it is encoded. */
	public static String without(final String prompt) {
		return TAG.matcher(prompt).replaceAll("");
	}

	/** Several, by some name. */
	static Map<String, String> without(final Map<String, String> prompts) {
		final Map<String, String> all = new HashMap<>(prompts);
		all.replaceAll((name, prompt) -> without(prompt));
		return all;
	}

	/** The same LoRA under another name. */
	public LoraChoice named(final String other) {
		return new LoraChoice(other, model, clip);
	}

	/** The setting {@code lora} that asks for some. */
	public static String setting(final List<LoraChoice> all) {
		return all.stream().map(LoraChoice::toString).collect(Collectors.joining(
			", "));
	}

	/** As an entry of the setting. */
	@Override
	public String toString() {
		final String quoted = name.matches(".*[,:].*") ? '"' + name + '"' : name;
		return quoted + ":" + model + (clip == model ? "" : ":" + clip);
	}
}
