
package org.latentj.setting;

import java.util.Optional;
import java.util.function.Function;

/**
 * A setting of things that have several, and how its value is found in one.
 *
 * @param <O> the things, for example operations of a kind
 * @param setting what it is
 * @param value of a thing; empty if it has none
 * @param optional whether a thing may have none
 * @param asked whether dialogs and macros have it; what comes from an image
 *          itself, they don't
 */
public record Parameter<O, T>(Setting<T> setting,
		Function<O, Optional<T>> value, boolean optional, boolean asked) {

	/** One that all things of the kind have. */
	public static <O, T> Parameter<O, T> of(final Setting<T> setting,
		final Function<O, T> value)
	{
		return new Parameter<>(setting, value.andThen(Optional::of), false, true);
	}

	/** One that a thing may leave out. */
	public static <O, T> Parameter<O, T> optional(final Setting<T> setting,
		final Function<O, Optional<T>> value)
	{
		return new Parameter<>(setting, value, true, true);
	}

	/** The same, not to be asked for. */
	public Parameter<O, T> unasked() {
		return new Parameter<>(setting, value, optional, false);
	}

	/** Adds a thing's value to others. */
	public SettingValues add(final O thing, final SettingValues values) {
		return value.apply(thing).map(v -> values.with(setting, v)).orElse(values);
	}
}
