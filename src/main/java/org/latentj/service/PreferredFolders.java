
package org.latentj.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.scijava.prefs.PrefService;

/** The user's own folders with models, which preferences remember. */
public final class PreferredFolders {

	/** The first one; long the only one. */
	private static final String FIRST = "folder";

	/** The others. */
	private static final String FURTHER = "folders";

	private PreferredFolders() {}

	/**
	 * NB: preferences are kept by package and simple name of a class, so that
	 * this name is where users' folders lie.
	 */
	private static final class ModelFolder {}

	/** They, in the order in which they are looked into. */
	public static List<Path> of(final PrefService preferences) {
		final List<String> paths = new ArrayList<>();
		paths.add(preferences.get(ModelFolder.class, FIRST, ""));
		paths.addAll(preferences.getList(ModelFolder.class, FURTHER));
		return paths.stream().filter(p -> !p.isEmpty()).map(Path::of).toList();
	}

	/** Remembers these, in place of those before. */
	public static void remember(final PrefService preferences,
		final List<Path> folders)
	{
		final List<String> paths = folders.stream().map(Path::toString).toList();
		preferences.put(ModelFolder.class, FIRST, paths.isEmpty() ? "" : paths.get(
			0));
		preferences.remove(ModelFolder.class, FURTHER);
		preferences.put(ModelFolder.class, FURTHER, paths.stream().skip(1)
			.toList());
	}
}
