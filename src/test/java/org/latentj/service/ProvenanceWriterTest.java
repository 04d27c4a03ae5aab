
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.control.StopSignal;
import org.scijava.Context;
import org.scijava.prefs.PrefService;

class ProvenanceWriterTest {

	@TempDir
	Path tmp;

	@Test
	void readsAFileOnceUntilItChanges() throws Exception {
		final Path file = tmp.resolve("a.safetensors");
		final FileTime time = FileTime.fromMillis(1_000_000_000_000L);
		Files.writeString(file, "abc");
		Files.setLastModifiedTime(file, time);
		try (Context context = new Context(PrefService.class)) {
			final ProvenanceWriter writer = new ProvenanceWriter(context.service(
				PrefService.class));
			final String abc = writer.sha256(file, new StopSignal());
			assertEquals(
				"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
				abc);
			// NB: other bytes of the same size and time are not read.
			Files.writeString(file, "xyz");
			Files.setLastModifiedTime(file, time);
			assertEquals(abc, new ProvenanceWriter(context.service(PrefService.class))
				.sha256(file, new StopSignal()));
			Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 1));
			assertNotEquals(abc, writer.sha256(file, new StopSignal()));
		}
	}
}
