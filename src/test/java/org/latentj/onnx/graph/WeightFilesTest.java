
package org.latentj.onnx.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.FileState;

/** {@link WeightFiles}: how a graph names its files. */
class WeightFilesTest {

	@TempDir
	Path folder;

	private final WeightFiles files = new WeightFiles();

	private void add(final Path file) {
		files.add(new FileState(file, 1, 1, "1", "1"));
	}

	@Test
	void namesFilesFromTheNearestFolderAboveAll() {
		final Path a = folder.resolve("model/unet/a.safetensors");
		add(a);
		assertEquals(a.getParent(), files.folder());
		assertEquals("a.safetensors", WeightFiles.location(files.folder(), a));
		assertEquals("a.safetensors", files.names());
		add(folder.resolve("model/unet/b.safetensors"));
		assertEquals(a.getParent(), files.folder());
		add(folder.resolve("model/vae/c.safetensors"));
		assertEquals(folder.resolve("model"), files.folder());
		assertEquals("unet/a.safetensors", WeightFiles.location(files.folder(), a));
		add(folder.resolve("model2/d.safetensors"));
		assertEquals(folder, files.folder());
		assertEquals("a.safetensors and 3 other files", files.names());
	}

	/** Which the runtime's Java interface does not hand on as they are. */
	@Test
	void staysAboveLettersBeyondTheFirst65536() {
		final Path a = folder.resolve("\ud83d\udd2c/x/a.safetensors");
		add(a);
		add(a.resolveSibling("b.safetensors"));
		assertEquals(folder, files.folder());
		assertEquals("\ud83d\udd2c/x/a.safetensors", WeightFiles.location(folder,
			a));
	}

	/** A file system of its own is as far away as another drive. */
	@Test
	void refusesFilesOfDifferentDrives() throws IOException {
		try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("x.zip"), Map
			.of("create", "true")))
		{
			Files.createFile(zip.getPath("/far.safetensors"));
			add(folder.resolve("near.safetensors"));
			add(zip.getPath("/far.safetensors"));
			assertEquals(folder.resolve("near.safetensors") +
				" and /far.safetensors are on different drives; the files of one " +
				"network on the same drive are valid", assertThrows(
					IllegalArgumentException.class, files::folder).getMessage());
		}
	}
}
