
package org.latentj.workflow.format;

import com.google.gson.JsonArray;
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
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * JSON of anybody's. NB: read by ourselves, since Gson lets names come twice
 * and follows any depth.
 */
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
		"(?<=[\\[,:]\\s{0,8})-?(NaN|Infinity)(?=\\s*[,\\]}])");

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
		final String plain = text.contains("NaN") || text.contains("Infinity")
			? NOT_FINITE.matcher(text).replaceAll("null") : text;
		try (JsonReader in = new JsonReader(new StringReader(plain))) {
			final JsonElement read = element(in, DEEPEST);
			if (in.peek() != JsonToken.END_DOCUMENT) {
				throw new IllegalArgumentException("something is behind its JSON");
			}
			return read;
		}
		catch (final EOFException e) {
			throw new IllegalArgumentException("its JSON is cut off", e);
		}
		catch (MalformedJsonException | NumberFormatException e) {
			throw new IllegalArgumentException("it is no JSON", e);
		}
		catch (final IOException e) {
			throw new IllegalArgumentException("it cannot be read", e);
		}
	}

	private static JsonElement element(final JsonReader in, final int deeper)
		throws IOException
	{
		if (deeper == 0) {
			throw new IllegalArgumentException("more than " + DEEPEST +
				" objects or lists are in one another");
		}
		switch (in.peek()) {
			case BEGIN_OBJECT:
				return object(in, deeper);
			case BEGIN_ARRAY:
				final JsonArray array = new JsonArray();
				in.beginArray();
				while (in.hasNext()) {
					array.add(element(in, deeper - 1));
				}
				in.endArray();
				return array;
			case NUMBER:
				return number(in.nextString());
			case BOOLEAN:
				return new JsonPrimitive(in.nextBoolean());
			case STRING:
				return new JsonPrimitive(in.nextString());
			default:
				in.nextNull();
				return JsonNull.INSTANCE;
		}
	}

	private static JsonObject object(final JsonReader in, final int deeper)
		throws IOException
	{
		final JsonObject object = new JsonObject();
		in.beginObject();
		while (in.hasNext()) {
			final String name = in.nextName();
			if (object.has(name)) {
				throw new IllegalArgumentException("'" + name.substring(0, Math.min(40,
					name.length())) + "' is in it twice");
			}
			object.add(name, element(in, deeper - 1));
		}
		in.endObject();
		return object;
	}

	private static JsonPrimitive number(final String text) {
		if (!NUMBER.matcher(text).matches()) {
			throw new IllegalArgumentException("it has a number that none can use, " +
				text.substring(0, Math.min(40, text.length())));
		}
		return new JsonPrimitive(new BigDecimal(text));
	}
}
