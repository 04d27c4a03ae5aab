
package org.latentj.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.checkpoint.format.SafetensorsFile.entry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.checkpoint.format.SafetensorsFile;
import org.latentj.tensor.Tensor;

/** {@link Weights}: scopes and numbers. */
class WeightsTest {

	@TempDir
	Path folder;

	@Test
	void scopesNamesByPrefix() throws IOException {
		final Weights all = open("{" + entry("mid.block_1.bias", "U8", "[1]", 0,
			1) + "," + entry("mid.block_10.bias", "U8", "[2]", 1, 3) + "}",
			new byte[3]);
		final Weights block = all.at("mid").at("block_1");
		assertTrue(all.hasAny("mid.block_1"));
		assertFalse(all.hasAny("mid.block"));
		assertTrue(block.has("bias"));
		assertFalse(block.has("weight"));
		assertEquals(List.of("bias"), block.names());
		assertEquals(1, block.get("bias").size(-1));
	}

	@Test
	void namesAMissingTensorAndItsFile() throws IOException {
		final Weights all = open("{}", new byte[0]);
		final Exception e = assertThrows(IllegalArgumentException.class, () -> all
			.at("mid").get("bias"));
		assertTrue(e.getMessage().contains("there is no tensor 'mid.bias'"));
		assertTrue(e.getMessage().startsWith(folder.resolve("file.safetensors")
			.toString()));
	}

	@Test
	void readsFloatsOfAllWidths() throws IOException {
		final byte[] data = little(20).putFloat(1.5f).putShort((short) 0x3e00)
			.putShort((short) 0x3fc0).putDouble(1.5).putShort((short) 0x0001)
			.putShort((short) 0xfc00).array();
		final Weights w = open("{" + entry("f32", "F32", "[1]", 0, 4) + "," + entry(
			"f16", "F16", "[1]", 4, 6) + "," + entry("bf16", "BF16", "[1]", 6, 8) +
			"," + entry("f64", "F64", "[1]", 8, 16) + "," + entry("odd", "F16", "[2]",
				16, 20) + "}", data);
		for (final String name : List.of("f32", "f16", "bf16", "f64")) {
			assertArrayEquals(new float[] { 1.5f }, w.read(name).data(), name);
		}
		assertArrayEquals(new float[] { 0x1p-24f, Float.NEGATIVE_INFINITY }, w.read(
			"odd").data());
	}

	@Test
	void readsIntegersOfAllWidths() throws IOException {
		final byte[] data = little(30).put((byte) -1).put((byte) -1).putShort(
			(short) -2).putShort((short) -2).putInt(-3).putInt(-3).putLong(-4)
			.putLong(-4).array();
		final String header = "{" + entry("I8", "I8", "[1]", 0, 1) + "," + entry(
			"U8", "U8", "[1]", 1, 2) + "," + entry("I16", "I16", "[1]", 2, 4) + "," +
			entry("U16", "U16", "[1]", 4, 6) + "," + entry("I32", "I32", "[1]", 6,
				10) + "," + entry("U32", "U32", "[1]", 10, 14) + "," + entry("I64",
					"I64", "[1]", 14, 22) + "," + entry("U64", "U64", "[1]", 22, 30) +
			"}";
		final Weights w = open(header, data);
		final float[] expected = { -1, 255, -2, 65534, -3, 4294967293f, -4,
			18446744073709551612f };
		for (int i = 0; i < expected.length; i++) {
			assertEquals(expected[i], w.read(w.names().get(i)).data()[0], w.names()
				.get(i));
		}
	}

	@Test
	void readsTensorsLongerThanOnePiece() throws IOException {
		final int n = 700_001;
		final ByteBuffer data = little(4 * n);
		for (int i = 0; i < n; i++) {
			data.putFloat(i);
		}
		final Tensor t = open("{" + entry("a", "F32", "[1,700001]", 0, 4L * n) +
			"}", data.array()).read("a");
		assertArrayEquals(new int[] { 1, n }, t.shape());
		for (int i = 0; i < n; i++) {
			assertEquals(i, t.data()[i]);
		}
	}

	@Test
	void refusesTypesItCannotConvert() throws IOException {
		final Weights w = open("{" + entry("a", "F8_E8M0", "[1]", 0, 1) + "}",
			new byte[1]);
		assertTrue(assertThrows(CheckpointException.class, () -> w.read("a"))
			.getMessage().contains("tensor 'a': numbers of type F8_E8M0 cannot"));
	}

	@Test
	void refusesShapesBeyondWhatAnArrayHolds() throws IOException {
		final Weights w = open("{" + entry("a", "F32", "[1099511627776,0]", 0, 0) +
			"}", new byte[0]);
		assertTrue(assertThrows(CheckpointException.class, () -> w.read("a"))
			.getMessage().contains(
				"tensor 'a': has the shape [1099511627776, 0]; sizes up to"));
		for (final int axis : new int[] { 0, 1, 2 }) {
			final String message = assertThrows(IllegalArgumentException.class,
				() -> w.size("a", axis)).getMessage();
			assertTrue(message.contains(
				"file.safetensors: 'a': has the shape [1099511627776, 0]"), message);
		}
	}

	@Test
	void noticesThatTheFileHasBecomeShorter() throws IOException {
		final Weights w = open("{" + entry("a", "U8", "[4]", 0, 4) + "}",
			new byte[4]);
		final Path file = folder.resolve("file.safetensors");
		try (FileChannel channel = FileChannel.open(file,
			StandardOpenOption.WRITE))
		{
			channel.truncate(Files.size(file) - 2);
		}
		final CheckpointException e = assertThrows(CheckpointException.class,
			() -> w.read("a"));
		assertEquals("tensor 'a'", e.place());
		assertTrue(e.getMessage().contains("it was changed since it was opened"), e
			.getMessage());
	}

	private static ByteBuffer little(final int size) {
		return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
	}

	private Weights open(final String header, final byte[] data)
		throws IOException
	{
		return CheckpointFormats.open(SafetensorsFile.write(folder.resolve(
			"file.safetensors"), header, data)).weights();
	}
}
