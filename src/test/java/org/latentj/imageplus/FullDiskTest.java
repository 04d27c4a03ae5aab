
package org.latentj.imageplus;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;

import ij.IJ;
import ij.ImagePlus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.batch.Batch;
import org.latentj.batch.BatchItem;
import org.latentj.batch.BatchListener;
import org.latentj.batch.BatchPlan;
import org.latentj.batch.BatchReport;
import org.latentj.batch.BatchTask;
import org.latentj.batch.SeedRule;
import org.latentj.batch.journal.Shard;
import org.latentj.control.StopSignal;
import org.latentj.imageplus.file.SavedImage;
import org.latentj.provenance.ModelFile;
import org.latentj.provenance.Provenance;
import org.latentj.record.GeneratedImage;

/** Tests {@link SavedImage} in a batch when the disk is full. */
class FullDiskTest {

	/** NB: whatever is written to it is answered with "no space left". */
	private static final Path FULL = Path.of("/dev/full");

	@TempDir
	Path folder;

	private final List<String> made = new ArrayList<>();

	@ParameterizedTest
	@ValueSource(strings = { "tif", "png" })
	void leavesNoHalfFileAndSaysWhy(final String format) throws IOException {
		assumeTrue(Files.exists(FULL));
		final BatchReport report = run(format, 1, "result." + format);
		assertEquals(1, report.failed().size());
		assertEquals(
			"0 made, 0 kept from before, 1 failed\na0: the result cannot be written " +
				"into " + folder + ": No space left on device", report.text());
		try (Stream<Path> files = Files.list(folder)) {
			assertEquals(List.of("latentj-batch.jsonl", "latentj-batch.lock"), files
				.map(f -> f.getFileName().toString()).sorted().toList());
		}
	}

	@Test
	void endsABatchBeforeMoreIsMadeThatCannotBeWritten() throws IOException {
		assumeTrue(Files.exists(FULL));
		final String told = assertThrows(IOException.class, () -> run("tif", 3,
			"result.tif", "room")).getMessage();
		assertEquals("the batch has ended, since nothing can be written into " +
			folder + ": No space left on device. What was made is kept: when there " +
			"is room, and the folder can be written into, run the batch again, and " +
			"it goes on", told);
		assertEquals(List.of("a0"), made);
		assertEquals("3 made, 0 kept from before, 0 failed", run("tif", 3).text());
	}

	/** @param full names of files that are not written any more */
	private BatchReport run(final String format, final int count,
		final String... full) throws IOException
	{
		final BatchTask task = new BatchTask() {

			@Override
			public String input(final BatchItem of) {
				return "same";
			}

			@Override
			public Result make(final BatchItem of, final long seed)
				throws IOException
			{
				made.add(of.name());
				fill(full);
				return new SavedImage(picture());
			}
		};
		return new Batch(new BatchPlan(IntStream.range(0, count).mapToObj(
			i -> new BatchItem(i, "a" + i, "a" + i + "." + format)).toList(), Map.of(
				"steps", "1"), 7, SeedRule.SAME, Shard.WHOLE), task, folder).run(
					new BatchListener()
					{

						@Override
						public void onItem(final BatchItem item, final int position,
							final int of)
					{}

						@Override
						public void onFailure(final BatchItem item, final Throwable why) {
							// NB: what is half written was deleted.
							assertDoesNotThrow(() -> fill(full));
						}
					}, new StopSignal());
	}

	private void fill(final String... full) throws IOException {
		final Path unfinished = Files.createDirectories(folder.resolve(
			"latentj-batch.unfinished"));
		for (final String name : full) {
			Files.createSymbolicLink(unfinished.resolve(name), FULL);
		}
	}

	private static ImagePlus picture() {
		final ImagePlus image = IJ.createImage("a", "8-bit ramp", 300, 200, 1);
		GeneratedImage.describe(image, new Provenance("txt2img", new JsonObject(),
			new ModelFile("a", "0123456789abcdef"), Optional.empty(),
			new Provenance.Versions("1", "1", "17"), Optional.empty(), Optional
				.empty(), Optional.empty()));
		return image;
	}
}
