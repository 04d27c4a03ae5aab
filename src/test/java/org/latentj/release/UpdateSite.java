
package org.latentj.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.latentj.release.SiteFile.Version;

/**
 * Lays out the folder of an update site: {@code db.xml.gz}, and each file that
 * is new as {@code PATH-TIMESTAMP}. What was published before stays on the
 * server and is only listed.
 */
final class UpdateSite {

	private static final String DATABASE = "db.xml.gz";

	private static final String DESCRIPTION =
		"LatentJ: Stable Diffusion inside Fiji";

	private final long now;

	private final List<String> needs;

	/**
	 * Begins a site.
	 *
	 * @param now the time of the release: YYYYMMDDhhmmss, UTC
	 * @param needs what the plugin needs, of Fiji and of ours: paths without
	 *          versions
	 */
	UpdateSite(final long now, final List<String> needs) {
		this.now = now;
		this.needs = List.copyOf(needs);
	}

	/**
	 * Writes the folder.
	 *
	 * @param fiji what lies in Fiji, and nothing else
	 * @param published the {@code db.xml.gz} of the site as it is now, if there
	 *          is one
	 * @param site the folder, which is made
	 * @throws IOException if it cannot be written
	 * @throws IllegalArgumentException if what has changed is not newer than what
	 *           is published
	 */
	void write(final Path fiji, final Optional<Path> published, final Path site)
		throws IOException
	{
		final SiteDatabase release = new SiteDatabase();
		for (final String name : files(fiji)) {
			release.add(file(name, fiji.resolve(name)));
		}
		SiteDatabase database = release;
		if (published.isPresent()) {
			try (InputStream in = Files.newInputStream(published.get())) {
				database = SiteDatabase.read(in).replaced(release, now);
			}
		}
		for (final SiteFile file : database.files().values()) {
			if (file.version().isPresent() && file.version().get()
				.timestamp() == now)
			{
				final Path target = site.resolve(file.download());
				Files.createDirectories(target.getParent());
				Files.copy(fiji.resolve(file.name()), target);
			}
		}
		Files.createDirectories(site);
		try (OutputStream out = Files.newOutputStream(site.resolve(DATABASE))) {
			database.write(out);
		}
	}

	private SiteFile file(final String name, final Path file) throws IOException {
		final boolean plugin = name.startsWith("plugins/");
		return new SiteFile(name, Optional.of(new Version(UpdaterChecksum.of(name,
			file), now, Files.size(file), plugin ? DESCRIPTION : "", plugin ? needs
				: List.of())), List.of());
	}

	private static TreeSet<String> files(final Path folder) throws IOException {
		final TreeSet<String> names = new TreeSet<>();
		try (Stream<Path> all = Files.walk(folder)) {
			all.filter(Files::isRegularFile).forEach(f -> names.add(folder.relativize(
				f).toString().replace('\\', '/')));
		}
		return names;
	}
}
