
package org.latentj.stack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ShortProcessor;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.batch.SeedRule;
import org.latentj.control.StopSignal;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.ModelChoice;
import org.latentj.golden.Golden;
import org.latentj.imageplus.ImageRun;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.pipeline.RunListener;
import org.latentj.provenance.Provenance;

/** A batch over stacks in a process that has neither ImageJ nor SciJava. */
class StackBatchTest {

	/** Jars that a cluster does not have. */
	private static final String ABSENT =
		"(ij|ij1-patcher|scijava|imagej|script-editor|minimaven)[-_.].*";

	@TempDir
	Path tmp;

	@Test
	void runsWithoutImageJAndSciJavaAndMakesTheSamePixels() throws Exception {
		final Path checkpoint = Golden.file("families/micro_sd1.safetensors");
		final Process process = new ProcessBuilder(List.of(Path.of(System
			.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
			"-XX:TieredStopAtLevel=1", "-cp", classPath(), StackBatch.class.getName(),
			checkpoint.toString(), tmp.toString())).redirectErrorStream(true).start();
		final String printed = new String(process.getInputStream().readAllBytes());
		assertEquals(0, process.waitFor(), printed);
		final ByteBuffer pixels = ByteBuffer.wrap(Files.readAllBytes(tmp.resolve(
			"a.raw")));
		final ImagePlus expected = inImageJ(checkpoint);
		for (int slice = 1; slice <= StackBatch.SLICES; slice++) {
			final short[] made = new short[StackBatch.WIDTH * StackBatch.HEIGHT];
			for (int i = 0; i < made.length; i++) {
				made[i] = (short) pixels.getInt();
			}
			assertArrayEquals((short[]) expected.getStack().getPixels(slice), made);
		}
		try (var files = Files.list(tmp)) {
			final List<Path> records = files.filter(f -> f.toString().endsWith(
				"a.raw.json")).toList();
			assertEquals(1, records.size(), printed);
			final Provenance record = Provenance.fromJson(Files.readString(records
				.get(0)));
			assertTrue(record.settings().has("sliceseeds"));
		}
	}

	private static String classPath() {
		return Arrays.stream(System.getProperty("surefire.test.class.path", System
			.getProperty("java.class.path")).split(File.pathSeparator)).filter(
				entry -> !new File(entry).getName().matches(ABSENT)).collect(Collectors
					.joining(File.pathSeparator));
	}

	/** The same pictures as an image of ImageJ. */
	private static ImagePlus inImageJ(final Path checkpoint) throws Exception {
		final MemoryStack pictures = new MemoryStack(List.of(), List.of(), List.of(
			MemoryStack.planes(StackBatch.SLICES, StackBatch.WIDTH,
				StackBatch.HEIGHT)));
		final ImageStack stack = new ImageStack(StackBatch.WIDTH,
			StackBatch.HEIGHT);
		for (int slice = 0; slice < StackBatch.SLICES; slice++) {
			final ShortProcessor pixels = new ShortProcessor(StackBatch.WIDTH,
				StackBatch.HEIGHT);
			final int[] values = pictures.pixels(0, slice);
			for (int i = 0; i < values.length; i++) {
				pixels.set(i, values[i]);
			}
			stack.addSlice(pixels);
		}
		try (DiffusionEngine engine = new DiffusionEngine()) {
			return new ImageRun(new ImagePlus("before", stack), new ImageRun.Choices(
				PositionChoice.of(true), "full", SeedRule.DERIVED), operation -> engine
					.run(new ModelChoice(checkpoint, Optional.empty()), operation,
						RunListener.NONE, new StopSignal())).img2img(source -> StackBatch
							.request(source, StackBatch.SEED)).get(0);
		}
	}
}
