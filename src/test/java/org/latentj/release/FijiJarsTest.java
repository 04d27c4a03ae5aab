
package org.latentj.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.latentj.release.Pom.Dependency;

/**
 * The project's own dependencies against the versions of its parent: what has
 * the scope {@code provided} is Fiji's, in Fiji's version; what the enforcer
 * lets into Fiji is not Fiji's.
 */
class FijiJarsTest {

	private static Pom project;

	private static FijiJars fiji;

	@BeforeAll
	static void read() throws IOException, URISyntaxException {
		project = Pom.read(Path.of("pom.xml"));
		fiji = new FijiJars(Pom.read(project.parent(repository())));
	}

	@Test
	void whatIsProvidedIsFijisInFijisVersion() {
		final Map<String, String> used = onClassPath();
		final Map<String, String> provided = new TreeMap<>();
		for (final Dependency dependency : scope("provided")) {
			if (FijiJars.SUCCEEDED.containsKey(dependency.name())) {
				assertEquals(FijiJars.SUCCEEDED.get(dependency.name()), dependency
					.group());
			}
			else {
				assertEquals("", dependency.version(), dependency +
					" has a version of its own");
			}
			assertTrue(used.containsKey(dependency.name()), used + " lacks " +
				dependency);
			provided.put(dependency.name(), used.get(dependency.name()));
		}
		assertFalse(provided.isEmpty());
		assertEquals(List.of(), fiji.missing(provided));
	}

	@Test
	void whatGoesIntoFijiIsNotFijis() {
		final List<String> named = project.texts("include").stream().filter(t -> t
			.contains(":")).map(t -> t.substring(t.indexOf(':') + 1)).toList();
		assertEquals(List.of("onnxruntime"), named);
		assertEquals(named, scope("compile").stream().map(Dependency::name)
			.toList());
		assertEquals(List.of(), fiji.doubled(named));
	}

	@Test
	void tellsWhatIsDoubledOrReplacedOrMissing() {
		assertEquals(List.of(
			"gson would replace or double Fiji's: pom-scijava manages gson " +
				onClassPath().get("gson")), fiji.doubled(List.of("onnxruntime",
					"gson")));
		assertEquals(List.of("gson is used as 1.0, but pom-scijava manages " +
			onClassPath().get("gson")), fiji.missing(Map.of("gson", "1.0")));
		assertEquals(List.of(
			"onnxruntime is left out, but pom-scijava does not manage it"), fiji
				.missing(Map.of("onnxruntime", "1.28.0")));
	}

	/** Maven's local repository, from which the tests have their jars. */
	static Path repository() throws URISyntaxException {
		// REPOSITORY/com/google/code/gson/gson/VERSION/gson-VERSION.jar
		return Path.of(Gson.class.getProtectionDomain().getCodeSource()
			.getLocation().toURI()).resolve("../../../../../../..").normalize();
	}

	private static List<Dependency> scope(final String scope) {
		return project.dependencies().stream().filter(d -> d.scope().equals(scope))
			.toList();
	}

	/** The versions of the jars that the tests have, by their names. */
	static Map<String, String> onClassPath() {
		final Pattern jar = Pattern.compile(".*/(.+?)-([0-9].*)[.]jar");
		return List.of(System.getProperty("java.class.path").split(
			File.pathSeparator)).stream().map(p -> jar.matcher(p.replace('\\', '/')))
			.filter(Matcher::matches).collect(Collectors.toMap(m -> m.group(1), m -> m
				.group(2), (a, b) -> a));
	}
}
