
package org.latentj.release;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The checksums that imagej-updater 2.0.4-SNAPSHOT (commit ea5f12e) computes of
 * the same files.
 */
class UpdaterChecksumTest {

	private static final String MANIFEST = "META-INF/MANIFEST.MF";

	private static final String PROPERTIES =
		"#one\n#two\na=1\n\n#kept\nb=2\n#\n#after\nc=3\n##x\n#end";

	@TempDir
	Path folder;

	@Test
	void ofAFileIsThatOfPathAndBytes() throws IOException {
		final Path file = Files.writeString(folder.resolve("x"), "some text\n");
		assertEquals("19f53b965c4af478b5c0d05f79caad52e780fb6a", UpdaterChecksum.of(
			"models/latentj/README.md", file));
	}

	@Test
	void ofAJarIsThatOfItsEntriesWithoutManifestAndComments() throws IOException {
		final Map<String, String> entries = entries("Main-Class: a.B\r\n");
		assertEquals("e82c2d3b1135b25adaaf989664eb1d7792404dfd", UpdaterChecksum.of(
			"jars/x-1.0.jar", jar(folder.resolve("x.jar"), entries)));
	}

	@Test
	void ofAJarPackedAnewIsTheSame() throws IOException {
		final Path one = jar(folder.resolve("1.jar"), entries("Build: 1\r\n"));
		final Path two = jar(folder.resolve("2.jar"), entries("Build: 2\r\n"));
		assertEquals(UpdaterChecksum.of("jars/a.jar", one), UpdaterChecksum.of(
			"plugins/b.jar", two));
	}

	private static Map<String, String> entries(final String manifest) {
		return new TreeMap<>(Map.of(MANIFEST, manifest, "b/", "", "b/x.properties",
			PROPERTIES, "a.txt", "text\n#not a comment\n"));
	}

	/** A jar of these entries. */
	static Path jar(final Path file, final Map<String, String> entries)
		throws IOException
	{
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(
			file)))
		{
			for (final Map.Entry<String, String> entry : entries.entrySet()) {
				zip.putNextEntry(new ZipEntry(entry.getKey()));
				zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
				zip.closeEntry();
			}
		}
		return file;
	}
}
