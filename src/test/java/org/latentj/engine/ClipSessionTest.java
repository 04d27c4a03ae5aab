
package org.latentj.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import com.google.gson.Gson;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.clip.vision.SquareFit;
import org.latentj.control.StopSignal;
import org.latentj.golden.Golden;
import org.latentj.golden.GoldenPixels;
import org.latentj.golden.Rewritten;
import org.latentj.golden.TinyClip;
import org.latentj.provenance.FileHashes;
import org.latentj.provenance.ModelFile;
import org.latentj.tensor.Tensor;

/** Whole CLIP models, against transformers. */
class ClipSessionTest {

	private static final StopSignal GO = new StopSignal();

	private static final DiffusionEngine ENGINE = new DiffusionEngine();

	@TempDir
	static Path tmp;

	private static Path whole;

	private static Path openClip;

	private static Path text;

	private static Weights golden;

	private static List<String> phrases;

	@BeforeAll
	static void open() throws IOException {
		whole = TinyClip.whole().write(tmp.resolve("whole.safetensors"));
		openClip = TinyClip.openClip(tmp).write(tmp.resolve("open.safetensors"));
		text = TinyClip.text().write(tmp.resolve("text.safetensors"));
		golden = Golden.open("clip_joint.safetensors");
		phrases = List.of(new Gson().fromJson(golden.metadata("phrases")
			.orElseThrow(), String[].class));
	}

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	@Test
	void comparesPicturesWithPhrasesAsTheReferenceDoes() throws IOException {
		assertLogits(new ClipSession.Files(whole, Optional.empty()), 50);
	}

	@Test
	void readsOpenClipsNaming() throws IOException {
		assertLogits(new ClipSession.Files(openClip, Optional.empty()), 50);
	}

	/** NB: neither file tells the scale. */
	@Test
	void takesBothEncodersOfFilesOfTheirOwn() throws IOException {
		assertLogits(new ClipSession.Files(Golden.file(
			"tiny_clip_vision.safetensors"), Optional.of(text)), 100);
	}

	private static void assertLogits(final ClipSession.Files files,
		final double scale) throws IOException
	{
		try (ClipSession clip = ENGINE.clip(files, GO)) {
			assertEquals(scale, clip.scale(), 1e-4);
			assertEquals(scale != 100, clip.tellsScale());
			final Tensor texts = clip.phrases(phrases);
			final Tensor expected = golden.read("logits_per_image");
			final String[] names = { "big", "small", "sq56", "tall" };
			for (int i = 0; i < names.length; i++) {
				final Tensor picture = clip.pictures(GoldenPixels.picture(Golden.open(
					"clip_vision.safetensors").read(names[i] + "/image_u8")),
					SquareFit.CENTER);
				assertClose(names[i], expected.items(i, i + 1), products(picture, texts)
					.map(v -> v * 50), 2e-3);
			}
		}
	}

	private static Tensor products(final Tensor picture, final Tensor texts) {
		final Tensor out = Tensor.zeros(1, texts.size(0));
		for (int i = 0; i < texts.length(); i++) {
			out.data()[i / TinyClip.WIDTH] += picture.data()[i % TinyClip.WIDTH] *
				texts.data()[i];
		}
		return out;
	}

	@Test
	void refusesEncodersOfDifferentModels() throws IOException {
		final Path unclip = new Rewritten(Golden.file(
			"families/tiny_unclip_l_delta.safetensors")).saying("latentj.clip_heads",
				"2").write(tmp.resolve("unclip.safetensors"));
		assertRefused(new ClipSession.Files(unclip, Optional.of(text)),
			"text.safetensors: the text encoder's projection gives 24 numbers",
			"unclip.safetensors gives 32: they are not of one CLIP model");
	}

	@Test
	void saysWhatAFileLacks() throws IOException {
		assertRefused(new ClipSession.Files(text, Optional.empty()),
			"text.safetensors: has no image encoder of CLIP");
		final Path bare = TinyClip.text().without(n -> n.startsWith(
			"text_projection")).write(tmp.resolve("bare.safetensors"));
		assertRefused(new ClipSession.Files(whole, Optional.of(bare)),
			"bare.safetensors: has a text encoder without 'text_projection.weight'");
		final Path gap = TinyClip.whole().without(n -> n.endsWith(
			"layers.1.mlp.fc1.bias") && n.startsWith("vision")).write(tmp.resolve(
				"gap.safetensors"));
		assertRefused(new ClipSession.Files(gap, Optional.empty()),
			"gap.safetensors", "vision_model.encoder.layers.1.mlp.fc1.bias");
		final Path scale = TinyClip.whole().with("logit_scale", "F32", new byte[8],
			2).write(tmp.resolve("scale.safetensors"));
		assertRefused(new ClipSession.Files(scale, Optional.empty()),
			"'logit_scale': one number is valid");
	}

	private static void assertRefused(final ClipSession.Files files,
		final String... words)
	{
		final String message = assertThrows(IllegalArgumentException.class,
			() -> ENGINE.clip(files, GO).close()).getMessage();
		for (final String word : words) {
			assertTrue(message.contains(word), message);
		}
	}

	@Test
	void refusesPhrasesThatMeanSomethingElse() throws IOException {
		try (ClipSession clip = ENGINE.clip(new ClipSession.Files(whole, Optional
			.empty()), GO))
		{
			assertPhrase(clip, "a (red:1.3) cat", "gives 'red' a weight of 1.3");
			assertPhrase(clip, "a (cat)", "gives 'cat' a weight of 1.1");
			assertPhrase(clip, "embedding:ti a cat", "names an embedding");
			assertPhrase(clip, "<lora:ti:0.8> a cat", "names a LoRA");
			assertPhrase(clip, " ", "a phrase is empty");
			assertPhrase(clip, "word ".repeat(76), "at most 75 tokens are valid");
			assertEquals(2, clip.phrases(List.of("a \\(b\\)", "word ".repeat(75)))
				.size(0));
		}
	}

	private static void assertPhrase(final ClipSession clip, final String phrase,
		final String words)
	{
		final String message = assertThrows(IllegalArgumentException.class,
			() -> clip.phrases(List.of("a cat", phrase))).getMessage();
		assertTrue(message.contains(words), message);
	}

	@Test
	void saysThatAPictureEncoderReadsNoPhrases() throws IOException {
		final Path file = Golden.file("tiny_clip_vision.safetensors");
		try (ClipSession clip = ENGINE.clip(new ClipSession.Files(file, Optional
			.empty()), GO))
		{
			assertTrue(assertThrows(IllegalArgumentException.class, () -> clip
				.phrases(List.of("a"))).getMessage().contains(
					"has an image encoder alone, which reads no phrases"));
		}
	}

	@Test
	void keepsItsEncodersLoadedAndNamesItsFiles() throws IOException {
		final Path own = TinyClip.whole().write(tmp.resolve("own.safetensors"));
		final List<ModelFile> described = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			try (ClipSession clip = ENGINE.clip(new ClipSession.Files(own, Optional
				.empty()), GO))
			{
				clip.phrases(List.of("a"));
				clip.pictures(Tensor.full(0.5f, 1, 3, 20, 20), SquareFit.NONE);
				described.addAll(clip.describe(new FileHashes(FileHashes.Store
					.inMemory()), stage -> {}));
			}
		}
		assertEquals(2, ENGINE.cache().sizes().keySet().stream().filter(k -> k
			.file().endsWith("own.safetensors")).count());
		assertEquals(2, described.size());
		assertEquals(new ModelFile("own.safetensors", CheckpointFormats.open(own)
			.sha256(GO)), described.get(0));
	}

	@Test
	void stops() throws IOException {
		final StopSignal stop = new StopSignal();
		try (ClipSession clip = ENGINE.clip(new ClipSession.Files(whole, Optional
			.empty()), stop))
		{
			stop.stop();
			assertThrows(CancellationException.class, () -> clip.phrases(List.of(
				"a")));
		}
		assertFalse(GO.isStopped());
	}
}
