
package org.latentj.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.latentj.release.Pom.Dependency;

/**
 * Which jars may go into Fiji with us. Fiji is made of what pom-scijava manages
 * the versions of, so that a jar that is managed there is Fiji's affair: it is
 * left out and used in Fiji's version. The updater knows jars by their names
 * without versions, so names are compared.
 */
final class FijiJars {

	/**
	 * Those that Fiji has in a version that is not in Maven Central, by the name
	 * of a group that goes on with the same classes there.
	 */
	static final Map<String, String> SUCCEEDED = Map.of("lz4-java",
		"at.yawk.lz4");

	private final Map<String, String> managed;

	/**
	 * Takes the versions of a project file.
	 *
	 * @param parent pom-scijava
	 */
	FijiJars(final Pom parent) {
		managed = parent.managed().stream().collect(Collectors.toMap(
			Dependency::name, Dependency::version, (a, b) -> a));
	}

	/** Whether Fiji's versions have one of this name. */
	boolean manages(final String name) {
		return managed.containsKey(name);
	}

	/**
	 * What is wrong with jars that go into Fiji.
	 *
	 * @param names their names, without versions
	 * @return a sentence for each that Fiji has, too
	 */
	List<String> doubled(final List<String> names) {
		return names.stream().filter(this::manages).map(n -> n +
			" would replace or double Fiji's: pom-scijava manages " + n + " " +
			managed.get(n)).toList();
	}

	/**
	 * What is wrong with jars that are used but left out.
	 *
	 * @param versions their versions by their names
	 * @return a sentence for each that Fiji does not have, or in another version
	 */
	List<String> missing(final Map<String, String> versions) {
		final List<String> faults = new ArrayList<>();
		versions.forEach((name, version) -> {
			final String fijis = managed.get(name);
			if (fijis == null) {
				faults.add(name + " is left out, but pom-scijava does not manage it");
			}
			else if (!fijis.equals(version) && !SUCCEEDED.containsKey(name)) {
				faults.add(name + " is used as " + version +
					", but pom-scijava manages " + fijis);
			}
		});
		return faults;
	}
}
