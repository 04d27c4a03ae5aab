
package org.latentj.setting;

import com.google.gson.JsonPrimitive;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.latentj.control.Bounds;

/** What values a setting has, and how they look as JSON and in dialogs. */
public sealed interface SettingType<T> {

	/** What it takes in a dialog: text, whole number, number, yes or no. */
	Class<?> input();

	/** Ends "it must be": what is valid. */
	String valid();

	/** A value of JSON; empty if it is of another type. */
	Optional<T> read(JsonPrimitive json);

	/** A value of a dialog or macro; empty if it is of another type. */
	Optional<T> given(Object value);

	/** A value as JSON. */
	JsonPrimitive json(T value);

	/** Fails if a value is out of its range. */
	default void check(final String id, final T value) {}

	/** What can be chosen; empty if it is no choice. */
	default List<String> choices() {
		return List.of();
	}

	/** The least and the most; empty if there is no range. */
	default Optional<Range> range() {
		return Optional.empty();
	}

	/**
	 * A range of numbers.
	 *
	 * @param low the least
	 * @param high the most
	 */
	record Range(double low, double high) {
	}

	/** Any text. */
	record Text() implements SettingType<String> {

		@Override
		public Class<?> input() {
			return String.class;
		}

		@Override
		public String valid() {
			return "a text";
		}

		@Override
		public Optional<String> read(final JsonPrimitive json) {
			return json.isString() ? Optional.of(json.getAsString()) : Optional
				.empty();
		}

		@Override
		public Optional<String> given(final Object value) {
			return Optional.of(value == null ? "" : value.toString());
		}

		@Override
		public JsonPrimitive json(final String value) {
			return new JsonPrimitive(value);
		}
	}

	/** Yes or no. */
	record Flag() implements SettingType<Boolean> {

		@Override
		public Class<?> input() {
			return boolean.class;
		}

		@Override
		public String valid() {
			return "true or false";
		}

		@Override
		public Optional<Boolean> read(final JsonPrimitive json) {
			return json.isBoolean() ? Optional.of(json.getAsBoolean()) : Optional
				.empty();
		}

		@Override
		public Optional<Boolean> given(final Object value) {
			return value instanceof Boolean on ? Optional.of(on) : Optional.empty();
		}

		@Override
		public JsonPrimitive json(final Boolean value) {
			return new JsonPrimitive(value);
		}
	}

	/** A whole number in a range. */
	record Whole(int low, int high) implements SettingType<Integer> {

		@Override
		public Class<?> input() {
			return int.class;
		}

		@Override
		public String valid() {
			return "a whole number of " + low + " to " + high;
		}

		@Override
		public Optional<Integer> read(final JsonPrimitive json) {
			return json.isNumber() ? whole(json.getAsDouble()) : Optional.empty();
		}

		@Override
		public Optional<Integer> given(final Object value) {
			return value instanceof java.lang.Number number ? whole(number
				.doubleValue()) : Optional.empty();
		}

		private static Optional<Integer> whole(final double number) {
			return number == (int) number ? Optional.of((int) number) : Optional
				.empty();
		}

		@Override
		public JsonPrimitive json(final Integer value) {
			return new JsonPrimitive(value);
		}

		@Override
		public void check(final String id, final Integer value) {
			Bounds.check(id, value, low, high);
		}

		@Override
		public Optional<Range> range() {
			return Optional.of(new Range(low, high));
		}
	}

	/** A finite number in a range. */
	record Number(double low, double high) implements SettingType<Double> {

		@Override
		public Class<?> input() {
			return double.class;
		}

		@Override
		public String valid() {
			return low == Double.NEGATIVE_INFINITY ? "a finite number"
				: "a number of " + Bounds.plain(low) + " to " + Bounds.plain(high);
		}

		@Override
		public Optional<Double> read(final JsonPrimitive json) {
			return json.isNumber() ? Optional.of(json.getAsDouble()) : Optional
				.empty();
		}

		@Override
		public Optional<Double> given(final Object value) {
			return value instanceof java.lang.Number number ? Optional.of(number
				.doubleValue()) : Optional.empty();
		}

		@Override
		public JsonPrimitive json(final Double value) {
			return new JsonPrimitive(value);
		}

		@Override
		public void check(final String id, final Double value) {
			if (low == Double.NEGATIVE_INFINITY && !Double.isFinite(value)) {
				throw new IllegalArgumentException(id + " is " + value +
					", it must be " + valid());
			}
			Bounds.check(id, value, low, high);
		}

		@Override
		public Optional<Range> range() {
			return low == Double.NEGATIVE_INFINITY ? Optional.empty() : Optional.of(
				new Range(low, high));
		}
	}

	/**
	 * One of several things that have ids.
	 *
	 * @param choices ids that are offered
	 * @param find gives what has an id, perhaps an alias; an error lists the
	 *          known ones
	 * @param id gives the id
	 */
	record Choice<T>(List<String> choices, Function<String, ? extends T> find,
			Function<? super T, String> id) implements SettingType<T> {

		@Override
		public Class<?> input() {
			return String.class;
		}

		@Override
		public String valid() {
			return "one of " + String.join(", ", choices);
		}

		@Override
		public Optional<T> read(final JsonPrimitive json) {
			return json.isString() ? given(json.getAsString()) : Optional.empty();
		}

		@Override
		public Optional<T> given(final Object value) {
			return Optional.of(find.apply(String.valueOf(value)));
		}

		@Override
		public JsonPrimitive json(final T value) {
			return new JsonPrimitive(id.apply(value));
		}
	}

	/** A seed: 64 bits, unsigned, as text, which holds them all. */
	record Seed() implements SettingType<Long> {

		@Override
		public Class<?> input() {
			return String.class;
		}

		@Override
		public String valid() {
			return "a text of 0 to 18446744073709551615";
		}

		@Override
		public Optional<Long> read(final JsonPrimitive json) {
			return json.isString() ? given(json.getAsString()) : Optional.empty();
		}

		@Override
		public Optional<Long> given(final Object value) {
			final String text = String.valueOf(value).strip();
			try {
				return text.matches("[0-9]{1,20}") ? Optional.of(Long.parseUnsignedLong(
					text)) : Optional.empty();
			}
			catch (final NumberFormatException e) {
				return Optional.empty();
			}
		}

		@Override
		public JsonPrimitive json(final Long value) {
			return new JsonPrimitive(Long.toUnsignedString(value));
		}
	}

	/**
	 * Something that stands in JSON by a name only, as a picture does.
	 *
	 * @param what it is, with its article
	 * @param kind its class
	 */
	record Reference<T>(String what, Class<T> kind) implements SettingType<T> {

		@Override
		public Class<?> input() {
			return String.class;
		}

		@Override
		public String valid() {
			return "the name of " + what;
		}

		@Override
		public Optional<T> read(final JsonPrimitive json) {
			return Optional.empty();
		}

		@Override
		public Optional<T> given(final Object value) {
			return Optional.empty();
		}

		@Override
		public JsonPrimitive json(final T value) {
			return new JsonPrimitive(value.toString());
		}
	}
}
