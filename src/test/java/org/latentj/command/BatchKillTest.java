
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.golden.DemoWorkflow;
import org.latentj.zarr.ZarrFiles;
import org.scijava.Cancelable;

/**
 * A batch whose process is killed, as by kill -9, and run again, by another
 * one: this.
 */
class BatchKillTest {

	private static final int ITEMS = 8;

	private static final int KILLS = 3;

	@TempDir
	Path tmp;

	@Test
	void givesTheSameFilesBitForBitAfterBeingKilled() throws Exception {
		final Path input = pictures(1);
		final Path whole = tmp.resolve("whole");
		here(input, whole);
		final Path killed = tmp.resolve("killed");
		final Random random = new Random();
		int survived = 0;
		for (int kill = 0; kill < KILLS; kill++) {
			survived += kill(start(input, killed), killed, random.nextInt(3) +
				results(killed), random.nextInt(60)) ? 0 : 1;
		}
		assertTrue(survived < KILLS, "killed in time at least once");
		here(input, killed);
		final Map<String, ByteBuffer> expected = files(whole);
		assertEquals(2 * ITEMS, expected.size(), expected.toString());
		assertEquals(expected, files(killed));
		assertEquals(ITEMS, Files.readAllLines(killed.resolve(
			"latentj-batch.jsonl")).stream().map(l -> l.split(",")[0]).distinct()
			.count());
	}

	@Test
	void givesTheSameStacksBitForBitInPartsOfWhichOneWasKilled()
		throws Exception
	{
		final Path input = pictures(3);
		final Path whole = tmp.resolve("whole");
		here(input, whole, stacks("1/1"));
		final Path parts = tmp.resolve("parts");
		assertTrue(kill(start(input, parts, stacks("1/2")), parts, 1, 0),
			"killed in time");
		for (final String shard : List.of("2/2", "1/2")) {
			here(input, parts, stacks(shard));
		}
		final Map<String, ByteBuffer> expected = files(whole);
		assertEquals(2 * ITEMS, expected.size(), expected.toString());
		assertEquals(expected, files(parts));
		final ImagePlus made = IJ.openImage(parts.resolve("3.tif").toString());
		assertEquals(2, made.getStackSize());
		assertTrue(made.getStack().getSliceLabel(2).contains("seed "));
	}

	@Test
	void givesTheSameFilesOfAWorkflowThatWasKilled() throws Exception {
		final Path input = pictures(1);
		final String[] over = { "operation", "workflow", "workflow", Files
			.writeString(tmp.resolve("over.json"), DemoWorkflow.paintingOver())
			.toString(), "set", "5.steps=1" };
		final Path whole = tmp.resolve("whole");
		here(input, whole, over);
		final Path killed = tmp.resolve("killed");
		assertTrue(kill(start(input, killed, over), killed, 2, 20),
			"killed in time");
		here(input, killed, over);
		final Map<String, ByteBuffer> expected = files(whole);
		assertEquals(2 * ITEMS, expected.size(), expected.toString());
		assertEquals(expected, files(killed));
	}

	@Test
	void givesTheSameOmeZarrThatWasKilled() throws Exception {
		final Path input = ZarrFiles.unpack("zarr_python_2.zip", tmp).resolve(
			"plate.ome.zarr");
		final String[] planes = { "channels", "1", "stack", "true", "range",
			"display" };
		final Path whole = tmp.resolve("whole.ome.zarr");
		here(input, whole, planes);
		final Path killed = tmp.resolve("killed.ome.zarr");
		assertTrue(kill(start(input, killed, planes), killed, 3, 10),
			"killed in time");
		here(input, killed, planes);
		final Map<String, ByteBuffer> expected = files(whole);
		assertEquals(ITEMS, expected.keySet().stream().filter(n -> n.matches(
			"[AB]/[12]/[01]/0/0/0/[01]/0/0")).count(), expected.keySet().toString());
		assertEquals(expected, files(killed));
	}

	private static String[] stacks(final String shard) {
		return new String[] { "slices", "1-3:2", "noise", "independent", "shard",
			shard };
	}

	/** The same batch in this process, with nobody to kill it. */
	private static void here(final Path input, final Path output,
		final String... inputs) throws Exception
	{
		assertNull(((Cancelable) BatchProcess.run(BatchProcess.shared(),
			BatchProcess.inputs(input, output, inputs))).getCancelReason());
	}

	private Path pictures(final int slices) throws IOException {
		final Path input = Files.createDirectory(tmp.resolve("in put"));
		for (int i = 0; i < ITEMS; i++) {
			final ImagePlus image = IJ.createImage("x", "16-bit ramp", 16 + i, 24,
				slices);
			image.getProcessor().add(100 * i);
			IJ.saveAsTiff(image, input.resolve(i + ".tif").toString());
		}
		return input;
	}

	/**
	 * Kills a process when there are so many results, and a little later.
	 *
	 * @return whether it was still at work
	 */
	private static boolean kill(final Process process, final Path folder,
		final int results, final int millis) throws Exception
	{
		while (process.isAlive() && results(folder) < results) {
			Thread.sleep(1);
		}
		final boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
		process.destroyForcibly().waitFor();
		return !ended;
	}

	private Process start(final Path input, final Path output,
		final String... inputs) throws IOException
	{
		final List<String> command = new ArrayList<>(List.of(Path.of(System
			.getProperty("java.home"), "bin", "java").toString(),
			"-Djava.awt.headless=true", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
			"-Djava.util.prefs.userRoot=" + tmp.resolve("prefs"), "-cp", System
				.getProperty("surefire.test.class.path", System.getProperty(
					"java.class.path")), BatchProcess.class.getName(), input.toString(),
			output.toString()));
		command.addAll(List.of(inputs));
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(
			tmp.resolve("log.txt").toFile()).start();
	}

	private static int results(final Path folder) throws IOException {
		if (!Files.isDirectory(folder)) {
			return 0;
		}
		try (Stream<Path> files = Files.walk(folder)) {
			return (int) files.filter(f -> f.toString().matches(
				".*/[0-9].tif|.*[.]zarr/[AB]/./[01]/0/0/0/[01]/0/0")).count();
		}
		catch (final UncheckedIOException e) {
			// NB: one was moved meanwhile.
			return 0;
		}
	}

	/** Names and bytes of all files but the journals. */
	private static Map<String, ByteBuffer> files(final Path folder)
		throws IOException
	{
		final Map<String, ByteBuffer> files = new TreeMap<>();
		try (Stream<Path> paths = Files.walk(folder)) {
			for (final Path path : paths.filter(Files::isRegularFile).toList()) {
				final String name = folder.relativize(path).toString();
				if (!name.startsWith("latentj-batch")) {
					files.put(name, ByteBuffer.wrap(Files.readAllBytes(path)));
				}
			}
		}
		return files;
	}
}
