
package org.latentj.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;

import java.io.IOException;
import java.io.StringReader;

/**
 * JSON of anybody's as a tree, in which each object gives each of its keys
 * once. NB: read by ourselves, since Gson takes the last of two without a word
 * and follows any depth.
 */
public final class JsonTree {

	/**
	 * Metadata of images, indices of checkpoints and workflows have about ten.
	 */
	private static final int DEEPEST = 100;

	private static final int SHOWN = 80;

	private final int deepest;

	private final Leaves leaves;

	/** Takes what is neither an object nor a list. */
	@FunctionalInterface
	public interface Leaves {

		/**
		 * The next text, number, truth or null of a reader.
		 *
		 * @throws IllegalArgumentException if it is refused
		 */
		JsonElement take(JsonReader in) throws IOException;
	}

	/** What JSON is refused for, as a sentence. */
	public static final class Refused extends IllegalArgumentException {

		private static final long serialVersionUID = 1L;

		private Refused(final String problem) {
			super(problem);
		}
	}

	private JsonTree(final int deepest, final Leaves leaves) {
		this.deepest = deepest;
		this.leaves = leaves;
	}

	/**
	 * Reads a text as Gson does.
	 *
	 * @return JSON's null of a text that is blank
	 * @throws Refused if a key is given twice, or it is nested too deeply
	 * @throws JsonParseException if it is no JSON
	 */
	public static JsonElement of(final String text) {
		if (text.isBlank()) {
			return JsonNull.INSTANCE;
		}
		final JsonReader in = new JsonReader(new StringReader(text));
		in.setLenient(true);
		try {
			final JsonElement read = read(in, DEEPEST, JsonParser::parseReader);
			if (in.peek() != JsonToken.END_DOCUMENT) {
				throw new JsonSyntaxException("something is behind it" + in.toString()
					.replaceFirst("^JsonReader", ""));
			}
			return read;
		}
		catch (final IOException e) {
			throw new JsonSyntaxException(e);
		}
	}

	/**
	 * Reads what comes next.
	 *
	 * @param deepest how many may be in one another, the innermost counted
	 *          whatever it is
	 * @throws Refused if a key is given twice, or it is nested too deeply
	 * @throws IOException if it is no JSON
	 */
	public static JsonElement read(final JsonReader in, final int deepest,
		final Leaves leaves) throws IOException
	{
		return new JsonTree(deepest, leaves).element(in, deepest);
	}

	/** Where a reader is: {@code settings.seeds[2]}; empty at the beginning. */
	public static String path(final JsonReader in) {
		final String path = in.getPath().replaceFirst("^\\$\\.?", "");
		return path.length() <= SHOWN ? path : path.substring(0, SHOWN) + "...";
	}

	private JsonElement element(final JsonReader in, final int deeper)
		throws IOException
	{
		if (deeper == 0) {
			throw new Refused("more than " + deepest +
				" objects or lists are in one another");
		}
		return switch (in.peek()) {
			case BEGIN_OBJECT -> object(in, deeper);
			case BEGIN_ARRAY -> array(in, deeper);
			default -> leaves.take(in);
		};
	}

	private JsonObject object(final JsonReader in, final int deeper)
		throws IOException
	{
		final JsonObject object = new JsonObject();
		in.beginObject();
		while (in.hasNext()) {
			final String name = in.nextName();
			if (object.has(name)) {
				throw new Refused("'" + path(in) +
					"' is given twice in this JSON: give it once");
			}
			object.add(name, element(in, deeper - 1));
		}
		in.endObject();
		return object;
	}

	private JsonArray array(final JsonReader in, final int deeper)
		throws IOException
	{
		final JsonArray array = new JsonArray();
		in.beginArray();
		while (in.hasNext()) {
			array.add(element(in, deeper - 1));
		}
		in.endArray();
		return array;
	}
}
