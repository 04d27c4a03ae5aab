
package org.latentj.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.scijava.util.FileUtils;

/**
 * A file of an update site with its versions. The updater knows earlier ones by
 * their checksums; what is none of them it takes for changed by the user, and
 * leaves it as it is.
 *
 * @param name its path in Fiji
 * @param version its present version; empty once it is withdrawn
 * @param earlier those before
 */
record SiteFile(String name, Optional<Version> version, List<Earlier> earlier) {

	/**
	 * What is downloaded now.
	 *
	 * @param checksum see {@link UpdaterChecksum}
	 * @param timestamp when it was published: YYYYMMDDhhmmss, UTC
	 * @param size in bytes
	 * @param description a sentence; empty if none
	 * @param needs the files that are installed with it: paths without versions
	 */
	record Version(String checksum, long timestamp, long size, String description,
			List<String> needs) {
	}

	/**
	 * What was downloaded earlier.
	 *
	 * @param name its path in Fiji
	 * @param checksum its checksum
	 * @param timestamp when it was published
	 * @param obsolete when it was replaced or withdrawn
	 */
	record Earlier(String name, String checksum, long timestamp, long obsolete) {
	}

	/** Its path without a version, by which the updater knows it. */
	String key() {
		return FileUtils.stripFilenameVersion(name);
	}

	/** The name of the file that is downloaded. */
	String download() {
		return name + "-" + version.orElseThrow().timestamp();
	}

	/**
	 * This published file once a newer release has its place.
	 *
	 * @param newer the newer one; empty if it is withdrawn
	 * @param now when: YYYYMMDDhhmmss
	 * @return this one where nothing has changed
	 * @throws IllegalArgumentException if the newer one is not newer
	 */
	SiteFile replaced(final Optional<SiteFile> newer, final long now) {
		if (version.isEmpty() && newer.isEmpty() || version.isPresent() && newer
			.isPresent() && newer.get().version().orElseThrow().checksum().equals(
				version.get().checksum()))
		{
			return this;
		}
		final List<Earlier> before = new ArrayList<>();
		if (version.isPresent()) {
			if (version.get().timestamp() >= now) {
				throw new IllegalArgumentException(name + " was published at " + version
					.get().timestamp() + ", not before this release's time " + now +
					": set project.build.outputTimestamp in pom.xml");
			}
			before.add(new Earlier(name, version.get().checksum(), version.get()
				.timestamp(), now));
		}
		before.addAll(earlier);
		return new SiteFile(newer.map(SiteFile::name).orElse(name), newer.flatMap(
			SiteFile::version), List.copyOf(before));
	}
}
