
package org.latentj.engine.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.checkpoint.format.SafetensorsFile;
import org.latentj.engine.DiffusionEngine;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.family.ModelFamilies;

class ModelLookTest {

	@TempDir
	Path tmp;

	@Test
	void readsAHeaderOnceForAllDialogs() throws IOException {
		final Path file = model("a.safetensors");
		final DiffusionEngine engine = new DiffusionEngine();
		System.setProperty(InstalledModels.PROPERTY, tmp.toString());
		try {
			assertTrue(engine.models().names(Kind.CHECKPOINT).contains(
				"a.safetensors"));
			final long reads = engine.headerReads();
			assertTrue(reads > 0);
			engine.models().names(Kind.CHECKPOINT);
			engine.models().unusable(Kind.CHECKPOINT);
			engine.models().each().forEach(f -> f.names(Kind.CHECKPOINT));
			assertEquals(reads, engine.headerReads());
			Files.writeString(file, "<!doctype html>");
			assertTrue(engine.models().unusable(Kind.CHECKPOINT).containsKey(
				"a.safetensors"));
			assertEquals(reads + 1, engine.headerReads());
		}
		finally {
			System.clearProperty(InstalledModels.PROPERTY);
			engine.close();
		}
	}

	/** A command asks for them several times, and each macro runs one. */
	@Test
	void findsFactsOutOnceForAllCommands() throws IOException {
		final Path file = model("a.safetensors");
		final ModelLook look = new ModelLook(ModelFamilies.ALL);
		final ModelFolder folder = new ModelFolder(List.of(tmp), look);
		final CheckpointFacts facts = folder.facts("a.safetensors", List.of());
		assertEquals(CheckpointFacts.of(CheckpointFormats.open(file)).lines(), facts
			.lines());
		assertSame(facts, folder.facts("a.safetensors", List.of()));
		assertTrue(look.whyNot(Kind.CHECKPOINT, file).isEmpty());
		assertEquals(1, look.reads());
		Files.writeString(file, "<!doctype html>");
		assertThrows(CheckpointException.class, () -> folder.facts("a.safetensors",
			List.of()));
	}

	@Test
	void keepsWhatWasAskedForLast() throws IOException {
		final List<Path> files = List.of(model("a.safetensors"), model(
			"b.safetensors"), model("c.safetensors"));
		final ModelLook look = new ModelLook(ModelFamilies.ALL, 2, 1);
		for (final Path file : files) {
			assertTrue(look.whyNot(Kind.CHECKPOINT, file).isEmpty());
			look.whyNot(Kind.CHECKPOINT, files.get(0));
		}
		assertEquals(3, look.reads());
		look.whyNot(Kind.CHECKPOINT, files.get(2));
		assertEquals(3, look.reads());
		look.whyNot(Kind.CHECKPOINT, files.get(1));
		assertEquals(4, look.reads());
		look.whyNot(Kind.VAE, files.get(1));
		assertEquals(4, look.reads(), "another question of the same header");
	}

	private Path model(final String name) throws IOException {
		return SafetensorsFile.writeModel(tmp.resolve(name));
	}
}
