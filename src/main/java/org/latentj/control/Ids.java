
package org.latentj.control;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds one of several things by its id, or says which there are. */
public final class Ids {

	private Ids() {}

	/**
	 * The thing that has an id.
	 *
	 * @param kind what it is, for the message; its plural ends with an s
	 * @param id matched exactly
	 * @param all where to look, not empty
	 * @param ids the ids of a thing, the first one its own, others aliases
	 * @throws IllegalArgumentException if none has it, with the nearest and all
	 *           ids
	 */
	public static <T> T of(final String kind, final String id, final List<T> all,
		final Function<T, List<String>> ids)
	{
		return of(kind, id, all, ids, asked -> known(all, ids).stream().filter(
			k -> Names.plain(k).equals(Names.plain(asked))).findFirst());
	}

	/**
	 * Likewise.
	 *
	 * @param elsewhere what to write for a name that other programs use
	 */
	public static <T> T of(final String kind, final String id, final List<T> all,
		final Function<T, List<String>> ids,
		final Function<String, Optional<String>> elsewhere)
	{
		for (final T one : all) {
			if (ids.apply(one).contains(id)) {
				return one;
			}
		}
		throw new IllegalArgumentException("no " + kind + " is called '" + id +
			"'" + Optional.ofNullable(id).flatMap(elsewhere).map(e -> ": write " + e)
				.orElseGet(() -> Names.hint(id, known(all, ids), kind + "s")));
	}

	/**
	 * One of the few values of a setting.
	 *
	 * @param setting what macros call it
	 * @param value matched exactly
	 * @param all those that there are
	 * @param ids what macros call them
	 * @throws IllegalArgumentException if there is no such value, with all
	 */
	public static <T> T of(final String setting, final String value,
		final T[] all, final Function<T, String> ids)
	{
		return Arrays.stream(all).filter(t -> ids.apply(t).equals(value))
			.findFirst().orElseThrow(() -> new IllegalArgumentException(setting +
				" is '" + value + "', valid are " + Arrays.stream(all).map(ids).collect(
					Collectors.joining(", "))));
	}

	private static <T> List<String> known(final List<T> all,
		final Function<T, List<String>> ids)
	{
		return all.stream().flatMap(t -> ids.apply(t).stream()).toList();
	}
}
