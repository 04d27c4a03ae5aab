
package org.latentj.release;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The build of the artifact for clusters goes with this one. */
class SparkBuildTest {

	private static final BuildBeside BUILD = new BuildBeside("spark");

	@ParameterizedTest
	@ValueSource(strings = { "onnxruntime", "protobuf-java", "gson",
		"scijava-common", "ij", "imglib2" })
	void runsLatentJWithWhatItIsTestedWith(final String jar) throws IOException {
		BUILD.assertHasWhatIsTestedHere(jar);
	}

	@ParameterizedTest
	@ValueSource(strings = { "version", "project.build.outputTimestamp",
		"archunit.version" })
	void hasTheSameVersionAndTime(final String name) throws IOException {
		BUILD.assertHasTheSame(name);
	}

	/** NB: ImageJ 1.x is in the public domain. */
	@Test
	void listsWhatIsInItsJarWithALicenceEach() throws IOException {
		final String list = Files.readString(Path.of(
			"spark/src/main/resources/META-INF/THIRD-PARTY.txt"));
		final List<String> jars = Pattern.compile("<include>[^:<]*:([^<]*)<")
			.matcher(Files.readString(Path.of("spark/pom.xml"))).results().map(m -> m
				.group(1)).toList();
		assertEquals(8, jars.size(), jars.toString());
		assertEquals(List.of(), jars.stream().filter(j -> !Pattern.compile("(?m)^" +
			j + " ").matcher(list).find()).toList(), "not listed");
		assertEquals(List.of("ij"), jars.stream().filter(j -> !Files.exists(Path.of(
			"spark/licenses", j + ".txt")) && !Files.exists(Path.of(
				"src/release/licenses", j + ".txt"))).toList(), "without a licence");
	}

	@Test
	void bringsNoJarOfSparkHere() {
		BuildBeside.assertIsNotHere("(spark|scala|hadoop|jackson|picocli)-.*");
	}
}
