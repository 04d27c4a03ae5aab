
package org.latentj.family.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.control.StopSignal;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.ModelFamilies;
import org.latentj.family.text.TextEncoder;
import org.latentj.golden.Golden;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;

/** Embeddings of every format, against what ComfyUI encodes with them. */
class EmbeddingFilesTest {

	private static final Path FOLDER = Golden.file("families/embeddings");

	private final EmbeddingReader reader = new EmbeddingReader();

	@Test
	void encodesAsTheReferenceDoes() throws IOException {
		final Weights golden = Golden.open("families/ckpt_formats.safetensors");
		final JsonObject prompts = JsonParser.parseString(Files.readString(Golden
			.file("families/ckpt_formats.json"))).getAsJsonObject().getAsJsonObject(
				"embedding_prompts");
		final Checkpoint micro = CheckpointFormats.open(Golden.file(
			"families/micro_sd1.safetensors"));
		final LoadedFamily family = ModelFamilies.ALL.of(micro);
		try (TextEncoder encoder = family.openTextEncoder(family.textEncoder(),
			OrtSettings.DEFAULT.with(MemoryMode.MAPPED)))
		{
			final TextEncoder words = encoder.withEmbeddings(files());
			for (int slice = 0; slice < 2; slice++) {
				for (final String name : prompts.keySet()) {
					assertClose(name, golden.read("embedding/" + name + "/cond"), words
						.encode(prompts.get(name).getAsString(), 1, new StopSignal())
						.context(), 1.5e-5);
				}
			}
		}
		assertEquals(6, prompts.size());
		assertEquals(5, reader.reads(), "each file once");
	}

	@Test
	void namesAllEndings() throws IOException {
		final List<String> names = files().of(8, "clip_l", w -> {}).names();
		assertTrue(names.containsAll(List.of("ti_a1111", "ti_diffusers", "ti_f16")),
			names.toString());
		assertEquals(Optional.of(FOLDER.resolve("ti_diffusers.bin")), files().file(
			"ti_diffusers"));
	}

	@Test
	void saysWhatIsNoEmbedding() {
		final Path file = Golden.file("families/ckpt_formats.json");
		final CheckpointException e = assertThrows(CheckpointException.class,
			() -> reader.read(file, "clip_l", 8));
		assertTrue(e.getMessage().contains("ckpt_formats.json: is no checkpoint"), e
			.getMessage());
	}

	private EmbeddingFiles files() throws IOException {
		final Map<String, Path> files = new LinkedHashMap<>();
		for (final String name : List.of("ti_a1111.pt", "ti_paramdict.pt",
			"ti_diffusers.bin", "ti_diffusers1.bin", "ti_f16.safetensors",
			"ti_h.safetensors"))
		{
			files.put(name, FOLDER.resolve(name));
		}
		return new EmbeddingFiles(files, reader);
	}
}
