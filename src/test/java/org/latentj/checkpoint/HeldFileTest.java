
package org.latentj.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.control.StopSignal;

class HeldFileTest {

	private static final String ABC = Sha256.of("abc".getBytes(
		StandardCharsets.UTF_8));

	@TempDir
	Path tmp;

	private Path file;

	@BeforeEach
	void write() throws IOException {
		file = Files.writeString(tmp.resolve("a.safetensors"), "abc");
	}

	@Test
	void tellsItsOwnBytesWhenAnotherFileTakesItsPlace() throws IOException {
		try (HeldFile held = HeldFile.open(file)) {
			held.requireInPlace();
			final Path other = Files.writeString(tmp.resolve("b"), "xyz");
			Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
			Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
			assertEquals(ABC, held.sha256(new StopSignal()));
			assertEquals(ABC, held.sha256(new StopSignal()), "again");
			held.requireSameBytes();
			assertTrue(assertThrows(CheckpointException.class, held::requireInPlace)
				.getMessage().contains("another file"));
			Files.delete(file);
			assertEquals(ABC, held.sha256(new StopSignal()));
			assertTrue(assertThrows(CheckpointException.class, held::requireInPlace)
				.getMessage().contains("not there"));
		}
	}

	@Test
	void refusesWhatWasWrittenIntoMeanwhile() throws IOException {
		try (HeldFile held = HeldFile.open(file)) {
			Files.writeString(file, "ab");
			final String message = assertThrows(CheckpointException.class, () -> held
				.sha256(new StopSignal())).getMessage();
			assertTrue(message.contains("a.safetensors") && message.contains(
				"overwritten or cut off") && message.contains("3 bytes"), message);
			assertThrows(CheckpointException.class, held::requireInPlace);
		}
	}

	@Test
	void tellsAnotherFileOfTheSameSizeAndTimeApart() throws IOException {
		final FileTime time = FileTime.fromMillis(1_000_000_000_000L);
		Files.setLastModifiedTime(file, time);
		final FileState before = FileState.of(file);
		assertEquals(before, FileState.of(file));
		Files.writeString(file, "xyz");
		Files.setLastModifiedTime(file, time);
		final FileState after = FileState.of(file);
		assertEquals(before.modified(), after.modified());
		assertNotEquals(before, after);
	}
}
