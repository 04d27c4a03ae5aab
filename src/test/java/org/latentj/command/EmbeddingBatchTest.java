
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.SafetensorsFile;
import org.latentj.checkpoint.Sha256;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.service.InstalledModels;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.module.Module;

/** A batch is of one file of each learned word, and its record tells which. */
class EmbeddingBatchTest {

	private static final String TOKENS =
		"cond_stage_model.transformer.text_model.embeddings.token_embedding.weight";

	@TempDir
	Path tmp;

	private Context context;

	private Path word;

	@BeforeEach
	void start() throws IOException {
		context = BatchProcess.context();
		System.setProperty(InstalledModels.PROPERTY, tmp.toString());
		word = Files.createDirectories(tmp.resolve("embeddings")).resolve(
			"it.safetensors");
		write((byte) 0);
	}

	@AfterEach
	void stop() {
		System.clearProperty(InstalledModels.PROPERTY);
		context.dispose();
	}

	private void write(final byte number) throws IOException {
		final int width = Golden.open("tiny_sd1.safetensors").read(TOKENS).size(1);
		final byte[] data = new byte[4 * width];
		data[0] = number;
		SafetensorsFile.write(word, "{" + SafetensorsFile.entry("emb_params", "F32",
			"[1," + width + "]", 0, data.length) + "}", data);
	}

	private String run(final String... prompts) throws Exception {
		final Path lines = Files.write(tmp.resolve("prompts.txt"), List.of(
			prompts));
		final Module module = BatchProcess.run(context, "operation", "txt2img",
			"prompts", lines.toFile(), "output", tmp.resolve("out").toFile(), "seed",
			"3", "width", 16, "height", 16);
		return ((Cancelable) module).getCancelReason();
	}

	@Test
	void tellsTheFileAndRefusesAnotherOne() throws Exception {
		assertNull(run("a embedding:it", "a cat"));
		final JsonObject record = JsonParser.parseString(Files.readString(tmp
			.resolve("out/0001.tif.json"))).getAsJsonObject();
		final JsonObject file = record.getAsJsonArray("embeddings").get(0)
			.getAsJsonObject();
		assertEquals("it.safetensors", file.get("name").getAsString());
		assertEquals(Sha256.of(word, new StopSignal()), file.get("sha256")
			.getAsString());
		assertTrue(!Files.readString(tmp.resolve("out/0002.tif.json")).contains(
			"embeddings"), "the other prompt names none");
		assertNull(run("a embedding:it", "a cat"), "all is there");
		write((byte) 1);
		final String problem = run("a embedding:it", "a cat");
		assertTrue(problem.contains("embedding it.safetensors"), problem);
	}
}
