
package org.latentj.setting;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One setting of an operation: all that a dialog, a macro, a record or a table
 * needs to know of it stands here and nowhere else.
 *
 * <pre>
 *
 * static final Setting&lt;Integer&gt; GROW = Setting.whole("grow", 0, 64).standard(6)
 * 	.labelled("Grow (pixels)", "By how much the mask grows.");
 * </pre>
 *
 * @param id its name in records and JSON; lower case letters
 * @param asked its name in dialogs and macros, mostly the same
 * @param type what values it has
 * @param standard the value of macros that leave it out; empty if it must be
 *          given, or is found otherwise
 * @param start the value that a dialog starts with which nobody has used yet,
 *          if it is another one than the standard
 * @param texts what people read of it
 * @param place where a dialog has it, and when
 * @param step by which a dialog's arrows change it; 0 = as the dialog likes
 * @param style how a dialog shows it, in SciJava's words; empty = as usual
 */
public record Setting<T>(String id, String asked, SettingType<T> type,
		Optional<T> standard, Optional<T> start, SettingTexts texts,
		SettingPlace place, double step, String style) {

	/** @throws NullPointerException if something is missing */
	public Setting {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(asked, "asked");
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(standard, "standard");
		Objects.requireNonNull(start, "start");
		Objects.requireNonNull(texts, "texts");
		Objects.requireNonNull(place, "place");
		Objects.requireNonNull(style, "style");
	}

	/** A setting of some type. */
	public static <T> Setting<T> of(final String id, final SettingType<T> type) {
		return new Setting<>(id, id, type, Optional.empty(), Optional.empty(),
			SettingTexts.of(id, ""), SettingPlace.in(Section.OWN), 0, "");
	}

	/** Any text; a default is the empty one. */
	public static Setting<String> text(final String id) {
		return of(id, new SettingType.Text()).standard("");
	}

	/** A whole number in a range. */
	public static Setting<Integer> whole(final String id, final int low,
		final int high)
	{
		return of(id, new SettingType.Whole(low, high));
	}

	/** A finite number in a range. */
	public static Setting<Double> number(final String id, final double low,
		final double high)
	{
		return of(id, new SettingType.Number(low, high));
	}

	/** Yes or no; the default is no. */
	public static Setting<Boolean> flag(final String id) {
		return of(id, new SettingType.Flag()).standard(false);
	}

	/**
	 * One of several things that have ids.
	 *
	 * @param all those that are offered
	 * @param find gives what has an id, perhaps an alias; an error lists the
	 *          known ones
	 * @param ids gives the id
	 */
	public static <T> Setting<T> choice(final String id,
		final List<? extends T> all, final Function<String, ? extends T> find,
		final Function<? super T, String> ids)
	{
		return of(id, new SettingType.Choice<>(all.stream().map(ids).toList(), find,
			ids));
	}

	/** The same, with another name in dialogs and macros. */
	public Setting<T> askedAs(final String other) {
		return new Setting<>(id, other, type, standard, start, texts, place, step,
			style);
	}

	/** The same with a default. */
	public Setting<T> standard(final T value) {
		return new Setting<>(id, asked, type, Optional.of(value), start, texts,
			place, step, style);
	}

	/**
	 * The same with another value that dialogs start with: old macros, which
	 * leave it out, go on making the same pixels.
	 */
	public Setting<T> start(final T value) {
		return new Setting<>(id, asked, type, standard, Optional.of(value), texts,
			place, step, style);
	}

	/** The same without a default: who leaves it out gets what fits. */
	public Setting<T> found() {
		return new Setting<>(id, asked, type, Optional.empty(), start, texts, place,
			step, style);
	}

	/** The same with a label and a sentence of help. */
	public Setting<T> labelled(final String label, final String help) {
		return texts(texts.labelled(label, help));
	}

	/** The same with another sentence of help in the dialog of batches. */
	public Setting<T> ofBatches(final String help) {
		return texts(texts.ofBatches(help));
	}

	/**
	 * The same, told in methods sections.
	 *
	 * @param words what follows the value there, with the space between them, as
	 *          {@code " pixels of feathering"}
	 */
	public Setting<T> toldAs(final String words) {
		return toldAs(value -> value + words);
	}

	/** The same, told there in words that hang on the value's text. */
	public Setting<T> toldAs(final UnaryOperator<String> words) {
		return texts(texts.toldAs(words));
	}

	private Setting<T> texts(final SettingTexts other) {
		return new Setting<>(id, asked, type, standard, start, other, place, step,
			style);
	}

	/** The same in another section of dialogs. */
	public Setting<T> in(final Section other) {
		return at(place.section(other));
	}

	/** The same, in dialogs right behind another one of its section. */
	public Setting<T> behind(final Setting<?> other) {
		return at(place.behind(other.asked()));
	}

	/**
	 * The same, in dialogs only where the checkpoint's family is one of those
	 * whose facts name a group of settings. Macros have it always.
	 */
	public Setting<T> onlyFor(final String group) {
		return at(place.onlyFor(group));
	}

	private Setting<T> at(final SettingPlace other) {
		return new Setting<>(id, asked, type, standard, start, texts, other, step,
			style);
	}

	/** The same with a step of the dialog's arrows. */
	public Setting<T> step(final double by) {
		return new Setting<>(id, asked, type, standard, start, texts, place, by,
			style);
	}

	/** The same with a style. */
	public Setting<T> style(final String other) {
		return new Setting<>(id, asked, type, standard, start, texts, place, step,
			other);
	}

	/** The same as the dialog of batches has it. */
	public Setting<T> inBatches() {
		return texts.ofBatches().map(help -> labelled(label(), help)).orElse(this);
	}

	/** The section of dialogs that it is in. */
	public Section section() {
		return place.section();
	}

	/** Label of its field in a dialog, with a unit in brackets. */
	public String label() {
		return texts.label();
	}

	/** What it does; a sentence. */
	public String help() {
		return texts.help();
	}

	/** Whether its values are numbers, in macros too. */
	public boolean isNumber() {
		return type.input() == int.class || type.input() == double.class;
	}

	/**
	 * The same value, if it is valid.
	 *
	 * @throws IllegalArgumentException if it is not; the message names setting,
	 *           value and what is valid
	 */
	public T check(final T value) {
		Objects.requireNonNull(value, id);
		type.check(id, value);
		return value;
	}

	/** What can be chosen, by id; empty if it is no choice. */
	public List<String> choices() {
		return type.choices();
	}

	/** A value as text, as a macro gives it. */
	public String text(final T value) {
		return json(value).getAsString();
	}

	/** A value as JSON. */
	public JsonPrimitive json(final T value) {
		return type.json(value);
	}

	/**
	 * A value from JSON.
	 *
	 * @throws IllegalArgumentException if it is none of this setting
	 */
	public T read(final JsonElement json) {
		if (!(json instanceof JsonPrimitive primitive)) {
			throw wrong(json);
		}
		return check(type.read(primitive).orElseThrow(() -> wrong(json)));
	}

	/**
	 * A value as a dialog or a macro gives it: a text, a number, a yes or no.
	 *
	 * @throws IllegalArgumentException if it is none of this setting; the message
	 *           has the name that dialogs and macros have
	 */
	public T given(final Object value) {
		final T read = type.given(value).orElseThrow(
			() -> new IllegalArgumentException(asked + " is '" + value +
				"', it must be " + type.valid()));
		type.check(asked, read);
		return read;
	}

	private IllegalArgumentException wrong(final JsonElement json) {
		return new IllegalArgumentException(id + " is " + json + ", it must be " +
			type.valid());
	}
}
