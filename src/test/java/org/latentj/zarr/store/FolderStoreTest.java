
package org.latentj.zarr.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest {

	@TempDir
	Path folder;

	/** NB: what can't be looked at is not taken for nothing. */
	@Test
	void saysThatSomethingCannotBeRead() throws IOException {
		final FolderStore store = new FolderStore(folder);
		final Path loop = folder.resolve("0");
		Files.createSymbolicLink(loop, loop);
		for (final String key : List.of("0", "0/0")) {
			assertTrue(assertThrows(ZarrException.class, () -> store.read(key, 9))
				.getMessage().startsWith(folder.resolve(key) + ": cannot be read: "));
		}
		assertThrows(ZarrException.class, () -> store.below("0"));
		Files.createDirectory(folder.resolve("1"));
		assertEquals(folder.resolve("1") + ": is no file, which is needed",
			assertThrows(ZarrException.class, () -> store.size("1")).getMessage());
		Files.write(folder.resolve("2"), new byte[1]);
		assertEquals(OptionalLong.empty(), store.size("2/0"));
		assertEquals(OptionalLong.empty(), store.size("3/0"));
		assertEquals(List.of(), store.below("2"));
		assertEquals(List.of(), store.below("2/0"));
		assertEquals(List.of(), store.below("3"));
	}

	@Test
	void saysThatSomethingMayNotBeRead() throws IOException {
		final Path closed = Files.createDirectory(folder.resolve("0"));
		Files.write(closed.resolve("0"), new byte[1]);
		closed.toFile().setReadable(false);
		closed.toFile().setExecutable(false);
		try {
			assumeFalse(Files.isReadable(closed), "this user may read everything");
			assertEquals(closed.resolve("0") +
				": may not be read: give yourself the permission to read it and its " +
				"folder", assertThrows(ZarrException.class, () -> new FolderStore(
					folder).read("0/0", 9)).getMessage());
		}
		finally {
			closed.toFile().setReadable(true);
			closed.toFile().setExecutable(true);
		}
	}

	/** NB: as that of a full disk, this error names no file by itself. */
	@Test
	void saysWhichFileCouldNotBeWrittenAndLeavesNothingOfIt() throws IOException {
		final FolderStore store = new FolderStore(folder);
		Thread.currentThread().interrupt();
		final ZarrException told = assertThrows(ZarrException.class, () -> store
			.write("a/0", new byte[1]));
		assertTrue(Thread.interrupted());
		assertEquals(ClosedByInterruptException.class, told.getCause().getClass());
		assertTrue(told.getMessage().startsWith(folder.resolve("a/0") +
			": could not be written: "), told.getMessage());
		assertEquals(List.of(), store.below("a"));
	}
}
