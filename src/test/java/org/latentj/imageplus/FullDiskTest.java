
package org.latentj.imageplus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;

import ij.IJ;
import ij.ImagePlus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.batch.Batch;
import org.latentj.batch.BatchItem;
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

	@ParameterizedTest
	@ValueSource(strings = { "tif", "png" })
	void leavesNoHalfFileAndSaysWhy(final String format) throws IOException {
		assumeTrue(Files.exists(FULL));
		final BatchItem item = new BatchItem(0, "a", "a." + format);
		final BatchTask task = new BatchTask() {

			@Override
			public String input(final BatchItem of) {
				return "same";
			}

			@Override
			public Result make(final BatchItem of, final long seed)
				throws IOException
			{
				Files.createSymbolicLink(Files.createDirectories(folder.resolve(
					"latentj-batch.unfinished")).resolve("result." + format), FULL);
				return new SavedImage(picture());
			}
		};
		final BatchReport report = new Batch(new BatchPlan(List.of(item), Map.of(
			"steps", "1"), 7, SeedRule.SAME, Shard.WHOLE), task, folder).run((of,
				position, count) -> {}, new StopSignal());
		assertEquals(1, report.failed().size());
		assertEquals(
			"0 made, 0 kept from before, 1 failed\na: the result cannot be written " +
				"into " + folder + ": No space left on device", report.text());
		try (Stream<Path> files = Files.list(folder)) {
			assertEquals(List.of("latentj-batch.jsonl", "latentj-batch.lock"), files
				.map(f -> f.getFileName().toString()).sorted().toList());
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
