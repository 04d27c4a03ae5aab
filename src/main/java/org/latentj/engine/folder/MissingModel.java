
package org.latentj.engine.folder;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.latentj.control.ClosedFolders;
import org.latentj.control.Names;

/** What to say where a model of a name is not there. */
final class MissingModel {

	private static final int MOST = 3;

	private MissingModel() {}

	/**
	 * What is wrong, what would be right, and in the details all that there is.
	 *
	 * @param noun what is missing, as in "checkpoint"
	 * @param name the name that was given
	 * @param known names that there are
	 * @param places where was looked
	 * @param whyNot why one of the names cannot be used, if so
	 */
	static String message(final String noun, final String name,
		final Collection<String> known, final List<String> places,
		final Function<String, Optional<String>> whyNot)
	{
		final String start = "there is no " + noun + " '" + name + "'";
		final List<String> closed = ClosedFolders.lines(places.stream().map(
			Path::of).toList(), ModelFiles.DEPTH);
		final String looked = Names.DETAILS + "Looked in:\n" + String.join("\n",
			places);
		final List<String> meant = known.stream().filter(k -> !name.isBlank() &&
			bare(k).equals(bare(name))).limit(MOST).toList();
		// NB: nobody can use the others.
		final List<String> own = known.stream().filter(k -> !MeantModel.isForeign(
			k)).toList();
		if (meant.isEmpty() && own.isEmpty()) {
			return start + "; none was found" + (closed.isEmpty()
				? ", Plugins > LatentJ > Getting Started tells where to get one"
				: ", " + closed.get(0)) + looked;
		}
		return start + (meant.isEmpty() ? Names.hint(name, own, noun + "s")
			: remedy(meant, whyNot)) + looked + closed.stream().map(line -> "\n" +
				line).collect(Collectors.joining());
	}

	/** NB: nobody is told to write the name of what is refused then. */
	private static String remedy(final List<String> meant,
		final Function<String, Optional<String>> whyNot)
	{
		final List<String> usable = meant.stream().filter(m -> whyNot.apply(m)
			.isEmpty()).toList();
		return usable.isEmpty() ? ", and '" + meant.get(0) + "' cannot be used: " +
			whyNot.apply(meant.get(0)).get() : ": write " + usable.stream().map(
				m -> "'" + m + "'").collect(Collectors.joining(" or "));
	}

	/**
	 * NB: other programs leave out folder or ending; and what has another one may
	 * be meant.
	 */
	private static String bare(final String name) {
		final String last = MeantModel.last(name.replace('\\', '/').toLowerCase(
			Locale.ROOT));
		return MeantModel.bare(ModelFolder.UNREADABLE.stream().filter(
			last::endsWith).findFirst().map(e -> last.substring(0, last.length() - e
				.length())).orElse(last));
	}
}
