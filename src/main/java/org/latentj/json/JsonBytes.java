
package org.latentj.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes of a JSON file. It is an object in UTF-8 that gives each key once
 * (RFC 8259, sections 4 and 8.1), or it is refused.
 */
public final class JsonBytes {

	/** In messages of the JSON parser, which are about its classes else. */
	private static final Pattern PLACE = Pattern.compile(
		"line [0-9]+ column [0-9]+");

	/** Metadata of images and indices of checkpoints have about ten. */
	private static final int DEEPEST = 100;

	private JsonBytes() {}

	/**
	 * Reads an object.
	 *
	 * @param bytes all of the file
	 * @throws IllegalArgumentException if it is none; the message goes on after
	 *           the file's name
	 */
	public static JsonObject object(final byte[] bytes) {
		final String text = text(bytes);
		final JsonElement json = parsed(text);
		if (isDeeper(List.of(json))) {
			throw new IllegalArgumentException("is nested more than " + DEEPEST +
				" deep");
		}
		if (!json.isJsonObject()) {
			throw new IllegalArgumentException("is no JSON object, which is needed");
		}
		try {
			UniqueKeys.require(text);
		}
		catch (final IllegalArgumentException e) {
			throw new IllegalArgumentException("is refused: " + e.getMessage(), e);
		}
		return json.getAsJsonObject();
	}

	/** NB: new String would put another letter for what is none. */
	private static String text(final byte[] bytes) {
		final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		final ByteBuffer from = ByteBuffer.wrap(bytes);
		final CharBuffer to = CharBuffer.allocate(bytes.length);
		final CoderResult end = decoder.decode(from, to, true);
		if (end.isError()) {
			throw new IllegalArgumentException(
				"is no text in UTF-8, which JSON is: " + "see byte " + (1L + from
					.position()));
		}
		return to.flip().toString();
	}

	private static JsonElement parsed(final String text) {
		try {
			return JsonParser.parseString(text);
		}
		catch (JsonParseException | NumberFormatException e) {
			final Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
			throw new IllegalArgumentException("is not valid JSON" + (place.find()
				? ": see " + place.group() : ""), e);
		}
		catch (final StackOverflowError e) {
			throw new IllegalArgumentException(
				"is not valid JSON: it is nested too deeply", e);
		}
	}

	/** NB: whatever goes down into what is nested deeply can overflow. */
	private static boolean isDeeper(final List<JsonElement> top) {
		List<JsonElement> level = top;
		for (int depth = 0; depth <= DEEPEST; depth++) {
			final List<JsonElement> next = new ArrayList<>();
			for (final JsonElement element : level) {
				if (element.isJsonArray()) {
					element.getAsJsonArray().forEach(next::add);
				}
				else if (element.isJsonObject()) {
					element.getAsJsonObject().entrySet().forEach(e -> next.add(e
						.getValue()));
				}
			}
			level = next;
		}
		return !level.isEmpty();
	}
}
