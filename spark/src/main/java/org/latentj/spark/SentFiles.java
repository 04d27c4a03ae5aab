
package org.latentj.spark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files that were given to {@code spark-submit --files}, as the driver sees
 * them before Spark has begun: a folder with a link to each.
 */
final class SentFiles implements AutoCloseable {

	/** As {@code spark-submit} hands them on. */
	private static final String PROPERTY = "spark.files";

	private final Path folder;

	private SentFiles(final Path folder) {
		this.folder = folder;
	}

	/** Those of this job; none if the property is not there. */
	static SentFiles ofThisJob() throws IOException {
		final String files = System.getProperty(PROPERTY, "");
		if (files.isBlank()) {
			return new SentFiles(null);
		}
		final SentFiles sent = new SentFiles(Files.createTempDirectory(
			"latentj-files"));
		for (final String file : files.split(",")) {
			sent.link(file.strip());
		}
		return sent;
	}

	/** NB: what lies elsewhere is there when an executor asks for it. */
	private void link(final String file) throws IOException {
		final URI uri = URI.create(file);
		final String scheme = uri.getScheme();
		if (scheme == null || scheme.equals("file")) {
			final Path path = Path.of(uri.getPath()).toAbsolutePath();
			final String name = uri.getFragment() == null ? path.getFileName()
				.toString() : uri.getFragment();
			Files.createSymbolicLink(folder.resolve(name), path);
		}
	}

	/** The folder, if there are any. */
	Optional<Path> folder() {
		return Optional.ofNullable(folder);
	}

	@Override
	public void close() throws IOException {
		if (folder == null) {
			return;
		}
		try (Stream<Path> links = Files.list(folder)) {
			for (final Path link : links.toList()) {
				Files.delete(link);
			}
		}
		Files.delete(folder);
	}
}
