
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of pictures that a file system has, and Java or the output hasn't. */
class BatchNamesTest {

	private static final int LONGEST = 251;

	@TempDir
	Path tmp;

	/** NB: in the language setting C, Java cannot name files with umlauts. */
	@Test
	void costOneItemOnly() throws Exception {
		assumeTrue(File.separatorChar == '/');
		final Path input = Files.createDirectory(tmp.resolve("in"));
		IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 16, 16, 1), input.resolve(
			"a.tif").toString());
		shell("cp a.tif \"$(printf 'M\\303\\244.tif')\"; cp a.tif \"$(printf " +
			"'M\\303\\266.tif')\"; cp a.tif \"$(printf 'two\\nlines.tif')\"; " +
			"cp a.tif " + "x".repeat(LONGEST) + ".tif");
		final ProcessBuilder batch = new ProcessBuilder(Path.of(System.getProperty(
			"java.home"), "bin", "java").toString(), "-Djava.awt.headless=true",
			"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
			"-Djava.util.prefs.userRoot=" + tmp.resolve("prefs"), "-cp", System
				.getProperty("surefire.test.class.path", System.getProperty(
					"java.class.path")), BatchProcess.class.getName(), input.toString(),
			tmp.resolve("out").toString());
		batch.environment().put("LC_ALL", "C");
		final Process process = batch.redirectErrorStream(true).redirectOutput(tmp
			.resolve("log.txt").toFile()).start();
		assertEquals(1, process.waitFor());
		final String log = Files.readString(tmp.resolve("log.txt"));
		assertTrue(log.contains("2 made, 0 kept from before, 3 failed\n"), log);
		assertEquals(2, log.split("has letters that file names cannot have here",
			-1).length - 1, log);
		assertTrue(log.contains("File name too long"), log);
		try (Stream<Path> made = Files.list(tmp.resolve("out"))) {
			assertEquals(List.of("a.tif", "two\nlines.tif"), made.map(f -> f
				.getFileName().toString()).filter(n -> n.endsWith(".tif")).sorted()
				.toList());
		}
	}

	private void shell(final String script) throws IOException,
		InterruptedException
	{
		assertEquals(0, new ProcessBuilder("sh", "-c", script).directory(tmp
			.resolve("in").toFile()).start().waitFor());
	}
}
