
package org.latentj.checkpoint.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latentj.checkpoint.format.SafetensorsFile.entry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link SafetensorsLayout}: tensors must cover the data, once each. */
class SafetensorsLayoutTest {

	private static final String A = entry("a", "F32", "[2,2]", 0, 16);

	@TempDir
	Path folder;

	@Test
	void refusesShapesThatOverflow() {
		assertRefused("{" + entry("a", "F32", "[4294967296,4294967296]", 0, 0) +
			"}", 0, "header, tensor 'a'", "F32 of shape [4294967296, 4294967296] " +
				"needs more than 2^63 - 1 bytes");
		assertRefused("{" + entry("a", "F32", "[4611686018427387904]", 0, 0) + "}",
			0, "header, tensor 'a'", "needs more than 2^63 - 1 bytes");
	}

	/** NB: whatever the other axes are, and in whatever order. */
	@ParameterizedTest
	@ValueSource(strings = { "[0,1099511627776,1099511627776]",
		"[1099511627776,1099511627776,0]", "[1099511627776,0,1099511627776]" })
	void takesTensorsOfNothing(final String shape) throws IOException {
		assertEquals(0, CheckpointFormats.open(SafetensorsFile.write(folder.resolve(
			"nothing.safetensors"), "{" + entry("a", "F32", shape, 0, 0) + "}", 0))
			.weights().get("a").count());
	}

	@Test
	void refusesLengthsThatDoNotFitTheShape() {
		assertRefused("{" + entry("a", "F32", "[2,2]", 0, 12) + "}", 12,
			"header, tensor 'a'",
			"F32 of shape [2, 2] needs 16 bytes, but data_offsets span 12");
	}

	@Test
	void refusesOverlaps() {
		assertRefused("{" + A + "," + entry("b", "U8", "[8]", 12, 20) + "}", 20,
			"header, tensor 'b'", "begins at byte 12 of the data, but the tensor " +
				"before it reaches to byte 16; tensors may not overlap");
	}

	@Test
	void refusesManyTensorsOnTheSameBytes() {
		final String header = IntStream.range(0, 100_000).mapToObj(i -> entry("t" +
			i, "U8", "[16]", 0, 16)).collect(Collectors.joining(",", "{", "}"));
		assertRefused(header, 16, "header, tensor 't1'", "tensors may not overlap");
	}

	@Test
	void refusesHoles() {
		assertRefused("{" + A + "," + entry("b", "U8", "[1]", 17, 18) + "}", 18,
			"header, tensor 'b'", "begins at byte 17 of the data, but bytes from " +
				"16 on belong to no tensor; there may be no hole");
		assertRefused("{" + entry("a", "U8", "[1]", 4, 5) + "}", 5,
			"header, tensor 'a'", "bytes from 0 on belong to no tensor");
	}

	@Test
	void refusesTensorsBeyondTheEnd() {
		assertRefused("{" + A + "}", 14, "header, tensor 'a'",
			"ends at byte 16 of the data, but the file has only 14");
		final long end = Long.MAX_VALUE;
		assertRefused("{" + entry("a", "U8", "[" + end + "]", 0, end) + "," + entry(
			"b", "U8", "[1]", 0, 1) + "}", 1, "header, tensor 'a'",
			"begins at byte 0 of the data");
	}

	@Test
	void refusesBytesAfterTheLastTensor() {
		assertRefused("{" + A + "}", 17, "data",
			"17 bytes follow the header, but its tensors take 16");
	}

	private void assertRefused(final String header, final int data,
		final String place, final String problem)
	{
		SafetensorsFile.assertRefused(folder, header, data, place, problem);
	}
}
