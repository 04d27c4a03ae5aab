
package org.latentj.engine.folder;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which of the models that are there a name means. */
final class MeantModel {

	private MeantModel() {}

	/**
	 * The one of the whole name, or else the one that is called so without its
	 * ending, or without its folder, too, as in other programs.
	 *
	 * @param noun what is asked for, as in "LoRA"
	 * @param name the name that was given
	 * @param known names that there are
	 * @param usable tells which of them are to be found by less than their name
	 * @return empty if none is called so
	 * @throws IllegalArgumentException if several are; it names them
	 */
	static Optional<String> of(final String noun, final String name,
		final Collection<String> known, final Predicate<String> usable)
	{
		final String asked = name.replace('\\', '/');
		if (known.contains(asked)) {
			return Optional.of(asked);
		}
		final List<String> meant = known.stream().filter(n -> bare(n).equals(asked))
			.filter(usable).toList();
		final List<String> all = meant.isEmpty() ? known.stream().filter(n -> last(
			n).equals(asked) || bare(last(n)).equals(asked)).filter(usable).toList()
			: meant;
		if (all.size() > 1) {
			throw new IllegalArgumentException("'" + name + "' may be several " +
				noun + "s: write " + all.stream().map(n -> "'" + n + "'").collect(
					Collectors.joining(" or ")));
		}
		return all.stream().findFirst();
	}

	/** Whether a file of this name is another program's. */
	static boolean isForeign(final String name) {
		return ModelFolder.UNREADABLE.stream().anyMatch(name.toLowerCase(
			Locale.ROOT)::endsWith);
	}

	/** A name without its folder. */
	static String last(final String name) {
		return name.substring(name.lastIndexOf('/') + 1);
	}

	/** A name without its ending. */
	static String bare(final String name) {
		return name.replaceFirst("\\.(safetensors|sft|ckpt|pt|pth|bin)$", "");
	}
}
