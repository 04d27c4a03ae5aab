
package org.latentj.studio.prompt;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Changes the weight of what is selected in a prompt, or of the word under the
 * cursor, as the editors of other programs do: {@code word} becomes
 * {@code (word:1.05)}, that {@code (word:1.1)}, and at 1 the brackets go again.
 *
 * <pre>
 *
 * PromptWeight.change("a cat", 3, 3, 0.1).get().text(); // a (cat:1.1)
 * </pre>
 *
 * @param text the new prompt
 * @param from where what is weighed begins in it
 * @param to where that ends
 */
public record PromptWeight(String text, int from, int to) {

	/** A bracket without a number, as ComfyUI reads it. */
	private static final double BRACKETS = 1.1;

	private static final double MOST = 10;

	private static final Pattern WEIGHT = Pattern.compile(
		":\\s*([0-9]*\\.?[0-9]+)\\s*$");

	/** What stands in a pair of brackets: from the first to the last one. */
	private record Group(int open, int close) {
	}

	/**
	 * Changes a weight.
	 *
	 * @param from where the selection begins; the cursor if there is none
	 * @param to where it ends
	 * @param by added to the weight, which stays within 0 to 10
	 * @return empty if there is no word, or the selection cuts brackets in two
	 */
	public static Optional<PromptWeight> change(final String prompt,
		final int from, final int to, final double by)
	{
		final Optional<Group> group = group(prompt, from, to);
		if (group.isPresent()) {
			return Optional.of(ofGroup(prompt, group.get(), by));
		}
		final int[] word = from == to ? word(prompt, from) : trimmed(prompt, from,
			to);
		if (word[0] == word[1] || !isBalanced(prompt.substring(word[0], word[1])) ||
			isInLora(prompt, word[0]))
		{
			return Optional.empty();
		}
		return Optional.of(weighed(prompt, word[0], word[1], prompt.substring(
			word[0], word[1]), 1 + by));
	}

	/** The innermost brackets around a cursor, or just around a selection. */
	private static Optional<Group> group(final String prompt, final int from,
		final int to)
	{
		int depth = 0;
		int open = -1;
		for (int i = from - 1; i >= 0 && open < 0; i--) {
			depth += isBracket(prompt, i, ')') ? 1 : isBracket(prompt, i, '(') ? -1
				: 0;
			open = depth < 0 ? i : -1;
		}
		final int close = open < 0 ? -1 : closing(prompt, open);
		if (close < to) {
			return isGroup(prompt, from, to) ? Optional.of(new Group(from, to - 1))
				: Optional.empty();
		}
		final Group group = new Group(open, close);
		final int[] inner = trimmed(prompt, from, to);
		final boolean all = inner[0] == inner[1] || inner[0] == open + 1 &&
			inner[1] >= textEnd(prompt, group);
		return all ? Optional.of(group) : Optional.empty();
	}

	private static boolean isGroup(final String prompt, final int from,
		final int to)
	{
		return to > from && isBracket(prompt, from, '(') && closing(prompt,
			from) == to - 1;
	}

	/** Where brackets end that begin at a place; -1 if nowhere. */
	private static int closing(final String prompt, final int open) {
		int depth = 0;
		for (int i = open; i < prompt.length(); i++) {
			depth += isBracket(prompt, i, '(') ? 1 : isBracket(prompt, i, ')') ? -1
				: 0;
			if (depth == 0) {
				return i;
			}
		}
		return -1;
	}

	private static boolean isBracket(final String prompt, final int at,
		final char bracket)
	{
		return prompt.charAt(at) == bracket && (at == 0 || prompt.charAt(at -
			1) != '\\');
	}

	private static boolean isBalanced(final String text) {
		int depth = 0;
		for (int i = 0; i < text.length() && depth >= 0; i++) {
			depth += isBracket(text, i, '(') ? 1 : isBracket(text, i, ')') ? -1 : 0;
		}
		return depth == 0;
	}

	private static boolean isInLora(final String prompt, final int at) {
		final int open = prompt.lastIndexOf('<', at);
		return open >= 0 && prompt.startsWith("<lora:", open) && prompt.indexOf('>',
			open) >= at;
	}

	private static int textEnd(final String prompt, final Group group) {
		final Matcher weight = WEIGHT.matcher(prompt.substring(group.open + 1,
			group.close));
		return weight.find() ? group.open + 1 + weight.start() : group.close;
	}

	private static PromptWeight ofGroup(final String prompt, final Group group,
		final double by)
	{
		final int end = textEnd(prompt, group);
		final Matcher weight = WEIGHT.matcher(prompt.substring(group.open + 1,
			group.close));
		final double before = weight.find() ? Double.parseDouble(weight.group(1))
			: BRACKETS;
		return weighed(prompt, group.open, group.close + 1, prompt.substring(
			group.open + 1, end), before + by);
	}

	private static PromptWeight weighed(final String prompt, final int from,
		final int to, final String word, final double weight)
	{
		final BigDecimal rounded = BigDecimal.valueOf(Math.max(0, Math.min(MOST,
			weight))).setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
		final boolean plain = rounded.compareTo(BigDecimal.ONE) == 0;
		final String written = plain ? word : "(" + word + ":" + rounded
			.toPlainString() + ")";
		final int start = from + (plain ? 0 : 1);
		return new PromptWeight(prompt.substring(0, from) + written + prompt
			.substring(to), start, start + word.length());
	}

	private static int[] trimmed(final String prompt, final int from,
		final int to)
	{
		int first = from;
		int last = to;
		while (first < last && isBlank(prompt.charAt(first))) {
			first++;
		}
		while (last > first && isBlank(prompt.charAt(last - 1))) {
			last--;
		}
		return new int[] { first, last };
	}

	private static boolean isBlank(final char c) {
		return Character.isWhitespace(c) || c == ',';
	}

	/** The word at a cursor; nothing between two blanks. */
	private static int[] word(final String prompt, final int at) {
		int first = at;
		int last = at;
		while (first > 0 && isLetter(prompt.charAt(first - 1))) {
			first--;
		}
		while (last < prompt.length() && isLetter(prompt.charAt(last))) {
			last++;
		}
		return new int[] { first, last };
	}

	/** NB: an embedding's name has a colon in it. */
	private static boolean isLetter(final char c) {
		return !Character.isWhitespace(c) && ",;()[]<>\\".indexOf(c) < 0;
	}
}
