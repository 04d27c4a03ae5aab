
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch whose process is killed, as by kill -9, and run again. */
class BatchKillTest {

	private static final int ITEMS = 8;

	private static final int KILLS = 3;

	@TempDir
	Path tmp;

	@Test
	void givesTheSameFilesBitForBitAfterBeingKilled() throws Exception {
		final Path input = Files.createDirectory(tmp.resolve("in put"));
		for (int i = 0; i < ITEMS; i++) {
			final ImagePlus image = IJ.createImage("x", "16-bit ramp", 16 + i, 24, 1);
			image.getProcessor().add(100 * i);
			IJ.saveAsTiff(image, input.resolve(i + ".tif").toString());
		}
		final Path whole = tmp.resolve("whole");
		assertEquals(0, start(input, whole).waitFor(), log());
		final Path killed = tmp.resolve("killed");
		final Random random = new Random();
		int survived = 0;
		for (int kill = 0; kill < KILLS; kill++) {
			final Process process = start(input, killed);
			final int items = random.nextInt(3) + results(killed);
			while (process.isAlive() && results(killed) < items) {
				Thread.sleep(1);
			}
			survived += process.waitFor(random.nextInt(60), TimeUnit.MILLISECONDS) ? 1
				: 0;
			process.destroyForcibly().waitFor();
		}
		assertTrue(survived < KILLS, "killed in time at least once");
		assertEquals(0, start(input, killed).waitFor(), log());
		final Map<String, Integer> expected = files(whole);
		assertEquals(2 * ITEMS, expected.size(), expected.toString());
		assertEquals(expected, files(killed));
		assertEquals(ITEMS, Files.readAllLines(killed.resolve(
			"latentj-batch.jsonl")).stream().map(l -> l.split(",")[0]).distinct()
			.count());
	}

	private Process start(final Path input, final Path output)
		throws IOException
	{
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin",
			"java").toString(), "-Djava.awt.headless=true", "-XX:+UseSerialGC",
			"-XX:TieredStopAtLevel=1", "-Djava.util.prefs.userRoot=" + tmp.resolve(
				"prefs"), "-cp", System.getProperty("surefire.test.class.path", System
					.getProperty("java.class.path")), BatchProcess.class.getName(), input
						.toString(), output.toString()).redirectErrorStream(true)
			.redirectOutput(tmp.resolve("log.txt").toFile()).start();
	}

	private String log() throws IOException {
		return Files.readString(tmp.resolve("log.txt"));
	}

	private static int results(final Path folder) throws IOException {
		if (!Files.isDirectory(folder)) {
			return 0;
		}
		try (Stream<Path> files = Files.list(folder)) {
			return (int) files.filter(f -> f.getFileName().toString().matches(
				"[0-9].tif")).count();
		}
	}

	/** Names and hashes of the bytes of all files but the journal. */
	private static Map<String, Integer> files(final Path folder)
		throws IOException
	{
		final Map<String, Integer> files = new TreeMap<>();
		try (Stream<Path> paths = Files.list(folder)) {
			for (final Path path : paths.toList()) {
				if (!path.toString().endsWith(".jsonl")) {
					files.put(path.getFileName().toString(), Arrays.hashCode(Files
						.readAllBytes(path)));
				}
			}
		}
		return files;
	}
}
