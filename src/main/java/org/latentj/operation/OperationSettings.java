
package org.latentj.operation;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

import org.latentj.latent.Latent;
import org.latentj.sampling.Sampler;
import org.latentj.sampling.Scheduler;
import org.latentj.tensor.Tensor;

/**
 * The settings of an operation as JSON, by the names of the commands'
 * parameters: all components of its record and of those in it. Pictures and
 * masks stand there by what they say of themselves.
 */
public final class OperationSettings {

	/** The denoise of the second pass; that of the first has the plain name. */
	public static final String SECOND_DENOISE = "seconddenoise";

	private OperationSettings() {}

	/** All settings of an operation. */
	public static JsonObject of(final Operation operation) {
		final JsonObject settings = new JsonObject();
		describe((Record) operation, settings);
		return settings;
	}

	private static void describe(final Record from, final JsonObject into) {
		for (final RecordComponent component : from.getClass()
			.getRecordComponents())
		{
			final String name = name(from, component);
			final Object value = value(from, component);
			final Object part = value instanceof Optional<?> optional ? optional
				.orElse(null) : value;
			if (part instanceof Record nested) {
				describe(nested, into);
			}
			else if (part != null) {
				add(into, name, from instanceof Latent && part instanceof Tensor tensor
					? new JsonPrimitive(tensor + ", SHA-256 " + sha256(tensor)) : json(
						part));
			}
		}
	}

	/** NB: what overwrites another value would not be seen by anybody. */
	private static void add(final JsonObject into, final String name,
		final JsonPrimitive value)
	{
		if (into.has(name)) {
			throw new IllegalStateException("two settings have the name '" + name +
				"' in a record");
		}
		into.add(name, value);
	}

	private static String name(final Record from,
		final RecordComponent component)
	{
		final String name = component.getName().toLowerCase(Locale.ROOT);
		if (from instanceof SecondPass && name.equals("denoise")) {
			return SECOND_DENOISE;
		}
		return name.equals("positive") ? "prompt" : name;
	}

	/** One value; a seed as unsigned text. */
	public static JsonPrimitive json(final Object value) {
		if (value instanceof Long seed) {
			return new JsonPrimitive(Long.toUnsignedString(seed));
		}
		if (value instanceof Number number) {
			return new JsonPrimitive(number);
		}
		if (value instanceof Boolean bool) {
			return new JsonPrimitive(bool);
		}
		if (value instanceof Sampler sampler) {
			return new JsonPrimitive(sampler.id());
		}
		return new JsonPrimitive(value instanceof Scheduler scheduler ? scheduler
			.id() : String.valueOf(value));
	}

	/**
	 * Of the numbers, each with the high byte first. NB: a latent has no file by
	 * which it could be known again.
	 */
	private static String sha256(final Tensor tensor) {
		try {
			final MessageDigest digest = MessageDigest.getInstance("SHA-256");
			final ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES);
			for (final float number : tensor.data()) {
				digest.update(bytes.putFloat(0, number).array());
			}
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("this Java has no SHA-256", e);
		}
	}

	private static Object value(final Record from,
		final RecordComponent component)
	{
		try {
			return component.getAccessor().invoke(from);
		}
		catch (final ReflectiveOperationException e) {
			throw new IllegalStateException("cannot read " + component + " of " +
				from, e);
		}
	}
}
