
package org.latentj.checkpoint.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.TensorInfo;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.naming.UNetNaming;
import org.latentj.golden.DiffusersFolders;
import org.latentj.golden.Golden;

/** Checkpoints of several files: diffusers' folders and shards. */
class DiffusersFolderTest {

	private static final String SHARDS =
		"unet/diffusion_pytorch_model.safetensors.index.json";

	@TempDir
	Path tmp;

	@Test
	void givesAUNetsTensorsTheReferencesNames() throws IOException {
		final Path folder = DiffusersFolders.write(tmp);
		final Weights unet = CheckpointFormats.open(folder.resolve(
			"unet/diffusion_pytorch_model.safetensors")).weights();
		final Map<String, String> keys = DiffusersFolders.keys("unet");
		final UNetNaming naming = UNetNaming.of(unet);
		keys.forEach((name, canonical) -> assertEquals(canonical,
			"model.diffusion_model." + naming.canonical(name)));
		assertEquals(keys.keySet(), Set.copyOf(unet.names()));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void hasTheTensorsOfTheSingleFile(final boolean sharded) throws IOException {
		final Path folder = sharded ? DiffusersFolders.writeSharded(tmp)
			: DiffusersFolders.write(tmp);
		final Weights weights = CheckpointFormats.open(folder).weights();
		final Weights expected = Golden.open("families/micro_sd1.safetensors");
		for (final String name : expected.names().stream().filter(n -> n.startsWith(
			"model.") || n.startsWith("cond_stage_model.transformer.text_model."))
			.toList())
		{
			assertArrayEquals(expected.read(name).data(), weights.read(name).data(),
				0, name);
		}
		final List<Path> files = CheckpointFormats.files(folder);
		assertEquals(sharded ? 7 : 4, files.size(), files.toString());
		assertEquals(folder.resolve("model_index.json"), files.get(0));
	}

	@Test
	void takesHalfPrecisionFirstAndTellsWhatTheSchedulerSays()
		throws IOException
	{
		final Path folder = DiffusersFolders.write(tmp);
		final Path unet = folder.resolve("unet");
		Files.copy(unet.resolve("diffusion_pytorch_model.safetensors"), unet
			.resolve("diffusion_pytorch_model.fp16.safetensors"));
		final Checkpoint opened = CheckpointFormats.open(folder.resolve(
			"model_index.json"));
		final TensorInfo first = opened.tensors().get(
			"model.diffusion_model.input_blocks.0.0.weight");
		assertEquals("diffusion_pytorch_model.fp16.safetensors", first.file().file()
			.getFileName().toString());
		assertEquals("scaled_linear", opened.metadata().get(
			"scheduler.beta_schedule"));
		assertEquals("StableDiffusionPipeline", opened.metadata().get("pipeline"));
	}

	/** A hub's cache: links to files of other names, in another folder. */
	@Test
	void followsTheLinksOfACache() throws IOException {
		final Path real = DiffusersFolders.writeSharded(tmp.resolve("real"));
		final Path blobs = Files.createDirectories(tmp.resolve("blobs"));
		final Path snapshot = tmp.resolve("snapshots/0a1b");
		int count = 0;
		for (final Path file : CheckpointFormats.files(real)) {
			final Path link = snapshot.resolve(real.relativize(file));
			final Path blob = Files.move(file, blobs.resolve("f" + count++));
			Files.createDirectories(link.getParent());
			Files.createSymbolicLink(link, link.getParent().relativize(blob));
		}
		final Checkpoint opened = CheckpointFormats.open(snapshot);
		assertEquals(blobs.toRealPath(), opened.tensors().get(
			"model.diffusion_model.out.2.weight").file().file().getParent());
		assertEquals(7, CheckpointFormats.files(snapshot).size());
	}

	@ParameterizedTest
	@CsvSource({ "../x.safetensors", "/etc/passwd", "a/b", "..", "C:x", "'a\\b'",
		"''" })
	void refusesShardsElsewhere(final String file) throws IOException {
		final Path folder = DiffusersFolders.writeSharded(tmp);
		final String index = Files.readString(folder.resolve(SHARDS));
		Files.writeString(folder.resolve(SHARDS), index.replace(
			"diffusion_pytorch_model-00002-of-00003.safetensors", file.replace("\\",
				"\\\\")));
		assertRefused(folder, "'" + file +
			"'; the name of a file in the index's folder is valid");
	}

	@Test
	void saysWhatIsWrongWithAnIndex() throws IOException {
		final Path folder = DiffusersFolders.writeSharded(tmp);
		final Path index = folder.resolve(SHARDS);
		final String right = Files.readString(index);
		for (final String wrong : List.of("", "{", "[]", "{}",
			"{\"weight_map\": {}}", "{\"weight_map\": []}",
			"{\"weight_map\": {\"a\": 1}}", "[".repeat(100_000)))
		{
			Files.writeString(index, wrong);
			assertRefused(folder, "");
		}
		Files.writeString(index, "{\"weight_map\": {}, " + right.substring(1));
		assertRefused(folder, index +
			": is refused: 'weight_map' is given twice in this JSON: give it once");
		Files.write(index, right.replace("conv_in.bias", "\u00b5").getBytes(
			StandardCharsets.ISO_8859_1));
		assertRefused(folder, index + ": is no text in UTF-8, which JSON is");
		Files.writeString(index, right.replace("\"conv_in.bias\"", "\"other\""));
		assertRefused(folder, "tensor 'other'");
		Files.writeString(index, right);
		final Path shard = folder.resolve(
			"unet/diffusion_pytorch_model-00001-of-00003.safetensors");
		Files.delete(shard);
		assertRefused(folder, "there is no such file");
		Files.createSymbolicLink(shard, shard.getFileName());
		assertRefused(folder, "cannot be opened");
	}

	@Test
	void saysWhichPartIsMissing() throws IOException {
		final Path folder = DiffusersFolders.write(tmp);
		Files.delete(folder.resolve("unet/diffusion_pytorch_model.safetensors"));
		assertRefused(folder,
			"there is no UNet in it (unet/diffusion_pytorch_model.safetensors is valid");
	}

	/** NB: without its scheduler it would be taken for one of another kind. */
	@ParameterizedTest
	@ValueSource(strings = { "vae", "scheduler" })
	void saysThatAPartMayNotBeRead(final String part) throws IOException {
		final Path folder = DiffusersFolders.write(tmp);
		final Path closed = Files.createDirectories(folder.resolve(part));
		closed.toFile().setReadable(false);
		closed.toFile().setExecutable(false);
		try {
			assumeFalse(Files.isReadable(closed), "this user may read everything");
			assertRefused(folder, part +
				": may not be read: give yourself the permission to read it");
		}
		finally {
			closed.toFile().setReadable(true);
			closed.toFile().setExecutable(true);
		}
	}

	@Test
	void saysThatItsModelsAreOnnx() throws IOException {
		final Path folder = DiffusersFolders.write(tmp);
		Files.move(folder.resolve("unet/diffusion_pytorch_model.safetensors"),
			folder.resolve("unet/model.onnx"));
		assertRefused(folder,
			"is a folder of ONNX models, which cannot be opened; choose the " +
				".safetensors file that they were made from");
	}

	private static void assertRefused(final Path file, final String problem) {
		final CheckpointException e = assertThrows(CheckpointException.class,
			() -> CheckpointFormats.open(file));
		assertTrue(e.getMessage().contains(problem), e.getMessage());
		assertTrue(new TreeSet<>(List.of(e.getMessage().split("[ :]"))).first()
			.length() < 1000);
	}
}
