
package org.latentj.workflow.format;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;

import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.json.JsonTree;

/** JSON of anybody's workflow, with the numbers that Python writes. */
final class JsonText {

	/** Letters at most: a thousand times a large workflow. */
	static final int MOST = 1 << 25;

	/** Objects and lists in one another. */
	private static final int DEEPEST = 100;

	/** Digits of a number at most, and its exponent's. */
	private static final Pattern NUMBER = Pattern.compile(
		"-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][-+]?[0-9]{1,3})?");

	/** Python writes these, where JSON has nothing. */
	private static final Pattern NOT_FINITE = Pattern.compile(
		"(?<![\\w.-])-?(?:NaN|Infinity)(?!\\w)");

	/** Stands for a letter of such a number, so that all keep their places. */
	private static final char PRIVATE = '\ue000';

	private static final Pattern PLACE = Pattern.compile(
		"line (\\d+) column (\\d+)");

	private JsonText() {}

	/**
	 * Reads a text.
	 *
	 * @throws IllegalArgumentException if it is no JSON, or too large or too deep
	 */
	static JsonElement parse(final String text) {
		if (text.length() > MOST) {
			throw new IllegalArgumentException("it has " + text.length() +
				" letters, a workflow has at most " + MOST);
		}
		if (text.isBlank()) {
			throw new IllegalArgumentException("it is empty");
		}
		final JsonReader in = new JsonReader(new StringReader(finite(text)));
		try {
			final JsonElement read = JsonTree.read(in, DEEPEST, JsonText::leaf);
			if (in.peek() != JsonToken.END_DOCUMENT) {
				throw new IllegalArgumentException("something is behind its JSON" +
					place(in));
			}
			return read;
		}
		catch (final EOFException e) {
			throw new IllegalArgumentException("its JSON is cut off" + end(text), e);
		}
		catch (MalformedJsonException | NumberFormatException
				| IllegalStateException e)
		{
			throw new IllegalArgumentException("it is no JSON" + place(e
				.getMessage() + in), e);
		}
		catch (final IOException e) {
			throw new IllegalArgumentException("it cannot be read", e);
		}
	}

	/** The same with texts for numbers that JSON does not have. */
	private static String finite(final String text) {
		final StringBuilder out = new StringBuilder(text);
		final Matcher numbers = NOT_FINITE.matcher(text);
		boolean quoted = false;
		int at = 0;
		while (numbers.find()) {
			for (; at < numbers.start(); at++) {
				final char letter = text.charAt(at);
				at += letter == '\\' && quoted ? 1 : 0;
				quoted ^= letter == '"';
			}
			for (int i = numbers.start(); !quoted && i < numbers.end(); i++) {
				final boolean end = i == numbers.start() || i == numbers.end() - 1;
				out.setCharAt(i, end ? '"' : PRIVATE);
			}
		}
		return out.toString();
	}

	private static JsonPrimitive text(final String text) {
		if (text.isEmpty() || text.chars().anyMatch(c -> c != PRIVATE)) {
			return new JsonPrimitive(text);
		}
		return new JsonPrimitive(text.length() < 3 ? Double.NaN : text.length() == 6
			? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
	}

	private static String place(final Object told) {
		final Matcher place = PLACE.matcher(told.toString());
		return place.find() ? ", line " + place.group(1) + ", column " + place
			.group(2) : "";
	}

	private static String end(final String text) {
		return ", at line " + (1 + text.chars().filter(c -> c == '\n').count()) +
			", column " + (text.length() - text.lastIndexOf('\n'));
	}

	private static JsonElement leaf(final JsonReader in) throws IOException {
		switch (in.peek()) {
			case NUMBER:
				return number(in);
			case BOOLEAN:
				return new JsonPrimitive(in.nextBoolean());
			case STRING:
				return text(in.nextString());
			default:
				in.nextNull();
				return JsonNull.INSTANCE;
		}
	}

	private static JsonPrimitive number(final JsonReader in) throws IOException {
		final String text = in.nextString();
		if (!NUMBER.matcher(text).matches()) {
			throw new IllegalArgumentException("it has a number that none can use, " +
				text.substring(0, Math.min(40, text.length())) + place(in));
		}
		return new JsonPrimitive(new BigDecimal(text));
	}
}
