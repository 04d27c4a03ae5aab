
package org.latentj.family.embedding;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.golden.Golden;

class EmbeddingReaderTest {

	@TempDir
	Path tmp;

	@Test
	void tellsThatAnotherFileLiesThereThanWasRead() throws Exception {
		final Path file = tmp.resolve("a.safetensors");
		try (Stream<Path> files = Files.list(Golden.file("families/embeddings"))) {
			Files.copy(files.filter(f -> f.toString().endsWith(".safetensors"))
				.sorted().findFirst().orElseThrow(), file);
		}
		final EmbeddingReader reader = new EmbeddingReader();
		final long before = System.nanoTime();
		reader.requireAsRead(file, before);
		reader.read(file, "clip_l", 0);
		reader.requireAsRead(file, before);
		final Path other = Files.copy(file, tmp.resolve("b.safetensors"));
		Files.delete(file);
		Files.move(other, file);
		assertTrue(assertThrows(CheckpointException.class, () -> reader
			.requireAsRead(file, before)).getMessage().contains(
				"was changed or replaced"));
		reader.requireAsRead(file, System.nanoTime());
		reader.read(file, "clip_l", 0);
		reader.requireAsRead(file, before);
	}
}
