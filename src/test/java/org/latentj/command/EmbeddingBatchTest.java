
package org.latentj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

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
import org.latentj.checkpoint.Sha256;
import org.latentj.checkpoint.format.SafetensorsFile;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.engine.folder.InstalledModels;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.module.Module;

/** A batch is of one file of each embedding, and its record tells which. */
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
		final int width = Golden.open("families/micro_sd1.safetensors").read(TOKENS)
			.size(1);
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

	private JsonObject record(final int item) throws IOException {
		return JsonParser.parseString(Files.readString(tmp.resolve("out/000" +
			item + ".tif.json"))).getAsJsonObject();
	}

	private static JsonObject file(final JsonObject record) {
		return record.getAsJsonArray("embeddings").get(0).getAsJsonObject();
	}

	@Test
	void tellsTheFileAndMakesAnewWhatIsOfAnother() throws Exception {
		assertNull(run("a embedding:it", "a cat"));
		assertEquals("it.safetensors", file(record(1)).get("name").getAsString());
		assertEquals(Sha256.of(word, new StopSignal()), file(record(1)).get(
			"sha256").getAsString());
		assertFalse(record(2).has("embeddings"), "this prompt names none");
		write((byte) 1);
		assertNull(run("a embedding:it", "a cat"));
		assertEquals(Sha256.of(word, new StopSignal()), file(record(1)).get(
			"sha256").getAsString(), "never of two files");
	}
}
