
package org.latentj.zarr.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest {

	@TempDir
	Path folder;

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
