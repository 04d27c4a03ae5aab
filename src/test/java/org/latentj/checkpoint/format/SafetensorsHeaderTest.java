
package org.latentj.checkpoint.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.checkpoint.format.SafetensorsFile.bytes;
import static org.latentj.checkpoint.format.SafetensorsFile.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link SafetensorsHeader}: JSON that the format does not allow. */
class SafetensorsHeaderTest {

	private static final String A = entry("a", "F32", "[2,2]", 0, 16);

	@TempDir
	Path folder;

	@Test
	void takesNullAndEmptyMetadataForNone() throws IOException {
		for (final String header : List.of("{\"__metadata__\":null}",
			"{\"__metadata__\":{}}", "{}"))
		{
			assertEquals(Map.of(), CheckpointFormats.open(SafetensorsFile.write(folder
				.resolve("a.sft"), header, 0)).metadata(), header);
		}
	}

	@Test
	void refusesWhatIsNotUtf8() throws IOException {
		final byte[] header = ("{" + A + "}").getBytes(StandardCharsets.ISO_8859_1);
		header[2] = (byte) 0xff;
		SafetensorsFile.assertRefused(folder, bytes(header.length, header,
			new byte[16]), "header", "byte 2 of it is not valid UTF-8");
		final byte[] cut = "{\"\u00e9".getBytes(StandardCharsets.UTF_8);
		SafetensorsFile.assertRefused(folder, bytes(cut.length - 1, cut,
			new byte[0]), "header", "byte 2 of it is not valid UTF-8");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', value = { "[], 0x5B", "\uFEFF{}, 0xEF",
		"` {}`, 0x20", "\"a\", 0x22" })
	void refusesAHeaderThatDoesNotBeginWithABrace(final String header,
		final String found)
	{
		assertRefused(header, 0, "header", "begins with the byte " + found +
			", but must begin with '{'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{ ", "{}}", "{} x", "{}{}", "{a:1}", "{\"b",
		"{,}" })
	void refusesBrokenJson(final String header) {
		assertRefused(header, 0, "header", "is not valid JSON at line 1 column ");
	}

	@Test
	void tellsWhereJsonBreaksOff() {
		assertRefused("{\"a\":{", 0, "header, tensor 'a'",
			"is not valid JSON at line 1 column 7 path $.a.");
		assertRefused("{\"a\":{\"shape\":[1", 0, "header, tensor 'a', 'shape'",
			"is not valid JSON at line 1 column 17 path $.a.shape[1]");
	}

	@Test
	void refusesJsonThatIsAMillionDeep() {
		assertRefused("{\"a\":".repeat(1_000_000), 0, "header, tensor 'a', 'a'",
			"is nested deeper than 128 levels");
		assertRefused("{\"a\":{\"dtype\":" + "[".repeat(1_000_000), 0,
			"header, tensor 'a', 'dtype'", "is of kind array, but must be a text");
		assertRefused("{\"a\":{\"x\":" + "[".repeat(1_000_000), 0,
			"header, tensor 'a', 'x'", "is nested deeper than 128 levels");
	}

	@Test
	void refusesNamesAndKeysThatComeTwice() {
		assertRefused("{" + A + "," + entry("a", "F32", "[1]", 16, 20) + "}", 20,
			"header, tensor 'a'", "comes twice; every name may come once");
		assertRefused(
			"{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"shape\":[1],\"data_offsets\":[0,1]}}",
			1, "header, tensor 'a', 'shape'", "comes twice; every key may come once");
		assertRefused("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0,
			"header, __metadata__, 'k'", "comes twice; every key may come once");
		assertRefused("{\"__metadata__\":{},\"__metadata__\":{}}", 0,
			"header, tensor '__metadata__'", "comes twice");
	}

	@Test
	void refusesMetadataOtherThanTexts() {
		assertRefused("{\"__metadata__\":{\"k\":1}}", 0,
			"header, __metadata__, 'k'", "is of kind number, but must be a text");
		assertRefused("{\"__metadata__\":{\"k\":{}}}", 0,
			"header, __metadata__, 'k'", "is of kind object, but must be a text");
		assertRefused("{\"__metadata__\":7}", 0, "header, __metadata__",
			"is of kind number, but must be an object of texts");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', value = {
		"\"shape\":[1],\"data_offsets\":[0,1] | has no dtype",
		"\"dtype\":\"U8\",\"data_offsets\":[0,1] | has no shape",
		"\"dtype\":\"U8\",\"shape\":[1] | has no data_offsets" })
	void refusesATensorWithAKeyMissing(final String keys, final String problem) {
		assertRefused("{\"a\":{" + keys + "}}", 1, "header, tensor 'a'", problem +
			"; dtype, shape and data_offsets are needed");
	}

	@ParameterizedTest
	@CsvSource({ "F31", "f32", "F4", "''" })
	void refusesAnUnknownType(final String dtype) {
		assertRefused("{" + entry("a", dtype, "[1]", 0, 1) + "}", 1,
			"header, tensor 'a', 'dtype'", "unknown type '" + dtype +
				"'; known are [BOOL, U8,");
	}

	@ParameterizedTest
	@CsvSource({ "-1", "1.5", "3.0", "1e3", "-0", "9223372036854775808",
		"18446744073709551614" })
	void refusesSizesThatAreNoWholeNumbers(final String size) {
		assertRefused("{" + entry("a", "U8", "[" + size + "]", 0, 1) + "}", 1,
			"header, tensor 'a', 'shape'", "'" + size +
				"' is not a whole number from 0 to 2^63 - 1 in plain digits");
	}

	@Test
	void refusesSizesThatAreTexts() {
		assertRefused("{" + entry("a", "U8", "[\"3\"]", 0, 3) + "}", 3,
			"header, tensor 'a', 'shape'",
			"is of kind string, but must be whole numbers");
		assertRefused("{" + entry("a", "U8", "3", 0, 3) + "}", 3,
			"header, tensor 'a', 'shape'",
			"is of kind number, but must be a list of whole numbers");
	}

	@Test
	void refusesOffsetsThatAreNoSpan() {
		assertRefused("{" + entry("a", "U8", "[16]", 16, 0) + "}", 16,
			"header, tensor 'a', 'data_offsets'", "[16, 0], but a first byte");
		assertRefused(
			"{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0]}}", 1,
			"header, tensor 'a', 'data_offsets'", "1 numbers, but a first byte");
	}

	@Test
	void cutsLongNamesInMessages() {
		assertRefused("{\"" + "n".repeat(1_000_000) + "\":1}", 0,
			"header, tensor '" + "n".repeat(150) + "... (1000000 characters)'",
			"is of kind number");
	}

	private void assertRefused(final String header, final int data,
		final String place, final String problem)
	{
		SafetensorsFile.assertRefused(folder, header, data, place, problem);
	}
}
