
package org.latentj.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchedJarTest {

	private static final String CLASS_PATH = System.getProperty(
		"surefire.test.class.path", System.getProperty("java.class.path"));

	@TempDir
	Path tmp;

	@Test
	void isMadeOnceAndNamedByWhatItIsMadeOf() throws Exception {
		final Path jar = PatchedJar.of(CLASS_PATH).orElseThrow();
		final Object made = Files.getLastModifiedTime(jar);
		assertEquals(Optional.of(jar), PatchedJar.of(CLASS_PATH));
		assertEquals(made, Files.getLastModifiedTime(jar));
		try (JarFile file = new JarFile(jar.toFile())) {
			assertTrue(file.getEntry("ij/IJ.class") != null && file.getEntry(
				"ij/Menus.class") != null);
		}
		assertTrue(PatchedJar.isFirstIn(jar + File.pathSeparator + CLASS_PATH));
		assertFalse(PatchedJar.isFirstIn(CLASS_PATH));
		try (var files = Files.list(jar.getParent())) {
			assertFalse(files.anyMatch(f -> f.toString().endsWith(".part")));
		}
	}

	/** NB: another version of what it is made of; here nothing of it at all. */
	@Test
	void isNotThereWhereItCannotBeMade() throws Exception {
		assertEquals(Optional.empty(), PatchedJar.in(tmp.resolve("imagej"), tmp
			.toString()));
		try (var files = Files.list(tmp.resolve("imagej"))) {
			assertEquals(List.of(), files.toList());
		}
		final Path file = Files.createFile(tmp.resolve("file"));
		assertEquals(Optional.empty(), PatchedJar.in(file, CLASS_PATH));
	}
}
