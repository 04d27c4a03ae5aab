
package org.latentj.clip;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;

/**
 * ComfyUI's prompt syntax: {@code (a)} multiplies the weight of {@code a} by
 * 1.1, {@code (a:1.3)} sets it to 1.3 whatever is around it, {@code \(} and
 * {@code \)} are plain brackets. Square brackets mean nothing.
 * <p>
 * What is not balanced is read as ComfyUI reads it. A bracket that closes
 * nothing is text, and so is one that is never closed, together with all that
 * follows it; but if that ends with a closing bracket, the two count as a pair:
 * {@code (a (b)} is {@code "a "} and {@code "(b"}, both of weight 1.1.
 * </p>
 * <p>
 * In one thing we differ: a weight that is not finite, {@code (a:nan)} or
 * {@code (a:1e999)}, is an error, where ComfyUI computes a black picture.
 * </p>
 * Time and memory grow with the prompt's length only, however deeply it nests.
 */
public final class PromptWeights {

	private static final double EMPHASIS = 1.1;

	private final String prompt;

	/** For each opening bracket the one that closes it, or -1. */
	private final int[] closing;

	/** For each place the last colon and the last bracket up to it, or -1. */
	private final int[] lastColon;

	private final int[] lastBracket;

	private final Deque<Level> levels = new ArrayDeque<>();

	private final List<WeightedText> out = new ArrayList<>();

	private PromptWeights(final String prompt) {
		this.prompt = prompt;
		closing = new int[prompt.length()];
		lastColon = new int[prompt.length()];
		lastBracket = new int[prompt.length()];
	}

	/**
	 * Splits a prompt into its weighted pieces, none of them empty.
	 *
	 * @throws IllegalArgumentException if a weight is not finite in single
	 *           precision; it names the place in the prompt
	 */
	public static List<WeightedText> parse(final String prompt) {
		final PromptWeights parser = new PromptWeights(prompt);
		parser.findBrackets();
		parser.levels.push(parser.new Level(0, prompt.length(), 1));
		while (!parser.levels.isEmpty()) {
			parser.levels.peek().advance();
		}
		return parser.out;
	}

	private void findBrackets() {
		final Deque<Integer> open = new ArrayDeque<>();
		int colon = -1;
		int bracket = -1;
		for (int i = 0; i < prompt.length(); i++) {
			final char c = prompt.charAt(i);
			closing[i] = -1;
			if (isBracket(i, '(')) {
				open.push(i);
			}
			else if (isBracket(i, ')') && !open.isEmpty()) {
				closing[open.pop()] = i;
			}
			colon = c == ':' ? i : colon;
			bracket = c == '(' || c == ')' ? i : bracket;
			lastColon[i] = colon;
			lastBracket[i] = bracket;
		}
	}

	private boolean isBracket(final int i, final char bracket) {
		return prompt.charAt(i) == bracket && (i == 0 || prompt.charAt(i -
			1) != '\\');
	}

	private void addText(final int from, final int to, final double weight) {
		if (from == to) {
			return;
		}
		if (!Float.isFinite((float) weight)) {
			throw notFinite(from, Double.toString(weight));
		}
		final String text = prompt.substring(from, to).replace("\\(", "(").replace(
			"\\)", ")");
		out.add(new WeightedText(text, weight));
	}

	private IllegalArgumentException notFinite(final int place,
		final String weight)
	{
		return new IllegalArgumentException("prompt, character " + (place + 1) +
			": the weight " + weight +
			" is not a finite number; valid is, for example, (word:1.2)");
	}

	/** The text between two brackets, or all of it, read piece by piece. */
	private final class Level {

		private final int end;

		private final double weight;

		private int start;

		private int at;

		/** Brackets that closed more than was open, minus those that made good. */
		private int excess;

		private Level(final int from, final int end, final double weight) {
			this.start = from;
			this.at = from;
			this.end = end;
			this.weight = weight;
		}

		/** Goes on to the next inner level, or ends this one. */
		private void advance() {
			while (at < end) {
				if (isBracket(at, '(')) {
					if (excess == 0) {
						descend();
						return;
					}
					excess--;
				}
				else if (isBracket(at, ')')) {
					excess++;
				}
				at++;
			}
			addText(start, end, weight);
			levels.pop();
		}

		private void descend() {
			addText(start, at, weight);
			final int open = at;
			int close = closing[open];
			if (close < 0 || close >= end) {
				close = end - 1;
			}
			if (close > open && isBracket(close, ')')) {
				levels.push(inside(open + 1, close));
				start = close + 1;
			}
			else {
				start = open;
			}
			at = close + 1;
		}

		private Level inside(final int from, final int to) {
			final int colon = to > from ? lastColon[to - 1] : -1;
			if (colon > from && lastBracket[to - 1] < colon) {
				final OptionalDouble number = PythonFloat.parse(prompt.substring(colon +
					1, to));
				if (number.isPresent()) {
					if (!Float.isFinite((float) number.getAsDouble())) {
						throw notFinite(colon + 1, prompt.substring(colon + 1, Math.min(to,
							colon + 50)).strip());
					}
					return new Level(from, colon, number.getAsDouble());
				}
			}
			return new Level(from, to, weight * EMPHASIS);
		}
	}
}
