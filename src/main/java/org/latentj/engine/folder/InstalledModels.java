
package org.latentj.engine.folder;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the models of this installation lie. */
public final class InstalledModels {

	/** System property: folders to look in first. */
	public static final String PROPERTY = "latentj.models";

	private InstalledModels() {}

	/**
	 * The folders of this installation, looked up anew: those in the system
	 * property {@value #PROPERTY}, separated as paths are; {@code models/latentj}
	 * beside the {@code plugins} folder that LatentJ lies in, or {@code models}
	 * in the root of its project.
	 */
	public static List<Path> folders() {
		final List<Path> roots = new ArrayList<>();
		final String property = System.getProperty(PROPERTY, "");
		for (final String path : property.split(File.pathSeparator)) {
			if (!path.isEmpty()) {
				roots.add(Path.of(path));
			}
		}
		besideTheCode().ifPresent(roots::add);
		return roots;
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
