
package org.latentj.checkpoint.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.checkpoint.format.SafetensorsFile.bytes;
import static org.latentj.checkpoint.format.SafetensorsFile.entry;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.DType;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;

/** {@link Safetensors} against the format's rules, broken one by one. */
class SafetensorsTest {

	private static final String A = entry("a", "F32", "[2,2]", 0, 16);

	@TempDir
	Path folder;

	@Test
	void readsNamesTypesShapesAndPlaces() throws IOException {
		final String header = "{\"__metadata__\":{\"format\":\"pt\"}," + entry("b",
			"F16", "[3]", 16, 22) + "," + A + "}";
		final Checkpoint c = open(header, 22);
		assertEquals(Map.of("format", "pt"), c.metadata());
		assertEquals(List.of("b", "a"), c.weights().names());
		final TensorInfo b = c.weights().get("b");
		assertEquals(DType.F16, b.dtype());
		assertArrayEquals(new long[] { 3 }, b.shape());
		assertEquals(8 + header.length() + 16, b.offset());
		assertEquals(6, b.length());
	}

	@Test
	void takesBlanksAfterTheHeader() throws IOException {
		assertEquals(List.of("a"), open("{" + A + "}     ", 16).weights().names());
	}

	@Test
	void takesSingleNumbersAndEmptyTensors() throws IOException {
		final Checkpoint c = open("{" + entry("empty", "F32", "[0,5]", 4, 4) + "," +
			entry("one", "F32", "[]", 0, 4) + "," + entry("last", "U8", "[1]", 4, 5) +
			"}", 5);
		assertEquals(0, c.weights().get("one").rank());
		assertEquals(0, c.weights().read("empty").length());
		assertEquals(1, c.weights().read("one").length());
	}

	@Test
	void takesAFileWithoutTensors() throws IOException {
		assertTrue(open("{}", 0).tensors().isEmpty());
	}

	@Test
	void skipsUnknownKeysOfATensor() throws IOException {
		final String header =
			"{\"a\":{\"x\":[{\"y\":[1,null]}],\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}";
		assertEquals(1, open(header, 1).weights().get("a").length());
	}

	@Test
	void takesTensorsBeyondTwoGibibytes() throws IOException {
		final long large = 3L << 30;
		final String header = "{" + entry("large", "U8", "[" + large + "]", 0,
			large) + "," + entry("last", "U8", "[1]", large, large + 1) + "}";
		final Path file = SafetensorsFile.write(folder.resolve("large.safetensors"),
			header, 0);
		try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
			sparse.seek(Files.size(file) + large);
			sparse.write(7);
		}
		final Weights weights = CheckpointFormats.open(file).weights();
		assertEquals(large, weights.get("large").length());
		assertEquals(7, weights.read("last").data()[0]);
		SafetensorsFile.assertRefused(() -> weights.read("large"), "tensor 'large'",
			"has 3221225472 numbers");
	}

	@ParameterizedTest
	@CsvSource({ "0, the file has 0 bytes", "7, the file has 7 bytes" })
	void refusesAFileWithoutAHeaderLength(final int size, final String problem)
		throws IOException
	{
		SafetensorsFile.assertRefused(folder, new byte[size], "header length",
			problem);
	}

	@ParameterizedTest
	@CsvSource({ "0, 'said to have 0 bytes, but the shortest header, {}, has 2'",
		"-9223372036854775808, 'have 9223372036854775808 bytes, but at most 100000000'",
		"-1, 'have 18446744073709551615 bytes, but at most 100000000 are allowed'",
		"100000001, 'have 100000001 bytes, but at most 100000000 are allowed'",
		"100000000, 'have 100000000 bytes, but only 2 follow'",
		"3, 'have 3 bytes, but only 2 follow'" })
	void refusesAWrongHeaderLength(final long length, final String problem)
		throws IOException
	{
		SafetensorsFile.assertRefused(folder, bytes(length, "{}".getBytes(
			StandardCharsets.US_ASCII), new byte[0]), "header length", problem);
	}

	private Checkpoint open(final String header, final int data)
		throws IOException
	{
		return CheckpointFormats.open(SafetensorsFile.write(folder.resolve(
			"file.safetensors"), header, data));
	}
}
