
package org.latentj.pipeline;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Optional;

import org.latentj.sampling.Sampler;
import org.latentj.sampling.Scheduler;

/**
 * The settings of an operation as JSON, by the names of the commands'
 * parameters: all components of its record and of those in it. Pictures and
 * masks stand there by what they say of themselves.
 */
final class OperationSettings {

	private OperationSettings() {}

	static JsonObject of(final Operation operation) {
		final JsonObject settings = new JsonObject();
		describe((Record) operation, settings);
		return settings;
	}

	private static void describe(final Record from, final JsonObject into) {
		for (final RecordComponent component : from.getClass()
			.getRecordComponents())
		{
			final String name = component.getName().toLowerCase(Locale.ROOT);
			final Object value = value(from, component);
			final Object part = value instanceof Optional<?> optional ? optional
				.orElse(null) : value;
			if (part instanceof Record nested) {
				describe(nested, into);
			}
			else if (part != null) {
				into.add(name.equals("positive") ? "prompt" : name, json(part));
			}
		}
	}

	/** One value; a seed as unsigned text. */
	static JsonPrimitive json(final Object value) {
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
