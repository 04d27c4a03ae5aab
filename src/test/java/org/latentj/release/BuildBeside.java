
package org.latentj.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The build of an artifact of its own beside the plugin's, which goes with it.
 *
 * @param folder where its project file lies
 */
record BuildBeside(String folder) {

	private static final List<String> CLASS_PATH = Arrays.stream(System
		.getProperty("surefire.test.class.path", System.getProperty(
			"java.class.path")).split(File.pathSeparator)).map(f -> new File(f)
				.getName()).toList();

	/** Asserts that it has the version of a jar that is tested here. */
	void assertHasWhatIsTestedHere(final String jar) throws IOException {
		final String file = jar + "-" + pom(folder).value(jar + ".version") +
			".jar";
		assertTrue(CLASS_PATH.contains(file), file +
			" is not what is tested here: " + CLASS_PATH);
	}

	/** Asserts that a value of both project files is the same. */
	void assertHasTheSame(final String name) throws IOException {
		assertEquals(pom("").value(name), pom(folder).value(name));
	}

	/** Asserts that no jar of such a name is tested here. */
	static void assertIsNotHere(final String pattern) {
		assertEquals(List.of(), CLASS_PATH.stream().filter(f -> f.matches(pattern))
			.toList());
	}

	private static Pom pom(final String folder) throws IOException {
		return Pom.read(Path.of(folder, "pom.xml"));
	}
}
