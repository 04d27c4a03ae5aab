
package org.latentj.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A zip that is unpacked over a folder of ImageJ, and what can be wrong with
 * it.
 */
final class ReleaseZip {

	private static final String LICENSES = "licenses/latentj/";

	private static final String NOTICES = LICENSES + "THIRD-PARTY.txt";

	private static final List<String> NEEDED = List.of(
		"models/latentj/latentj-demo.safetensors",
		"models/latentj/clip_vision/latentj-clip-demo.safetensors",
		"models/latentj/controlnet/latentj-control-nuclei.safetensors",
		"models/latentj/README.md", "macros/latentj/txt2img.ijm", LICENSES +
			"LICENSE", LICENSES + "NOTICE", LICENSES + "CITATION.cff", NOTICES);

	/** What the plugin that makes the notices writes of a jar. */
	private static final Pattern NOTICE = Pattern.compile(
		"\\([^() :]+:([^() :]+):([^() :]+) - ");

	private static final Pattern JAR = Pattern.compile("(.+?)-([0-9].*)[.]jar");

	private final Set<String> files;

	private final String jars;

	private final Set<String> noticed;

	private ReleaseZip(final Set<String> files, final String jars,
		final String notices)
	{
		this.files = files;
		this.jars = jars;
		noticed = new TreeSet<>();
		for (final Matcher m = NOTICE.matcher(notices); m.find();) {
			noticed.add(m.group(1) + "-" + m.group(2) + ".jar");
		}
	}

	/**
	 * Reads the list of a zip.
	 *
	 * @param file the zip
	 * @param jars the folder in it where the jars of others lie, ending in a
	 *          slash
	 * @return its list
	 * @throws IOException if it cannot be read
	 */
	static ReleaseZip read(final Path file, final String jars)
		throws IOException
	{
		try (ZipFile zip = new ZipFile(file.toFile())) {
			final Set<String> files = zip.stream().filter(Predicate.not(
				ZipEntry::isDirectory)).map(ZipEntry::getName).collect(Collectors
					.toCollection(TreeSet::new));
			final ZipEntry notices = zip.getEntry(NOTICES);
			return new ReleaseZip(files, jars, notices == null ? "" : new String(zip
				.getInputStream(notices).readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	/** The jars of others: their versions by their names. */
	Map<String, String> versions() {
		return jarFiles().stream().collect(Collectors.toMap(ReleaseZip::name,
			j -> part(j, 2), (one, two) -> one + " and " + two, TreeMap::new));
	}

	/**
	 * What is wrong with what lies where, and with the notices.
	 *
	 * @return a sentence for each fault
	 */
	List<String> faults() {
		final List<String> faults = new ArrayList<>();
		NEEDED.stream().filter(f -> !files.contains(f)).forEach(f -> faults.add(f +
			" is not there"));
		files.stream().filter(f -> !known(f)).forEach(f -> faults.add(f +
			" has no place in an ImageJ folder, or would be a menu entry of its own"));
		if (files.stream().filter(ReleaseZip::isPlugin).count() != 1) {
			faults.add("there is not one plugins/LatentJ_-VERSION.jar");
		}
		differences(noticed, jarFiles(), "the notice of ", faults);
		differences(licenseTexts(), jarFiles().stream().map(j -> LICENSES + name(
			j) + ".txt").toList(), "the licence ", faults);
		return faults;
	}

	private boolean known(final String file) {
		return isPlugin(file) || file.matches(Pattern.quote(jars) +
			"[^/]+-[0-9][^/]*[.]jar") || Stream.of("models/latentj/",
				"macros/latentj/", LICENSES).anyMatch(file::startsWith);
	}

	private static boolean isPlugin(final String file) {
		return file.matches("plugins/LatentJ_-[0-9][^/]*[.]jar");
	}

	private List<String> jarFiles() {
		return files.stream().filter(f -> f.startsWith(jars)).map(f -> f.substring(
			jars.length())).toList();
	}

	/** NB: all texts but the list itself are licences of jars. */
	private List<String> licenseTexts() {
		return files.stream().filter(f -> f.startsWith(LICENSES) && f.endsWith(
			".txt") && !f.equals(NOTICES)).toList();
	}

	private static String name(final String jar) {
		return part(jar, 1);
	}

	private static String part(final String jar, final int group) {
		final Matcher matcher = JAR.matcher(jar);
		return matcher.matches() ? matcher.group(group) : jar;
	}

	private static void differences(final Iterable<String> there,
		final Iterable<String> expected, final String what,
		final List<String> faults)
	{
		final Set<String> left = new TreeSet<>();
		there.forEach(left::add);
		for (final String one : expected) {
			if (!left.remove(one)) {
				faults.add(what + one + " is missing");
			}
		}
		left.forEach(one -> faults.add(what + one + " is there without the jar"));
	}
}
