
package org.latentj.onnx.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedFolderTest {

	private static final byte[] LIBRARY = { 1, 2, 3 };

	@TempDir
	Path tmp;

	@Test
	void deletesWhatAKilledProcessLeftAndNothingElse() throws IOException {
		final Path left = left("latentj-onnxruntime-1-5-x", true);
		final Path starting = left("latentj-onnxruntime-1-6-x", false);
		final Path foreign = left("onnxruntime-java77", true);
		final UnpackedFolder own = UnpackedFolder.create(tmp);
		own.add("lib.so", new ByteArrayInputStream(LIBRARY));
		UnpackedFolder.deleteUnused(tmp);
		assertFalse(Files.exists(left));
		assertTrue(Files.exists(starting.resolve("lib.so")));
		assertTrue(Files.exists(foreign.resolve("lib.so")));
		assertEquals(LIBRARY.length, Files.size(own.path().resolve("lib.so")));
		own.delete();
		assertFalse(Files.exists(own.path()));
	}

	@Test
	void deletesEmptyFoldersThatAreNotInTheMaking() throws IOException {
		final Path making = Files.createDirectory(tmp.resolve(
			"latentj-onnxruntime-1-7-x"));
		final Path empty = Files.createDirectory(tmp.resolve(
			"latentj-onnxruntime-1-8-x"));
		final Path full = left("latentj-onnxruntime-1-9-x", false);
		for (final Path old : new Path[] { empty, full }) {
			Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration
				.ofHours(1))));
		}
		UnpackedFolder.deleteUnused(tmp);
		assertTrue(Files.exists(making));
		assertFalse(Files.exists(empty));
		assertTrue(Files.exists(full.resolve("lib.so")));
	}

	private Path left(final String name, final boolean withLock)
		throws IOException
	{
		final Path folder = Files.createDirectory(tmp.resolve(name));
		Files.write(folder.resolve("lib.so"), LIBRARY);
		if (withLock) {
			Files.createFile(folder.resolve("in-use.lock"));
		}
		return folder;
	}

	@Test
	void saysThatADiskRunsNoPrograms() throws IOException {
		final UnpackedFolder own = UnpackedFolder.create(tmp, file -> false);
		assertTrue(assertThrows(IOException.class, () -> own.add("lib.so",
			new ByteArrayInputStream(LIBRARY))).getMessage().contains("noexec"));
		own.delete();
	}
}
