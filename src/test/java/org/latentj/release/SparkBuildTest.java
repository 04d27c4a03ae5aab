
package org.latentj.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The build of the artifact for clusters goes with this one. */
class SparkBuildTest {

	private static final List<String> CLASS_PATH = Arrays.stream(System
		.getProperty("surefire.test.class.path", System.getProperty(
			"java.class.path")).split(File.pathSeparator)).map(f -> new File(f)
				.getName()).toList();

	@ParameterizedTest
	@ValueSource(strings = { "onnxruntime", "protobuf-java", "gson",
		"scijava-common", "ij", "imglib2" })
	void runsLatentJWithWhatItIsTestedWith(final String jar) throws IOException {
		final String file = jar + "-" + value("spark/pom.xml", jar + ".version") +
			".jar";
		assertTrue(CLASS_PATH.contains(file), file +
			" is not what is tested here: " + CLASS_PATH);
	}

	@ParameterizedTest
	@ValueSource(strings = { "version", "project.build.outputTimestamp",
		"archunit.version" })
	void hasTheSameVersionAndTime(final String name) throws IOException {
		assertEquals(value("pom.xml", name), value("spark/pom.xml", name));
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
		assertEquals(List.of(), CLASS_PATH.stream().filter(f -> f.matches(
			"(spark|scala|hadoop|jackson|picocli)-.*")).toList());
	}

	/** NB: the first version of the plugin's build is its parent's. */
	private static String value(final String file, final String name)
		throws IOException
	{
		final String pom = Files.readString(Path.of(file)).replaceFirst(
			"(?s)<parent>.*?</parent>", "");
		final Matcher found = Pattern.compile("<" + Pattern.quote(name) +
			">([^<]*)<").matcher(pom);
		assertTrue(found.find(), file + " has no " + name);
		return found.group(1);
	}
}
