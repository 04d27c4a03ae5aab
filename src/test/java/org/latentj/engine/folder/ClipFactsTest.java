
package org.latentj.engine.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.golden.Golden;
import org.latentj.golden.Rewritten;
import org.latentj.golden.TinyClip;

/** What is said of CLIP models, and where they are found. */
class ClipFactsTest {

	@TempDir
	Path tmp;

	private Path folder;

	@BeforeEach
	void make() throws IOException {
		folder = Files.createDirectories(tmp.resolve("clip_vision"));
	}

	@Test
	void tellsOfBothEncoders() throws IOException {
		final List<String> lines = lines(TinyClip.whole().write(folder.resolve(
			"whole.safetensors")));
		for (final String line : List.of(
			"Kind: CLIP model, with image and text encoder",
			"Pictures: 56 x 56 pixels, patches of 14 x 14",
			"Image encoder: 3 layers of 32, 4 heads",
			"Text encoder: 3 layers of 64, 4 heads", "Vectors: 24 numbers",
			"Scale of cosines: 50.00", "Metadata latentj.clip_heads: 4"))
		{
			assertTrue(lines.contains(line), line + " in " + lines);
		}
	}

	/** NB: it was called one without a text encoder. */
	@Test
	void tellsWhichWeightCannotBeRun() throws IOException {
		final Path whole = TinyClip.whole().write(folder.resolve(
			"whole.safetensors"));
		assertTrue(lines(whole).stream().noneMatch(l -> l.startsWith("Cannot")));
		final String norm = "text_model.final_layer_norm.weight";
		final List<String> lines = lines(new Rewritten(whole).with(norm, "F32",
			new byte[4], 1).write(folder.resolve("odd.safetensors")));
		assertTrue(lines.contains("Kind: CLIP model, with image and text encoder"),
			lines.toString());
		assertTrue(lines.contains("Cannot be run: its encoders: '" + norm +
			"': has the shape [1], [64] fits"), lines.toString());
	}

	@Test
	void tellsOfAnImageEncoderAlone() throws IOException {
		assertTrue(lines(Golden.file("tiny_clip_vision.safetensors")).contains(
			"Kind: CLIP vision model, an image encoder without a text encoder"));
	}

	@Test
	void saysNothingOfOtherFiles() throws IOException {
		assertEquals(Optional.empty(), ClipFacts.of(CheckpointFormats.open(Golden
			.file("tiny_sd1.safetensors"))));
	}

	@Test
	void findsModelsInTheirFolderAndSaysWhyOthersCannotBeUsed()
		throws IOException
	{
		TinyClip.openClip(tmp).write(folder.resolve("open.safetensors"));
		Files.delete(tmp.resolve("parts.safetensors"));
		Files.copy(Golden.file("tiny_clip_vision.safetensors"), folder.resolve(
			"vision.safetensors"));
		TinyClip.text().write(folder.resolve("text.safetensors"));
		final ModelFolder models = new ModelFolder(List.of(tmp));
		assertEquals(List.of("open.safetensors", "vision.safetensors"), models
			.names(Kind.CLIP_VISION));
		final Map<String, String> unusable = models.unusable(Kind.CLIP_VISION);
		assertEquals(List.of("text.safetensors"), List.copyOf(unusable.keySet()));
		assertTrue(unusable.get("text.safetensors").contains(
			"has no image encoder of CLIP"), unusable.toString());
		assertEquals(Map.of(), models.unusable(Kind.CHECKPOINT));
	}

	private static List<String> lines(final Path file) throws IOException {
		return ClipFacts.of(CheckpointFormats.open(file)).orElseThrow().lines();
	}
}
