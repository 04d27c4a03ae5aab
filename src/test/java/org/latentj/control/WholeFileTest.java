
package org.latentj.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

	@Test
	void touchesNoFileButTheOneThatItReplaces(@TempDir final Path tmp)
		throws IOException
	{
		final Path file = Files.writeString(tmp.resolve("x.png"), "old");
		final List<Path> others = List.of(tmp.resolve("x.png.part"), tmp.resolve(
			"x.png.part1"), tmp.resolve("x.png.part2"));
		for (final Path other : others) {
			Files.writeString(other, "somebody else's");
		}
		WholeFile.replace(file, "new".getBytes());
		assertEquals("new", Files.readString(file));
		for (final Path other : others) {
			assertEquals("somebody else's", Files.readString(other));
		}
		try (Stream<Path> all = Files.list(tmp)) {
			assertEquals(4, all.count());
		}
	}
}
