
package org.latentj.json;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;

/** Finds what JSON says twice. NB: Gson takes the last one without a word. */
public final class UniqueKeys {

	private UniqueKeys() {}

	/**
	 * Fails unless each object names each of its keys once.
	 *
	 * @param json that Gson can read
	 * @throws IllegalArgumentException with the key that comes twice
	 */
	public static void require(final String json) {
		try (JsonReader reader = new JsonReader(new StringReader(json))) {
			reader.setLenient(true);
			value(reader);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static void value(final JsonReader reader) throws IOException {
		final JsonToken token = reader.peek();
		if (token == JsonToken.BEGIN_OBJECT) {
			object(reader);
		}
		else if (token == JsonToken.BEGIN_ARRAY) {
			reader.beginArray();
			while (reader.hasNext()) {
				value(reader);
			}
			reader.endArray();
		}
		else {
			reader.skipValue();
		}
	}

	private static void object(final JsonReader reader) throws IOException {
		final Set<String> keys = new HashSet<>();
		reader.beginObject();
		while (reader.hasNext()) {
			final String key = reader.nextName();
			if (!keys.add(key)) {
				throw new IllegalArgumentException("'" + key +
					"' is given twice in this JSON: give it once");
			}
			value(reader);
		}
		reader.endObject();
	}
}
