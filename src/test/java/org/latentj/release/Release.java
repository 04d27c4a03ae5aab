
package org.latentj.release;

import ij.ImageJ;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.latentj.release.Pom.Dependency;

/**
 * Checks the zips of a release, lays out the update site, and makes a picture
 * in plain ImageJ where there is a screen. {@code mvn package -Pdist} runs it
 * when the zips are there.
 */
public final class Release {

	/** What of the dependencies plain ImageJ is, or is patched with for Fiji. */
	private static final List<String> HOST = List.of("ij", "ij1-patcher");

	private final Pom project;

	private final FijiJars fiji;

	Release(final Pom project, final Path repository) throws IOException {
		this.project = project;
		fiji = new FijiJars(Pom.read(project.parent(repository)));
	}

	/**
	 * Finishes a release.
	 *
	 * @param args the build's folder; the version; the time as in ISO 8601. The
	 *          property {@code latentj.published} names the {@code db.xml.gz} of
	 *          the site as it is now; without one a new site is begun
	 * @throws IOException if a file cannot be read or written, or the picture
	 *           cannot be made
	 * @throws URISyntaxException if Java does not know where ImageJ lies
	 * @throws InterruptedException if it is ended
	 * @throws IllegalStateException if something is wrong with the zips
	 */
	public static void main(final String... args) throws IOException,
		URISyntaxException, InterruptedException
	{
		final Path build = Path.of(args[0]);
		final String zips = "latentj-" + args[1];
		final Path imagej = Path.of(ImageJ.class.getProtectionDomain()
			.getCodeSource().getLocation().toURI());
		// REPOSITORY/net/imagej/ij/VERSION/ij-VERSION.jar
		final Path repository = imagej.resolve("../../../../..").normalize();
		final Release release = new Release(Pom.read(Path.of("pom.xml")),
			repository);
		final Path forFiji = build.resolve(zips + "-fiji.zip");
		final Path forImageJ = build.resolve(zips + "-imagej.zip");
		final List<String> faults = release.faults(ReleaseZip.read(forFiji,
			"jars/"), ReleaseZip.read(forImageJ, "plugins/jars/"));
		faults.addAll(citationFaults(args[1], Files.readAllLines(Path.of(
			"CITATION.cff"))));
		if (!faults.isEmpty()) {
			throw new IllegalStateException("The release is wrong:\n" + String.join(
				"\n", faults));
		}
		final Optional<Path> published = Optional.ofNullable(System.getProperty(
			"latentj.published")).map(Path::of);
		new UpdateSite(timestamp(args[2]), release.needs()).write(unpacked(forFiji,
			build.resolve("site-content")), published, empty(build.resolve(
				"update-site")));
		PlainImageJTrial.run(unpacked(forImageJ, build.resolve("imagej-trial")),
			imagej);
	}

	/** What is wrong with the two zips, in sentences. */
	List<String> faults(final ReleaseZip forFiji, final ReleaseZip forImageJ) {
		final List<String> faults = new ArrayList<>();
		forFiji.faults().forEach(f -> faults.add("Fiji's zip: " + f));
		forImageJ.faults().forEach(f -> faults.add("ImageJ's zip: " + f));
		faults.addAll(fiji.doubled(List.copyOf(forFiji.versions().keySet())));
		// What Fiji lacks is in both, what it ships in ImageJ's only.
		final Map<String, String> leftOut = new TreeMap<>(forImageJ.versions());
		forFiji.versions().forEach((name, version) -> {
			if (!leftOut.remove(name, version)) {
				faults.add("ImageJ's zip lacks " + name + " " + version);
			}
		});
		for (final String name : needed("provided")) {
			if (!HOST.contains(name) && !forImageJ.versions().containsKey(name)) {
				faults.add("ImageJ's zip lacks " + name);
			}
		}
		for (final String name : needed("compile")) {
			if (!forFiji.versions().containsKey(name)) {
				faults.add("Fiji's zip lacks " + name);
			}
		}
		faults.addAll(fiji.missing(leftOut));
		return faults;
	}

	/** The jars that the updater must install with ours, wherever from. */
	private List<String> needs() {
		return Stream.concat(needed("compile").stream(), needed("provided")
			.stream()).map(n -> "jars/" + n + ".jar").sorted().toList();
	}

	private List<String> needed(final String scope) {
		return project.dependencies().stream().filter(d -> d.scope().equals(scope))
			.map(Dependency::name).collect(Collectors.toList());
	}

	/** What is wrong with the citation file, in sentences. */
	static List<String> citationFaults(final String version,
		final List<String> lines)
	{
		final String expected = "version: " + version.replace("-SNAPSHOT", "");
		return lines.contains(expected) ? List.of() : List.of(
			"CITATION.cff does not say \"" + expected + "\"");
	}

	/** A time of ISO 8601 as the updater writes it, in UTC. */
	static long timestamp(final String time) {
		return Long.parseLong(OffsetDateTime.parse(time).withOffsetSameInstant(
			ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyyMMddHHmmss")));
	}

	private static Path unpacked(final Path file, final Path folder)
		throws IOException
	{
		empty(folder);
		try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip
				.getNextEntry())
			{
				final Path target = folder.resolve(entry.getName());
				if (entry.isDirectory()) {
					Files.createDirectories(target);
				}
				else {
					Files.createDirectories(target.getParent());
					Files.copy(zip, target);
				}
			}
		}
		return folder;
	}

	/** A folder without what was in it. */
	private static Path empty(final Path folder) throws IOException {
		if (Files.exists(folder)) {
			try (Stream<Path> all = Files.walk(folder)) {
				for (final Path one : all.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(one);
				}
			}
		}
		return Files.createDirectories(folder);
	}
}
