
package org.latentj.service;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.scijava.prefs.PrefService;

/** Where the models of this installation lie. */
public final class InstalledModels {

	/** System property: folders to look in first. */
	public static final String PROPERTY = "latentj.models";

	/** The first of the user's folders; long the only one. */
	private static final String FIRST = "folder";

	/** The others. */
	private static final String FURTHER = "folders";

	private InstalledModels() {}

	/**
	 * The folders of this installation, looked up anew: those in the system
	 * property {@value #PROPERTY}, separated as paths are; {@code models/latentj}
	 * beside the {@code plugins} folder that LatentJ lies in, or {@code models}
	 * in the root of its project; and the user's own folders.
	 *
	 * @param preferences hold the user's folders, if there are any
	 */
	static List<Path> folders(final Optional<PrefService> preferences) {
		final List<Path> roots = new ArrayList<>();
		final String property = System.getProperty(PROPERTY, "");
		for (final String path : property.split(File.pathSeparator)) {
			if (!path.isEmpty()) {
				roots.add(Path.of(path));
			}
		}
		besideTheCode().ifPresent(roots::add);
		preferences.ifPresent(p -> roots.addAll(preferred(p)));
		return roots;
	}

	/** The user's own folders, in the order in which they are looked into. */
	public static List<Path> preferred(final PrefService preferences) {
		final List<String> paths = new ArrayList<>();
		paths.add(preferences.get(ModelFolder.class, FIRST, ""));
		paths.addAll(preferences.getList(ModelFolder.class, FURTHER));
		return paths.stream().filter(p -> !p.isEmpty()).map(Path::of).toList();
	}

	/** Remembers the user's own folders, in place of those before. */
	public static void prefer(final PrefService preferences,
		final List<Path> folders)
	{
		final List<String> paths = folders.stream().map(Path::toString).toList();
		preferences.put(ModelFolder.class, FIRST, paths.isEmpty() ? "" : paths.get(
			0));
		preferences.remove(ModelFolder.class, FURTHER);
		preferences.put(ModelFolder.class, FURTHER, paths.stream().skip(1)
			.toList());
	}

	private static Optional<Path> besideTheCode() {
		try {
			final Path code = Path.of(InstalledModels.class.getProtectionDomain()
				.getCodeSource().getLocation().toURI());
			final Path application = code.getParent().getParent();
			final boolean project = code.getParent().endsWith("target");
			return Optional.of(application.resolve(project ? "models"
				: "models/latentj"));
		}
		catch (URISyntaxException | NullPointerException
				| IllegalArgumentException e)
		{
			return Optional.empty();
		}
	}
}
