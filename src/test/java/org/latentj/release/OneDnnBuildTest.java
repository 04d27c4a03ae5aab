
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

/** The build of the oneDNN engine goes with this one. */
class OneDnnBuildTest {

	private static final List<String> CLASS_PATH = Arrays.stream(System
		.getProperty("surefire.test.class.path", System.getProperty(
			"java.class.path")).split(File.pathSeparator)).map(f -> new File(f)
				.getName()).toList();

	@ParameterizedTest
	@ValueSource(strings = { "onnxruntime", "protobuf-java", "gson", "imglib2" })
	void isTestedWithWhatLatentJRunsWith(final String jar) throws IOException {
		final String file = jar + "-" + value("onednn/pom.xml", jar + ".version") +
			".jar";
		assertTrue(CLASS_PATH.contains(file), file +
			" is not what is tested here: " + CLASS_PATH);
	}

	@ParameterizedTest
	@ValueSource(strings = { "version", "project.build.outputTimestamp" })
	void hasTheSameVersionAndTime(final String name) throws IOException {
		assertEquals(value("pom.xml", name), value("onednn/pom.xml", name));
	}

	@Test
	void bringsNoJarOfOneDnnHere() {
		assertEquals(List.of(), CLASS_PATH.stream().filter(f -> f.matches(
			"(dnnl|javacpp|latentj-onednn)-.*")).toList());
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
