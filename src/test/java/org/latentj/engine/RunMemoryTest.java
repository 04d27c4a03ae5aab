
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.family.LoadedFamily;
import org.latentj.family.ModelFamilies;

/** The estimate against what was measured, of the demo checkpoint. */
class RunMemoryTest {

	private static final long MEGABYTE = 1L << 20;

	private static RunMemory demo(final int count) throws IOException {
		final Checkpoint file = CheckpointFormats.open(Path.of(
			"models/latentj-demo.safetensors"));
		final LoadedFamily family = ModelFamilies.ALL.of(file);
		return new RunMemory(family, family.vae(file), count, true);
	}

	/** NB: the figures are those that {@link RunMemory} tells of. */
	@ParameterizedTest
	@CsvSource({ "256, 60", "512, 102", "1024, 283" })
	void isAsMuchAsWasMeasured(final int side, final long measured)
		throws IOException
	{
		final double ratio = (double) demo(1).needed(side / 8, side / 8) /
			(measured * MEGABYTE);
		assertTrue(ratio >= 1 && ratio <= 1.5, side + ": " + ratio);
	}

	/** Where 1024 x 1024 pixels came through, and where they did not. */
	@Test
	void refusesWhatDidNotComeThrough() throws IOException {
		assertTrue(demo(1).needed(128, 128) <= 293 * MEGABYTE);
		assertTrue(demo(1).needed(128, 128) > 263 * MEGABYTE);
	}

	@Test
	void countsTheWholeBatchInJavasHeap() throws IOException {
		assertEquals(3 * 16 * 512 * 512, demo(4).needed(64, 64) - demo(1).needed(64,
			64));
		final String message = assertThrows(IllegalArgumentException.class,
			() -> demo(16).require(256, 256, 300 * MEGABYTE)).getMessage();
		assertTrue(message.startsWith(
			"16 pictures of 2048x2048 pixels take at least ") && message.contains(
				"a smaller batch"), message);
	}
}
