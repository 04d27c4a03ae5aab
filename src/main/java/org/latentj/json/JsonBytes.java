
package org.latentj.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.control.Utf8;

/**
 * The bytes of a JSON file. It is an object in UTF-8 that gives each key once
 * (RFC 8259, sections 4 and 8.1), or it is refused.
 */
public final class JsonBytes {

	/** In messages of the JSON parser, which are about its classes else. */
	private static final Pattern PLACE = Pattern.compile(
		"line [0-9]+ column [0-9]+");

	private JsonBytes() {}

	/**
	 * Reads an object.
	 *
	 * @param bytes all of the file
	 * @throws IllegalArgumentException if it is none; the message goes on after
	 *           the file's name
	 */
	public static JsonObject object(final byte[] bytes) {
		final JsonElement json = parsed(text(bytes));
		if (!json.isJsonObject()) {
			throw new IllegalArgumentException("is no JSON object, which is needed");
		}
		return json.getAsJsonObject();
	}

	private static String text(final byte[] bytes) {
		try {
			return Utf8.text(bytes);
		}
		catch (final Utf8.Malformed e) {
			throw new IllegalArgumentException(
				"is no text in UTF-8, which JSON is: see byte " + (1L + e.at()), e);
		}
	}

	private static JsonElement parsed(final String text) {
		try {
			return JsonTree.of(text);
		}
		catch (final JsonTree.Refused e) {
			throw new IllegalArgumentException("is refused: " + e.getMessage(), e);
		}
		catch (final JsonParseException e) {
			final Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
			throw new IllegalArgumentException("is not valid JSON" + (place.find()
				? ": see " + place.group() : ""), e);
		}
	}
}
