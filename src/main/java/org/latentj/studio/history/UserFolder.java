
package org.latentj.studio.history;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where a user's own files of LatentJ lie, as his system wants it. */
public final class UserFolder {

	/** System property: another folder. */
	public static final String PROPERTY = "latentj.user";

	private UserFolder() {}

	/**
	 * The folder: that of the property {@value #PROPERTY}, or {@code LatentJ} in
	 * Windows' {@code %APPDATA%} or macOS's {@code Application Support}, or
	 * {@code latentj} in {@code $XDG_DATA_HOME}, which is {@code ~/.local/share}
	 * if it isn't set.
	 */
	public static Path find() {
		final String given = System.getProperty(PROPERTY, "");
		return given.isEmpty() ? of(System.getProperty("os.name", ""), System
			.getenv(), Path.of(System.getProperty("user.home", "."))) : Path.of(
				given);
	}

	static Path of(final String system, final Map<String, String> environment,
		final Path home)
	{
		final String name = system.toLowerCase(Locale.ROOT);
		if (name.startsWith("windows")) {
			return given(environment, "APPDATA").orElse(home.resolve(
				"AppData/Roaming")).resolve("LatentJ");
		}
		if (name.startsWith("mac")) {
			return home.resolve("Library/Application Support/LatentJ");
		}
		return given(environment, "XDG_DATA_HOME").orElse(home.resolve(
			".local/share")).resolve("latentj");
	}

	private static Optional<Path> given(final Map<String, String> environment,
		final String variable)
	{
		return Optional.ofNullable(environment.get(variable)).filter(p -> !p
			.isBlank()).map(Path::of).filter(Path::isAbsolute);
	}
}
