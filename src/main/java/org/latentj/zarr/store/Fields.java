
package org.latentj.zarr.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.latentj.json.JsonBytes;

/**
 * The fields of a JSON object of a file; what is not as it must be is an error
 * that names both.
 *
 * @param file for messages
 * @param json the object
 */
public record Fields(String file, JsonObject json) {

	/** A plate of 1536 wells and 16 fields has about 2 MB. */
	private static final long LONGEST = 1 << 26;

	/**
	 * Reads a file.
	 *
	 * @return none if there is no such key
	 * @throws ZarrException if it is no JSON object in UTF-8, or gives a key
	 *           twice
	 */
	public static Optional<Fields> read(final ChunkStore store, final String key)
		throws IOException
	{
		final Optional<byte[]> bytes = store.read(key, LONGEST);
		if (bytes.isEmpty()) {
			return Optional.empty();
		}
		final String file = store.name(key);
		try {
			return Optional.of(new Fields(file, JsonBytes.object(bytes.get())));
		}
		catch (final IllegalArgumentException e) {
			throw new ZarrException(file, e.getMessage(), e);
		}
	}

	/** Whether there is such a field, and not null. */
	public boolean has(final String name) {
		return json.has(name) && !json.get(name).isJsonNull();
	}

	/** A field that must be there. */
	public JsonElement get(final String name) throws ZarrException {
		if (!has(name)) {
			throw new ZarrException(file, "has no '" + name + "'");
		}
		return json.get(name);
	}

	/** An object. */
	public Fields object(final String name) throws ZarrException {
		return object(name, get(name));
	}

	/** An object; one without fields if it is left out. */
	public Fields objectOrNone(final String name) throws ZarrException {
		return has(name) ? object(name) : new Fields(file, new JsonObject());
	}

	private Fields object(final String name, final JsonElement element)
		throws ZarrException
	{
		if (!element.isJsonObject()) {
			throw wrong(name, element, "an object");
		}
		return new Fields(file, element.getAsJsonObject());
	}

	/** A list of objects. */
	public List<Fields> objects(final String name) throws ZarrException {
		final List<Fields> all = new ArrayList<>();
		for (final JsonElement element : array(name)) {
			all.add(object(name, element));
		}
		return all;
	}

	/** A list. */
	public JsonArray array(final String name) throws ZarrException {
		final JsonElement element = get(name);
		if (!element.isJsonArray()) {
			throw wrong(name, element, "a list");
		}
		return element.getAsJsonArray();
	}

	/** A text. */
	public String text(final String name) throws ZarrException {
		final JsonElement element = get(name);
		if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive()
			.isString())
		{
			throw wrong(name, element, "a text");
		}
		return element.getAsString();
	}

	/** A list of texts. */
	public List<String> texts(final String name) throws ZarrException {
		final List<String> all = new ArrayList<>();
		for (final JsonElement element : array(name)) {
			if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive()
				.isString())
			{
				throw wrong(name, element, "texts");
			}
			all.add(element.getAsString());
		}
		return all;
	}

	/** A text, or another one if it is left out. */
	public String text(final String name, final String otherwise)
		throws ZarrException
	{
		return has(name) ? text(name) : otherwise;
	}

	/** A whole number. */
	public long whole(final String name, final long least, final long most)
		throws ZarrException
	{
		final JsonElement element = get(name);
		return whole(element, least, most).orElseThrow(() -> wrong(name, element,
			least == most ? String.valueOf(most) : "a whole number from " + least +
				" to " + most));
	}

	/** A list of whole numbers. */
	public long[] wholes(final String name, final long least, final long most)
		throws ZarrException
	{
		final JsonArray array = array(name);
		final long[] all = new long[array.size()];
		for (int i = 0; i < all.length; i++) {
			final JsonElement element = array.get(i);
			all[i] = whole(element, least, most).orElseThrow(() -> wrong(name,
				element, most < least ? "an empty list" : least == most
					? "the numbers " + most : "whole numbers from " + least + " to " +
						most));
		}
		return all;
	}

	/** A list of numbers. */
	public double[] numbers(final String name) throws ZarrException {
		final JsonArray array = array(name);
		final double[] all = new double[array.size()];
		for (int i = 0; i < all.length; i++) {
			final JsonElement element = array.get(i);
			if (!isNumber(element) || !Double.isFinite(element.getAsDouble())) {
				throw wrong(name, element, "numbers");
			}
			all[i] = element.getAsDouble();
		}
		return all;
	}

	private static OptionalLong whole(final JsonElement element, final long least,
		final long most)
	{
		if (isNumber(element)) {
			try {
				final BigDecimal number = element.getAsBigDecimal();
				// NB: 1e999999999 would become as many digits.
				if (Math.abs((long) number.scale()) < 64) {
					final long value = number.longValueExact();
					if (value >= least && value <= most) {
						return OptionalLong.of(value);
					}
				}
			}
			catch (ArithmeticException | NumberFormatException e) {
				// NB: said below.
			}
		}
		return OptionalLong.empty();
	}

	private static boolean isNumber(final JsonElement element) {
		return element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
	}

	private ZarrException wrong(final String name, final JsonElement element,
		final String valid)
	{
		final String text = element.toString();
		return new ZarrException(file, "has " + name + " = " + (text.length() > 60
			? text.substring(0, 60) + "..." : text) + ", valid: " + valid);
	}
}
