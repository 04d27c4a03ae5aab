
package org.latentj.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.release.SiteFile.Earlier;
import org.latentj.release.SiteFile.Version;

class UpdateSiteTest {

	private static final long FIRST = 20260101000000L;

	private static final long SECOND = 20260202000000L;

	private static final List<String> NEEDS = List.of("jars/gson.jar");

	@TempDir
	Path folder;

	private Path fiji;

	@BeforeEach
	void release() throws IOException {
		fiji = folder.resolve("fiji");
		Files.createDirectories(fiji.resolve("plugins"));
		Files.createDirectories(fiji.resolve("models"));
		Files.writeString(fiji.resolve("models/m"), "one");
		Files.writeString(fiji.resolve("models/gone"), "gone");
		UpdaterChecksumTest.jar(fiji.resolve("plugins/P_-1.0.jar"), Map.of("a",
			"one"));
	}

	@Test
	void writesEachFileWithItsTimeAndTheList() throws IOException {
		final Path site = write(FIRST, Optional.empty());
		assertEquals("one", Files.readString(site.resolve("models/m-" + FIRST)));
		final SiteFile plugin = read(site).files().get("plugins/P_.jar");
		final Path jar = fiji.resolve("plugins/P_-1.0.jar");
		assertEquals(new SiteFile("plugins/P_-1.0.jar", Optional.of(new Version(
			UpdaterChecksum.of("plugins/P_-1.0.jar", jar), FIRST, Files.size(jar),
			"LatentJ: Stable Diffusion inside Fiji", NEEDS)), List.of()), plugin);
		assertEquals(Files.size(jar), Files.size(site.resolve(
			"plugins/P_-1.0.jar-" + FIRST)));
	}

	@Test
	void aNewerReleaseKeepsWhatIsTheSameAndKnowsWhatWasBefore()
		throws IOException
	{
		final Path first = write(FIRST, Optional.empty());
		final SiteFile before = read(first).files().get("plugins/P_.jar");
		Files.delete(fiji.resolve("models/gone"));
		Files.delete(fiji.resolve("plugins/P_-1.0.jar"));
		UpdaterChecksumTest.jar(fiji.resolve("plugins/P_-2.0.jar"), Map.of("a",
			"two"));
		final Path second = write(SECOND, Optional.of(first.resolve("db.xml.gz")));
		assertFalse(Files.exists(second.resolve("models")));
		assertTrue(Files.exists(second.resolve("plugins/P_-2.0.jar-" + SECOND)));
		final Map<String, SiteFile> files = read(second).files();
		assertEquals(read(first).files().get("models/m"), files.get("models/m"));
		assertEquals(List.of(new Earlier("plugins/P_-1.0.jar", before.version()
			.orElseThrow().checksum(), FIRST, SECOND)), files.get("plugins/P_.jar")
				.earlier());
		assertEquals("plugins/P_-2.0.jar", files.get("plugins/P_.jar").name());
		assertTrue(files.get("models/gone").version().isEmpty());
		assertEquals(1, files.get("models/gone").earlier().size());
	}

	@Test
	void aChangedFileMustBeNewer() throws IOException {
		final Path first = write(FIRST, Optional.empty());
		Files.writeString(fiji.resolve("models/m"), "two");
		assertTrue(assertThrows(IllegalArgumentException.class, () -> write(FIRST,
			Optional.of(first.resolve("db.xml.gz")))).getMessage().contains(
				"set project.build.outputTimestamp"));
	}

	private Path write(final long now, final Optional<Path> published)
		throws IOException
	{
		final Path site = Files.createTempDirectory(folder, "site");
		new UpdateSite(now, NEEDS).write(fiji, published, site);
		return site;
	}

	private static SiteDatabase read(final Path site) throws IOException {
		try (InputStream in = Files.newInputStream(site.resolve("db.xml.gz"))) {
			return SiteDatabase.read(in);
		}
	}
}
