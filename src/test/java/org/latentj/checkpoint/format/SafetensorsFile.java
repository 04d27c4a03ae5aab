
package org.latentj.checkpoint.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.function.Executable;
import org.latentj.checkpoint.CheckpointException;

/** Safetensors files, right and wrong ones, and what opening them must say. */
public final class SafetensorsFile {

	private SafetensorsFile() {}

	/** A file with the right header length, then so many zero bytes. */
	public static Path write(final Path file, final String header, final int data)
		throws IOException
	{
		return write(file, header, new byte[data]);
	}

	/** A file with the right header length, then these bytes. */
	public static Path write(final Path file, final String header,
		final byte[] data) throws IOException
	{
		return Files.write(file, bytes(header.getBytes(
			StandardCharsets.UTF_8).length, header.getBytes(StandardCharsets.UTF_8),
			data));
	}

	/** The bytes of a file with any header length. */
	static byte[] bytes(final long length, final byte[] header,
		final byte[] data)
	{
		return ByteBuffer.allocate(8 + header.length + data.length).order(
			ByteOrder.LITTLE_ENDIAN).putLong(length).put(header).put(data).array();
	}

	/** A file that passes for a checkpoint, and for a VAE, if only looked at. */
	public static Path writeModel(final Path file) throws IOException {
		return write(file, "{" + entry(
			"model.diffusion_model.input_blocks.0.0.weight", "U8", "[1,4,1,1]", 0,
			4) + "," + entry("cond_stage_model.transformer.a", "U8", "[1]", 4, 5) +
			"," + entry("first_stage_model.decoder.conv_in.weight", "U8", "[1]", 5,
				6) + "," + entry("first_stage_model.decoder.up.0.a", "U8", "[1]", 6,
					7) + "}", 7);
	}

	/** One tensor's entry in the header. */
	public static String entry(final String name, final String dtype,
		final String shape, final long from, final long to)
	{
		return String.format(
			"\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}", name,
			dtype, shape, from, to);
	}

	/** Asserts that a file of this header and so many zero bytes is refused. */
	static void assertRefused(final Path folder, final String header,
		final int data, final String place, final String problem)
	{
		assertRefused(() -> CheckpointFormats.open(write(folder.resolve(
			"file.safetensors"), header, data)), place, problem);
	}

	/** Asserts that a file of these bytes is refused. */
	static void assertRefused(final Path folder, final byte[] content,
		final String place, final String problem)
	{
		assertRefused(() -> CheckpointFormats.open(Files.write(folder.resolve(
			"file.safetensors"), content)), place, problem);
	}

	/** Asserts the file, the place and the problem that an error tells. */
	static void assertRefused(final Executable action, final String place,
		final String problem)
	{
		final CheckpointException e = assertThrows(CheckpointException.class,
			action);
		assertTrue(e.getMessage().startsWith(e.file() + ": " + place + ": "),
			e::getMessage);
		assertTrue(e.getMessage().contains(problem), e::getMessage);
		assertEquals(place, e.place());
	}
}
