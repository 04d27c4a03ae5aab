
package org.latentj.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is in the jar that is handed on. */
class OneDnnJarIT {

	private static final String LICENSES = "META-INF/licenses/";

	/** What a folder of the jar holds others' work for. */
	private static final Pattern WORK = Pattern.compile(
		"org/bytedeco/([^/]+)/.*\\.(class|so|dll)(\\.\\d+)?");

	private static JarFile jar() throws IOException {
		return new JarFile(System.getProperty("latentj.onednn.jar"));
	}

	private static List<String> names() throws IOException {
		try (JarFile jar = jar()) {
			return jar.stream().map(ZipEntry::getName).toList();
		}
	}

	private static String text(final String name) throws IOException {
		try (JarFile jar = jar()) {
			return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(),
				StandardCharsets.UTF_8);
		}
	}

	/** NB: of OpenCL a class of ours stands for one that is not taken. */
	@Test
	void listsAllWorkOfOthersWithALicence() throws IOException {
		final Set<String> works = names().stream().map(WORK::matcher).filter(
			Matcher::matches).map(m -> m.group(1)).collect(Collectors.toCollection(
				TreeSet::new));
		works.remove("opencl");
		assertEquals(Set.of("dnnl", "javacpp"), works);
		final String list = text("META-INF/THIRD-PARTY.txt");
		for (final String work : works) {
			assertTrue(Pattern.compile("(?m)^" + work + " ").matcher(list).find(),
				work);
			assertTrue(names().contains(LICENSES + work + ".txt"), work);
		}
	}

	@ParameterizedTest
	@CsvSource({ "dnnl, Apache License", "javacpp, Apache License",
		"dnnl-third-party, XByak",
		"dnnl-third-party, Instrumentation and Tracing" })
	void hasTheTextsOfLicences(final String file, final String said)
		throws IOException
	{
		final String text = text(LICENSES + file + ".txt");
		assertTrue(text.contains(said), text);
		assertTrue(text.contains("WITHOUT WARRANTIES OR CONDITIONS"), file);
	}

	/** NB: under the GPL, and systems have it. */
	@Test
	void bringsNoOpenMp() throws IOException {
		assertEquals(List.of(), names().stream().filter(n -> n.contains("gomp"))
			.toList());
	}
}
