
package org.latentj.provenance;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;

import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.latentj.json.JsonTree;

/**
 * An object of a record's JSON. A record is data from outside, as a picture may
 * be anybody's: each value is asked for by its kind, and an error names the
 * value, what it is and what would be valid.
 *
 * @param json the object
 * @param path where it stands in the record; empty for the record itself
 */
record RecordPart(JsonObject json, String path) {

	/**
	 * Letters of a record at most: ten times a record with prompts of 100,000
	 * letters, and one with seeds of 500,000 slices.
	 */
	static final int MOST = 1 << 25;

	/** Objects and lists in one another; a record has four. */
	private static final int DEEPEST = 16;

	/** Digits that a whole number surely holds. */
	private static final int DIGITS = 18;

	/**
	 * Reads a text.
	 *
	 * @throws IllegalArgumentException if it is no JSON object, or one that no
	 *           record is
	 */
	static RecordPart parse(final String text) {
		if (text.length() > MOST) {
			throw new IllegalArgumentException(notOne("it has " + text.length() +
				" letters, a record has at most " + MOST));
		}
		try (JsonReader reader = new JsonReader(new StringReader(text))) {
			final JsonElement read = JsonTree.read(reader, DEEPEST, RecordPart::leaf);
			if (reader.peek() != JsonToken.END_DOCUMENT || !read.isJsonObject()) {
				throw new IllegalArgumentException(notOne("it is " + kind(read) + (read
					.isJsonObject() ? " with something behind it"
						: ", an object is needed")));
			}
			return new RecordPart(read.getAsJsonObject(), "");
		}
		catch (final JsonTree.Refused e) {
			throw new IllegalArgumentException(notOne(e.getMessage()), e);
		}
		catch (final EOFException e) {
			throw new IllegalArgumentException(notOne("its JSON is cut off"), e);
		}
		catch (MalformedJsonException | NumberFormatException e) {
			throw new IllegalArgumentException(notOne("it is no JSON"), e);
		}
		catch (final IOException e) {
			throw new IllegalArgumentException(notOne("it cannot be read"), e);
		}
	}

	private static JsonElement leaf(final JsonReader in) throws IOException {
		return switch (in.peek()) {
			case NUMBER -> number(JsonTree.path(in), in.nextString());
			case BOOLEAN -> new JsonPrimitive(in.nextBoolean());
			case STRING -> new JsonPrimitive(in.nextString());
			default -> {
				in.nextNull();
				yield JsonNull.INSTANCE;
			}
		};
	}

	private static JsonPrimitive number(final String at, final String text) {
		if (text.matches("-?[0-9]{1," + DIGITS + "}")) {
			return new JsonPrimitive(Long.valueOf(text));
		}
		final double number = Double.parseDouble(text);
		if (!Double.isFinite(number)) {
			throw new IllegalArgumentException(notOne("'" + at + "' is " + shortened(
				text) + ", too large a number"));
		}
		return new JsonPrimitive(number);
	}

	Set<String> names() {
		return json.keySet();
	}

	/** An object in it. */
	RecordPart part(final String name) {
		return optional(name).orElseThrow(() -> missing(name, "an object"));
	}

	/** An object in it, if there is one. */
	Optional<RecordPart> optional(final String name) {
		final JsonElement value = json.get(name);
		if (value == null) {
			return Optional.empty();
		}
		if (!value.isJsonObject()) {
			throw wrong(name, "an object");
		}
		return Optional.of(new RecordPart(value.getAsJsonObject(), join(path,
			name)));
	}

	/** A list of objects in it; empty if there is none. */
	List<RecordPart> parts(final String name) {
		final JsonElement value = json.get(name);
		if (value == null) {
			return List.of();
		}
		if (!value.isJsonArray()) {
			throw wrong(name, "a list");
		}
		final List<RecordPart> parts = new ArrayList<>();
		for (final JsonElement part : value.getAsJsonArray()) {
			final String at = join(path, name) + "[" + parts.size() + "]";
			if (!part.isJsonObject()) {
				throw wrong(at, part, "an object");
			}
			parts.add(new RecordPart(part.getAsJsonObject(), at));
		}
		return parts;
	}

	/** A text. */
	String text(final String name) {
		final JsonElement value = json.get(name);
		if (!(value instanceof JsonPrimitive text) || !text.isString()) {
			throw wrong(name, "a text");
		}
		return text.getAsString();
	}

	/** A text of some kind. */
	String text(final String name, final String pattern, final String valid) {
		final String text = text(name);
		if (!text.matches(pattern)) {
			throw wrong(name, valid);
		}
		return text;
	}

	/** All values, which are texts. */
	Map<String, String> texts() {
		final Map<String, String> texts = new LinkedHashMap<>();
		names().forEach(name -> texts.put(name, text(name)));
		return texts;
	}

	/** All values, which are numbers. */
	Map<String, Double> numbers() {
		final Map<String, Double> numbers = new LinkedHashMap<>();
		for (final String name : names()) {
			number(name);
			numbers.put(name, json.get(name).getAsDouble());
		}
		return numbers;
	}

	/** A whole number of 0 to 2147483647. */
	int whole(final String name) {
		final JsonElement value = json.get(name);
		if (!(value instanceof JsonPrimitive number) || !number.isNumber() ||
			!number.getAsString().matches("[0-9]{1,10}") || number
				.getAsLong() > Integer.MAX_VALUE)
		{
			throw wrong(name, "a whole number of 0 to " + Integer.MAX_VALUE);
		}
		return number.getAsInt();
	}

	/** True or false. */
	boolean truth(final String name) {
		final JsonElement value = json.get(name);
		if (!(value instanceof JsonPrimitive truth) || !truth.isBoolean()) {
			throw wrong(name, "true or false");
		}
		return truth.getAsBoolean();
	}

	/** Checks that a value is a number. */
	void number(final String name) {
		final JsonElement value = json.get(name);
		if (!(value instanceof JsonPrimitive number) || !number.isNumber()) {
			throw wrong(name, "a number");
		}
	}

	/** Checks that a value is a seed: 64 bits, unsigned, as text. */
	void seed(final String name) {
		final String valid = "a text of 0 to 18446744073709551615";
		try {
			Long.parseUnsignedLong(text(name, "[0-9]{1,20}", valid));
		}
		catch (final NumberFormatException e) {
			throw wrong(name, valid);
		}
	}

	/** Checks that a value is neither an object nor a list nor nothing. */
	void plain(final String name) {
		if (!json.get(name).isJsonPrimitive()) {
			throw wrong(name, "a text, a number, true or false");
		}
	}

	private IllegalArgumentException missing(final String name,
		final String valid)
	{
		return new IllegalArgumentException(notOne("'" + join(path, name) +
			"' is missing, " + valid + " is needed"));
	}

	private IllegalArgumentException wrong(final String name,
		final String valid)
	{
		final JsonElement value = json.get(name);
		return value == null ? missing(name, valid) : wrong(join(path, name), value,
			valid);
	}

	private static IllegalArgumentException wrong(final String at,
		final JsonElement value, final String valid)
	{
		return new IllegalArgumentException(notOne("'" + at + "' is " + kind(
			value) + ", " + valid + " is needed"));
	}

	private static String kind(final JsonElement value) {
		return value.isJsonObject() ? "an object" : value.isJsonArray() ? "a list"
			: value.isJsonNull() ? "null" : value.getAsJsonPrimitive().isString()
				? "'" + shortened(value.getAsString()) + "'" : shortened(value
					.toString());
	}

	/** NB: no error is longer than a screen is wide. */
	private static String shortened(final String text) {
		final int most = 40;
		return text.length() <= most ? text : text.substring(0, most) + "...";
	}

	private static String join(final String path, final String name) {
		return path.isEmpty() ? shortened(name) : path + "." + shortened(name);
	}

	private static String notOne(final String reason) {
		return "this is no record of a LatentJ picture: " + reason;
	}
}
