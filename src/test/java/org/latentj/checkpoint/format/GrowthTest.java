
package org.latentj.checkpoint.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.DType;
import org.latentj.checkpoint.FileHead;
import org.latentj.checkpoint.FileState;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;

/** A new format is one class and one line. */
class GrowthTest {

	/** Numbers in single precision and nothing else: one tensor. */
	private static final class Raw implements CheckpointFormat {

		@Override
		public boolean recognises(final FileHead head) {
			return head.isNamed(".raw");
		}

		@Override
		public Checkpoint open(final FileHead head) throws IOException {
			final FileState state = FileState.of(head.file());
			return new Checkpoint(state, Map.of(), Map.of("numbers", new TensorInfo(
				"numbers", DType.F32, new long[] { head.size() / Float.BYTES }, state,
				0, head.size())));
		}
	}

	/** The line. */
	private static final List<CheckpointFormat> FORMATS = List.of(
		new Safetensors(), new Raw());

	@TempDir
	Path tmp;

	@Test
	void opensAFormatOfATest() throws IOException {
		final Path file = tmp.resolve("a.raw");
		Files.write(file, ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN)
			.putFloat(1).putFloat(-2.5f).putFloat(3).array());
		final Weights weights = CheckpointFormats.open(file, FORMATS).weights();
		assertEquals(List.of("numbers"), List.copyOf(weights.names()));
		assertArrayEquals(new float[] { 1, -2.5f, 3 }, weights.read("numbers")
			.data());
		assertThrows(CheckpointException.class, () -> CheckpointFormats.open(file));
	}
}
