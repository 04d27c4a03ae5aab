
package org.latentj.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.HeldFile;
import org.latentj.control.StopSignal;

class FileHashesTest {

	@TempDir
	Path tmp;

	@Test
	void tellsTheBytesOfTheFileThatIsHeldWhateverLiesInItsPlace()
		throws Exception
	{
		final FileHashes hashes = new FileHashes(FileHashes.Store.inMemory());
		final Path file = Files.writeString(tmp.resolve("a"), "abc");
		try (HeldFile held = HeldFile.open(file)) {
			Files.move(file, tmp.resolve("b"));
			Files.writeString(file, "other");
			final List<String> stages = new ArrayList<>();
			final String sha256 = hashes.sha256(held, stages::add, new StopSignal());
			assertEquals(
				"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
				sha256);
			assertEquals(List.of("Reading a for its SHA-256"), stages);
			assertNotEquals(sha256, hashes.sha256(file, new StopSignal()));
		}
	}
}
