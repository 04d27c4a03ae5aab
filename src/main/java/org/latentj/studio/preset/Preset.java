
package org.latentj.studio.preset;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.latentj.control.Utf8;
import org.latentj.json.JsonTree;

/**
 * Settings that have a name. As a file it is JSON that can be given to others:
 *
 * <pre>
 *
 * {"preset": 1, "name": "sharp nuclei", "checkpoint": "mine.safetensors",
 *  "families": [], "settings": {"steps": 30, "sampler": "dpmpp_2m"}}
 * </pre>
 *
 * @param name what users call it
 * @param checkpoint the only one that it is for; empty = any
 * @param families of checkpoints that it is for; empty = any
 * @param settings as a macro would give them, by name
 */
public record Preset(String name, Optional<String> checkpoint,
		List<String> families, Map<String, String> settings) {

	/** The version of the form. */
	private static final int FORM = 1;

	private static final int LONGEST = 1 << 20;

	private static final Pattern PLACE = Pattern.compile(
		"line (\\d+) column (\\d+)");

	/** @throws IllegalArgumentException if the name is blank */
	public Preset {
		if (name.isBlank()) {
			throw new IllegalArgumentException("a preset needs a name");
		}
		families = List.copyOf(families);
		settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
	}

	/** Whether it is for a checkpoint. */
	public boolean isFor(final String file, final String family) {
		return checkpoint.map(file::equals).orElse(families.isEmpty() || families
			.contains(family));
	}

	/** The file's text. */
	public String toJson() {
		final JsonObject json = new JsonObject();
		json.addProperty("preset", FORM);
		json.addProperty("name", name);
		checkpoint.ifPresent(c -> json.addProperty("checkpoint", c));
		final JsonArray all = new JsonArray();
		families.forEach(all::add);
		json.add("families", all);
		final JsonObject values = new JsonObject();
		settings.forEach(values::addProperty);
		json.add("settings", values);
		return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create()
			.toJson(json) + "\n";
	}

	/**
	 * Reads a file.
	 *
	 * @throws IllegalArgumentException if it holds something else; the message
	 *           says what would be valid
	 * @throws IOException if it cannot be read
	 */
	public static Preset read(final Path file) throws IOException {
		final long bytes = Files.size(file);
		if (bytes > LONGEST) {
			throw new IllegalArgumentException("it has " + bytes +
				" bytes, a preset has " + LONGEST + " at most");
		}
		try {
			return fromJson(Utf8.text(Files.readAllBytes(file)));
		}
		catch (final Utf8.Malformed e) {
			throw new IllegalArgumentException(e.getMessage(), e);
		}
	}

	/**
	 * Reads what {@link #toJson} wrote, or anybody else.
	 *
	 * @throws IllegalArgumentException if it is something else; the message says
	 *           what would be valid
	 */
	public static Preset fromJson(final String text) {
		if (text.isBlank()) {
			throw new IllegalArgumentException("it is empty");
		}
		final JsonObject json = object(parsed(text), "it");
		final JsonElement form = json.get("preset");
		if (form == null || !form.toString().equals(Integer.toString(FORM))) {
			throw new IllegalArgumentException("\"preset\" is " + form +
				", it must be " + FORM + ", the version of the form");
		}
		final Map<String, String> settings = new LinkedHashMap<>();
		object(json.get("settings"), "\"settings\"").entrySet().forEach(
			e -> settings.put(e.getKey(), plain(e.getValue(), e.getKey())));
		return new Preset(text(json, "name").orElse(""), text(json, "checkpoint"),
			families(json.get("families")), settings);
	}

	private static JsonElement parsed(final String text) {
		try {
			return JsonTree.of(text);
		}
		catch (final JsonParseException e) {
			throw new IllegalArgumentException(e.getCause() instanceof EOFException
				? "its JSON is cut off" : "it is no JSON" + place(e), e);
		}
	}

	/** NB: Gson tells the place in a sentence about itself. */
	private static String place(final Throwable e) {
		final Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
		return place.find() ? ", line " + place.group(1) + ", column " + place
			.group(2) : "";
	}

	private static JsonObject object(final JsonElement element,
		final String what)
	{
		if (element instanceof JsonObject object) {
			return object;
		}
		throw new IllegalArgumentException(what + " is no JSON object");
	}

	private static String plain(final JsonElement value, final String name) {
		if (value instanceof JsonPrimitive primitive) {
			return primitive.getAsString();
		}
		throw new IllegalArgumentException("\"" + name + "\" is " + value +
			", it must be a text, a number, true or false");
	}

	private static Optional<String> text(final JsonObject json,
		final String name)
	{
		return json.has(name) ? Optional.of(plain(json.get(name), name)) : Optional
			.empty();
	}

	private static List<String> families(final JsonElement given) {
		final List<String> families = new ArrayList<>();
		if (given instanceof JsonArray array) {
			array.forEach(f -> families.add(plain(f, "families")));
		}
		else if (given != null) {
			throw new IllegalArgumentException(
				"\"families\" must be a list of names");
		}
		return families;
	}

	@Override
	public String toString() {
		return name;
	}
}
