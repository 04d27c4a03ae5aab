
package org.latentj.batch.journal;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.latentj.json.JsonTree;

/** An entry of the journal as a JSON object on one line. */
public final class JournalLine {

	private static final Gson GSON = new GsonBuilder().disableHtmlEscaping()
		.create();

	private static final String SEED =
		"a whole number from 0 to 18446744073709551615, as text";

	private final JsonObject json;

	private JournalLine(final JsonObject json) {
		this.json = json;
	}

	/** The line, without its end. */
	static String of(final JournalEntry entry) {
		return GSON.toJson(entry);
	}

	/**
	 * Reads a line.
	 *
	 * @throws IllegalArgumentException if it is something else; the message says
	 *           which field is wrong and what would be valid
	 */
	public static JournalEntry parse(final String text) {
		final JsonElement json;
		try {
			json = JsonTree.of(text);
		}
		catch (final JsonParseException e) {
			throw new IllegalArgumentException("it must be a JSON object", e);
		}
		if (!json.isJsonObject()) {
			throw new IllegalArgumentException("it must be a JSON object");
		}
		return new JournalLine(json.getAsJsonObject()).entry();
	}

	private JournalEntry entry() {
		final Map<String, String> settings = map("settings", true,
			JournalLine::text);
		if (settings.containsKey("seed")) {
			requireSeed("settings.seed", settings.get("seed"));
		}
		final String seed = text("seed", false);
		if (seed != null) {
			requireSeed("seed", seed);
		}
		final Map<String, WrittenFile> files = map("files", false,
			JournalLine::file);
		files.keySet().forEach(name -> requireInside("files." + name, name));
		final String result = text("result", false);
		if (result != null) {
			requireInside("result", result);
		}
		return new JournalEntry(text("item", true), settings, seed, text("input",
			false), seconds(), result, text("error", false), map("models", false,
				JournalLine::text), files);
	}

	/** NB: a folder is never looked for files elsewhere. */
	private void requireInside(final String field, final String name) {
		try {
			final Path path = Path.of(name);
			if (!name.isBlank() && !path.isAbsolute() && path.normalize().equals(
				path) && !path.startsWith(".."))
			{
				return;
			}
		}
		catch (final InvalidPathException e) {
			// NB: of no file, on this system.
		}
		throw new IllegalArgumentException(field + " is '" + name +
			"', it must be the name of a file in the folder of the results");
	}

	private String text(final String name, final boolean needed) {
		final JsonElement value = json.get(name);
		if (value == null || value.isJsonNull()) {
			if (needed) {
				throw wrong(name, value, "a text");
			}
			return null;
		}
		final String text = text(value);
		if (text == null) {
			throw wrong(name, value, "a text");
		}
		return text;
	}

	/** A text, or a number or truth value as one; null if it is none. */
	private static String text(final JsonElement value) {
		return value.isJsonPrimitive() ? value.getAsString() : null;
	}

	private double seconds() {
		final JsonElement value = json.get("seconds");
		if (value == null) {
			return 0;
		}
		final Double seconds = number(value);
		if (seconds == null) {
			throw wrong("seconds", value, "a number that is not negative");
		}
		return seconds;
	}

	/** A finite number from 0 on; null if it is none. */
	private static Double number(final JsonElement value) {
		if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
			return null;
		}
		final double number;
		try {
			number = value.getAsDouble();
		}
		catch (final NumberFormatException e) {
			// NB: the parser takes words such as NaN1 for numbers.
			return null;
		}
		return number >= 0 && number <= Double.MAX_VALUE ? number : null;
	}

	private static WrittenFile file(final JsonElement value) {
		if (!value.isJsonObject()) {
			return null;
		}
		final JsonElement bytes = value.getAsJsonObject().get("bytes");
		final JsonElement sha256 = value.getAsJsonObject().get("sha256");
		final Double size = bytes == null ? null : number(bytes);
		final String hash = sha256 == null ? null : text(sha256);
		return size == null || hash == null || !hash.matches("[0-9a-f]{64}") ? null
			: new WrittenFile(size.longValue(), hash);
	}

	/** A map whose values are read by a function that gives null for others. */
	private <T> Map<String, T> map(final String name, final boolean needed,
		final Function<JsonElement, T> reader)
	{
		final JsonElement value = json.get(name);
		final Map<String, T> map = new LinkedHashMap<>();
		if (value == null && !needed) {
			return map;
		}
		if (value == null || !value.isJsonObject()) {
			throw wrong(name, value, "an object");
		}
		value.getAsJsonObject().entrySet().forEach(e -> {
			final T read = reader.apply(e.getValue());
			if (read == null) {
				throw wrong(name + "." + e.getKey(), e.getValue(), name.equals("files")
					? "an object with bytes, a number, and sha256, 64 hexadecimal digits"
					: "a text");
			}
			map.put(e.getKey(), read);
		});
		return map;
	}

	private static void requireSeed(final String name, final String seed) {
		try {
			Long.parseUnsignedLong(seed);
		}
		catch (final NumberFormatException e) {
			throw new IllegalArgumentException(name + " is '" + seed +
				"', it must be " + SEED, e);
		}
	}

	private static IllegalArgumentException wrong(final String name,
		final JsonElement value, final String valid)
	{
		return new IllegalArgumentException(name + (value == null ? " is missing"
			: " is " + value) + ", it must be " + valid);
	}
}
