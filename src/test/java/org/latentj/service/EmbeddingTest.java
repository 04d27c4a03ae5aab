
package org.latentj.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.control.StopSignal;
import org.latentj.engine.ModelChoice;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.golden.Golden;
import org.latentj.operation.Generation;
import org.latentj.operation.Txt2Img;
import org.latentj.pipeline.KeptWarnings;
import org.latentj.pipeline.Prompt;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** Learned words from the model folder, with the tiny checkpoint. */
class EmbeddingTest {

	private static final String TOKENS =
		"cond_stage_model.transformer.text_model.embeddings.token_embedding.weight";

	/** The ids of "cat" and "photo" in CLIP's vocabulary. */
	private static final int[] WORDS = { 2368, 1125 };

	private static final StableDiffusionService SERVICE =
		new StableDiffusionService();

	@TempDir
	Path models;

	private final KeptWarnings kept = new KeptWarnings();

	@AfterAll
	static void close() {
		SERVICE.dispose();
	}

	@ParameterizedTest
	@ValueSource(strings = { "emb_params", "clip_l", "anything" })
	void standsInForTheWordsWhoseVectorsItHolds(final String tensor)
		throws IOException
	{
		write("animals/it.safetensors", tensor, words(), 2);
		final Tensor words = latent("a cat photo, big");
		for (final String name : List.of("animals/it", "animals/it.safetensors",
			"animals\\it"))
		{
			assertArrayEquals(words.data(), latent("a embedding:" + name + ", big")
				.data(), name);
		}
		assertFalse(Arrays.equals(words.data(), latent("a big").data()));
	}

	@Test
	void takesOneVectorWithoutASecondAxis() throws IOException {
		final float[] cat = Arrays.copyOf(words(), words().length / 2);
		write("it.safetensors", "emb_params", cat, 0);
		assertArrayEquals(latent("a cat").data(), latent("a embedding:it").data());
	}

	@Test
	void readsAChangedFileAnew() throws IOException {
		write("it.safetensors", "emb_params", words(), 2);
		final Tensor before = latent("a embedding:it");
		write("it.safetensors", "emb_params", new float[words().length], 2);
		assertFalse(Arrays.equals(before.data(), latent("a embedding:it").data()));
	}

	@Test
	void passesOverVectorsOfAnotherWidthAndSaysSo() throws IOException {
		write("wide.safetensors", "emb_params", new float[2 * 1024], 2);
		assertArrayEquals(latent("(a big cat:1.2)").data(), latent(
			"(embedding:wide a:1.2) big cat").data(),
			"weights stay where they are, as in ComfyUI");
		assertEquals(List.of("prompt, embedding:wide: its vectors have 1024 " +
			"numbers, but those of this checkpoint have " + words().length / 2 +
			": it is passed over, as in ComfyUI"), warnings());
	}

	@Test
	void findsFilesInFoldersByTheirNameAlone() throws IOException {
		write("people/older/it.safetensors", "emb_params", words(), 2);
		final float[] words = latent("a cat photo").data();
		for (final String name : List.of("it", "older/it", "people/older/it",
			"it.safetensors"))
		{
			assertArrayEquals(words, latent("a embedding:" + name).data(), name);
		}
		assertEquals(List.of(), warnings());
	}

	@Test
	void namesBothWhereTwoAreOfOneName() throws IOException {
		write("a/it.safetensors", "emb_params", words(), 2);
		write("b/it.safetensors", "emb_params", new float[words().length], 2);
		assertEquals("prompt, embedding:it: there are 2 of this name: " +
			"a/it.safetensors, b/it.safetensors; name one with its folder",
			assertThrows(IllegalArgumentException.class, () -> latent("embedding:it"))
				.getMessage());
		assertArrayEquals(latent("cat photo").data(), latent("embedding:a/it")
			.data());
		write("it.safetensors", "emb_params", words(), 2);
		assertArrayEquals(latent("cat photo").data(), latent("embedding:it")
			.data());
		assertEquals(List.of(
			"prompt, embedding:it: it.safetensors is used; there " +
				"is also a/it.safetensors, b/it.safetensors"), warnings());
	}

	@Test
	void saysWhatIsReadAsWords() throws IOException {
		write("it.safetensors", "emb_params", words(), 2);
		latent("nuclei,embedding:it of cells");
		assertEquals(List.of("prompt, nuclei,embedding:it: read as words, not as " +
			"an embedding: a blank must stand before 'embedding:'"), warnings());
	}

	@Test
	void refusesAFileThatIsNoEmbedding() throws IOException {
		Files.createDirectories(models.resolve("embeddings"));
		Files.copy(Golden.file("cfg.safetensors"), models.resolve(
			"embeddings/cfg.safetensors"));
		assertTrue(assertThrows(CheckpointException.class, () -> latent(
			"embedding:cfg")).getMessage().contains("no embedding"));
	}

	/** NB: else the checkpoint's text encoder would be blamed for them. */
	@ParameterizedTest
	@ValueSource(floats = { Float.NaN, Float.NEGATIVE_INFINITY })
	void refusesNumbersThatAreNotFinite(final float number) throws IOException {
		final float[] numbers = words();
		numbers[3] = number;
		write("broken.safetensors", "emb_params", numbers, 2);
		final String message = assertThrows(CheckpointException.class, () -> latent(
			"a embedding:broken")).getMessage();
		assertEquals(models.resolve("embeddings/broken.safetensors") +
			": tensor 'emb_params': holds " + number +
			"; finite numbers are valid: the embedding is broken", message);
		assertEquals(List.of(), warnings());
	}

	@Test
	void namesAFileThatIsThereInAnotherFormat() throws IOException {
		write("it.safetensors", "emb_params", words(), 2);
		write("a/word.PNG", "emb_params", words(), 2);
		write("a/old.ckpt", "emb_params", words(), 2);
		for (final String name : List.of("word", "a/word", "word.PNG")) {
			assertEquals("prompt, embedding:" + name +
				": a/word.PNG is in a format " +
				"that cannot be read; valid are .safetensors, .pt, .bin, .sft, .pth, " +
				".ckpt", refusal("embedding:" + name));
		}
		assertEquals("prompt, embedding:old: a/old.ckpt is there, but as in " +
			"ComfyUI its ending must be named: write embedding:a/old.ckpt", refusal(
				"embedding:old"));
		assertEquals("prompt, embedding:wor: there is no such embedding; there " +
			"are a/old.ckpt, it", refusal("embedding:wor"));
	}

	/** As ComfyUI does; it needs the whole name. */
	@Test
	void readsACkptByItsWholeName() throws IOException {
		final Path file = models.resolve("embeddings/sub/old.ckpt");
		Files.createDirectories(file.getParent());
		Files.copy(Golden.file("families/embeddings/ti_a1111.pt"), file);
		latent("embedding:sub/old.ckpt a");
		latent("embedding:old.ckpt a");
		assertTrue(warnings().get(0).startsWith("prompt, embedding:sub/old.ckpt: " +
			"its vectors have "), warnings().toString());
		assertEquals(2, warnings().size());
	}

	private String refusal(final String prompt) {
		return assertThrows(IllegalArgumentException.class, () -> latent(prompt))
			.getMessage();
	}

	@Test
	void listsWhatThereIsWhereAnEmbeddingIsMissing() throws IOException {
		write("it.safetensors", "emb_params", words(), 2);
		assertEquals("prompt, embedding:If: there is no such embedding; " +
			"there is it", assertThrows(IllegalArgumentException.class, () -> latent(
				"embedding:If")).getMessage());
	}

	/** The vectors of {@link #WORDS} in the checkpoint. */
	private static float[] words() throws IOException {
		final Tensor all = Golden.open("tiny_sd1.safetensors").read(TOKENS);
		return Tensor.concat(List.of(all.items(WORDS[0], WORDS[0] + 1), all.items(
			WORDS[1], WORDS[1] + 1))).data();
	}

	/** @param vectors how many; 0 = one, without an axis for them */
	private void write(final String name, final String tensor,
		final float[] numbers, final int vectors) throws IOException
	{
		final String shape = vectors == 0 ? "[" + numbers.length + "]" : "[" +
			vectors + "," + numbers.length / vectors + "]";
		final byte[] header = String.format(
			"{\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[0,%d]}}",
			tensor, shape, 4 * numbers.length).getBytes(StandardCharsets.UTF_8);
		final ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + 4 *
			numbers.length).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(
				header);
		for (final float number : numbers) {
			bytes.putFloat(number);
		}
		final Path file = models.resolve("embeddings").resolve(name);
		Files.createDirectories(file.getParent());
		Files.write(file, bytes.array());
	}

	private Tensor latent(final String prompt) throws IOException {
		final ModelFolder folder = new ModelFolder(List.of(models));
		return SERVICE.run(new ModelChoice(Golden.file("tiny_sd1.safetensors"),
			Optional.empty(), folder.allFiles(Kind.EMBEDDING)), new Txt2Img(
				new Generation(new Prompt(prompt, ""), 1, 1, new SamplingSettings(1, 1,
					6, Samplers.EULER, Schedulers.NORMAL, 1)), 16, 16), kept,
			new StopSignal()).latent().samples();
	}

	/** Each once, whatever the number of runs. */
	private List<String> warnings() {
		return kept.all().stream().distinct().toList();
	}
}
