
package org.latentj.checkpoint.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.checkpoint.format.SafetensorsFile.bytes;
import static org.latentj.checkpoint.format.SafetensorsFile.entry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.TensorInfo;

/**
 * Whatever a .safetensors file holds, it is opened by the rules or refused with
 * a {@link CheckpointException}; nothing else is ever thrown.
 */
class SafetensorsFuzzTest {

	private static final String HEADER =
		"{\"__metadata__\":{\"format\":\"pt\"}," + entry("a.weight", "F32", "[2,2]",
			0, 16) + "," + entry("b", "F16", "[3]", 16, 22) + "," + entry("c", "U8",
				"[]", 22, 23) + "," + entry("d", "BF16", "[0,7]", 23, 23) + "}  ";

	private static Path file;

	@BeforeContainer
	static void createFile() throws IOException {
		file = Files.createTempFile("fuzz", ".safetensors");
	}

	@AfterContainer
	static void deleteFile() throws IOException {
		Files.delete(file);
	}

	@Property
	void survivesChangedBytes(@ForAll("changes") final List<Change> changes)
		throws IOException
	{
		byte[] content = good();
		for (final Change change : changes) {
			content = change.apply(content);
		}
		openOrRefuse(content);
	}

	@Property
	void survivesAnyHeaderOfRightLength(@ForAll("headers") final String header)
		throws IOException
	{
		final byte[] json = header.getBytes(StandardCharsets.UTF_8);
		openOrRefuse(bytes(json.length, json, new byte[16]));
	}

	@Property
	void survivesAnyLength(@ForAll final long length) throws IOException {
		final byte[] content = good();
		ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
		openOrRefuse(content);
	}

	@Property
	void survivesAnyBytes(@ForAll final byte[] content) throws IOException {
		openOrRefuse(content);
	}

	@Provide
	Arbitrary<List<Change>> changes() {
		final Arbitrary<Byte> signs = Arbitraries.chars().with(
			"{}[]\":,-.0129eE \\u").map(c -> (byte) (char) c);
		return Combinators.combine(Arbitraries.of(Kind.class), Arbitraries
			.integers().between(0, good().length - 1), Arbitraries.oneOf(Arbitraries
				.bytes(), signs)).as(Change::new).list().ofMinSize(1).ofMaxSize(6);
	}

	@Provide
	Arbitrary<String> headers() {
		return Arbitraries.of("{", "}", "[", "]", ":", ",", "\"a\"", "\"b\"",
			"\"dtype\"", "\"shape\"", "\"data_offsets\"", "\"__metadata__\"",
			"\"F32\"", "\"U8\"", "0", "4", "16", "-1", "1.5", "1e9", "null", "true",
			"9223372036854775807", "18446744073709551615", " ", "\\", "\"",
			"{\"a\":{\"dtype\":\"F32\",\"shape\":", "\"data_offsets\":[0,16]}}",
			"[2,2]").list().ofMaxSize(40).map(parts -> "{" + String.join("", parts));
	}

	private static byte[] good() {
		final byte[] json = HEADER.getBytes(StandardCharsets.US_ASCII);
		return bytes(json.length, json, new byte[23]);
	}

	/** What is opened keeps the rules: each byte of the data is one tensor's. */
	private static void openOrRefuse(final byte[] content) throws IOException {
		Files.write(file, content);
		try {
			final Checkpoint c = CheckpointFormats.open(file);
			long data = 0;
			for (final TensorInfo t : c.tensors().values()) {
				data += t.length();
				assertTrue(t.offset() + t.length() <= content.length);
				readOrRefuse(c, t);
			}
			final long header = ByteBuffer.wrap(content).order(
				ByteOrder.LITTLE_ENDIAN).getLong();
			assertEquals(content.length, 8 + header + data);
		}
		catch (final CheckpointException e) {
			assertTrue(e.getMessage().startsWith(e.file() + ": "));
		}
	}

	private static void readOrRefuse(final Checkpoint c, final TensorInfo t)
		throws IOException
	{
		if (t.dtype().isReadable()) {
			assertEquals(t.length() / t.dtype().bytes(), c.weights().read(t.name())
				.length());
		}
	}

	/** A way to damage a file. */
	private enum Kind {
			REPLACE, INSERT, DELETE, CUT
	}

	/** One damage. */
	private record Change(Kind kind, int place, byte value) {

		private byte[] apply(final byte[] content) {
			final int at = Math.min(place, content.length);
			final int skipped = kind == Kind.INSERT || at == content.length ? 0
				: kind == Kind.CUT ? content.length - at : 1;
			final boolean writes = kind == Kind.REPLACE || kind == Kind.INSERT;
			final ByteBuffer out = ByteBuffer.allocate(content.length - skipped +
				(writes ? 1 : 0));
			out.put(content, 0, at);
			if (writes) {
				out.put(value);
			}
			return out.put(content, at + skipped, content.length - at - skipped)
				.array();
		}
	}
}
