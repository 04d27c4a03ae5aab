
package org.latentj.engine.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentj.checkpoint.format.SafetensorsFile;
import org.latentj.engine.folder.ModelFolder.Kind;
import org.latentj.family.embedding.EmbeddingFiles;
import org.latentj.family.embedding.EmbeddingReader;
import org.latentj.golden.DiffusersFolders;
import org.latentj.golden.Golden;
import org.latentj.sampling.hint.PictureInput;

class ModelFolderTest {

	@TempDir
	Path tmp;

	@Test
	void findsComfyUisLayoutFromItsInstallationFolder() throws IOException {
		file("ComfyUI/models/checkpoints/sub dir/b.safetensors");
		file("ComfyUI/models/checkpoints/A.safetensors");
		file("ComfyUI/models/checkpoints/put_checkpoints_here");
		file("ComfyUI/models/vae/v.safetensors");
		file("ComfyUI/models/loras/l.safetensors");
		final ModelFolder folder = new ModelFolder(List.of(tmp.resolve("ComfyUI")));
		assertEquals(List.of("A.safetensors", "sub dir/b.safetensors"), folder
			.names(Kind.CHECKPOINT));
		assertEquals(List.of("v.safetensors"), folder.names(Kind.VAE));
		assertEquals(List.of("l.safetensors"), folder.names(Kind.LORA));
		assertEquals(tmp.resolve(
			"ComfyUI/models/checkpoints/sub dir/b.safetensors"), folder.find(
				Kind.CHECKPOINT, "sub dir/b.safetensors"));
	}

	@Test
	void findsCheckpointsInTheFolderItselfButNotInOtherKindsFolders()
		throws IOException
	{
		file("models/latentj-demo.safetensors");
		file("models/other/c.safetensors");
		file("models/vae/v.safetensors");
		final ModelFolder folder = new ModelFolder(List.of(tmp.resolve("models")));
		assertEquals(List.of("latentj-demo.safetensors", "other/c.safetensors"),
			folder.names(Kind.CHECKPOINT));
	}

	@Test
	void prefersTheFirstFolderAndTheBundledCheckpoint() throws IOException {
		file("one/a.safetensors");
		file("two/a.safetensors");
		file("two/latentj-demo.safetensors");
		final ModelFolder folder = new ModelFolder(List.of(tmp.resolve("one"), tmp
			.resolve("two"), tmp.resolve("missing")));
		assertEquals(tmp.resolve("one/a.safetensors"), folder.find(Kind.CHECKPOINT,
			"a.safetensors"));
		assertEquals(Optional.of("latentj-demo.safetensors"), folder
			.firstCheckpoint(PictureInput.values()));
	}

	@Test
	void offersFirstWhatFits() throws IOException {
		file("a.safetensors");
		final Path upscaler = Golden.file("families/tiny_x4_upscaler.safetensors");
		final ModelFolder folder = new ModelFolder(List.of(tmp));
		final Set<PictureInput> upscaling = Set.of(PictureInput.UPSCALING);
		assertFalse(folder.hasCheckpoint(upscaling));
		assertEquals(Optional.of("a.safetensors"), folder.firstCheckpoint(upscaling
			.toArray(PictureInput[]::new)));
		Files.copy(upscaler, tmp.resolve("x4.safetensors"));
		assertTrue(folder.hasCheckpoint(upscaling));
		assertEquals(Optional.of("x4.safetensors"), folder.firstCheckpoint(upscaling
			.toArray(PictureInput[]::new)));
		assertEquals(List.of("x4.safetensors", "a.safetensors"), folder.checkpoints(
			upscaling));
		assertEquals(List.of("a.safetensors", "x4.safetensors"), folder.checkpoints(
			Set.of(PictureInput.NONE)));
	}

	@Test
	void tellsWhichOfOneNameIsUsed() throws IOException {
		file("one/a.safetensors");
		file("one/vae/a.safetensors");
		file("one/checkpoints/b.safetensors");
		file("one/b.safetensors");
		file("two/a.safetensors");
		file("two/c.safetensors");
		Files.createSymbolicLink(tmp.resolve("one/c.safetensors"), tmp.resolve(
			"two/c.safetensors"));
		final ModelFolder folder = new ModelFolder(List.of(tmp.resolve("one"), tmp
			.resolve("two")));
		assertEquals(Map.of("a.safetensors", List.of(tmp.resolve(
			"one/a.safetensors"), tmp.resolve("two/a.safetensors")), "b.safetensors",
			List.of(tmp.resolve("one/checkpoints/b.safetensors"), tmp.resolve(
				"one/b.safetensors"))), folder.doubles(Kind.CHECKPOINT));
		assertEquals(Map.of(), folder.doubles(Kind.VAE));
		for (final ModelFolder alone : folder.each()) {
			assertEquals(List.of("a.safetensors"), alone.names(Kind.CHECKPOINT)
				.subList(0, 1));
		}
	}

	@Test
	void looksIntoEachFolderOnce() throws IOException {
		file("one/a.safetensors");
		final Path link = Files.createSymbolicLink(tmp.resolve("link"), tmp.resolve(
			"one"));
		final ModelFolder folder = new ModelFolder(List.of(tmp.resolve("one"), tmp
			.resolve("missing"), link, tmp.resolve("missing/../one"), tmp.resolve(
				"missing")));
		assertEquals(List.of(tmp.resolve("one"), tmp.resolve("missing")), folder
			.roots());
	}

	@Test
	void acceptsThePathOfAFile() throws IOException {
		final Path elsewhere = file("else where/ü.safetensors");
		assertEquals(elsewhere, new ModelFolder(List.of()).find(Kind.CHECKPOINT,
			elsewhere.toString()));
	}

	@Test
	void namesWhatIsThereAndWhereItLooked() throws IOException {
		file("models/a.safetensors");
		final ModelFolder folder = new ModelFolder(List.of(tmp.resolve("models")));
		for (final String name : List.of("b.safetensors", "", "nul\0", "models")) {
			final String message = assertThrows(IllegalArgumentException.class,
				() -> folder.find(Kind.CHECKPOINT, name)).getMessage();
			assertTrue(message.contains("'" + name + "'"), message);
			assertTrue(message.contains("a.safetensors"), message);
			assertTrue(message.contains(tmp.resolve("models/checkpoints").toString()),
				message);
		}
	}

	@Test
	void saysAtOnceWhyTheFileThatIsMeantCannotBeUsed() throws IOException {
		Files.write(file("checkpoints/old.ckpt"), "PK\3\4".getBytes());
		final ModelFolder folder = new ModelFolder(List.of(tmp));
		final String message = assertThrows(IllegalArgumentException.class,
			() -> folder.find(Kind.CHECKPOINT, "old")).getMessage();
		assertTrue(message.startsWith(
			"there is no checkpoint 'old', and 'old.ckpt' cannot be used: the zip archive's directory is missing"),
			message);
	}

	@ParameterizedTest
	@EnumSource(names = { "CHECKPOINT", "VAE", "LORA", "CONTROL_NET" })
	void findsThemWithoutEndingOrFolder(final Kind kind) throws IOException {
		final ModelFolder folder = new ModelFolder(List.of(tmp));
		final String at = kind.folder();
		final Path one = model(kind, at + "/sd15/one.safetensors");
		model(kind, at + "/sd15/hat.safetensors");
		model(kind, at + "/xl/hat.safetensors");
		for (final String name : List.of("sd15/one.safetensors", "sd15/one", "one",
			"one.safetensors", "sd15\\one"))
		{
			assertEquals(one, folder.find(kind, name));
		}
		assertEquals(tmp.resolve(at + "/xl/hat.safetensors"), folder.find(kind,
			"xl/hat"));
		assertEquals("'hat' may be several " + kind.noun() +
			"s: write 'sd15/hat.safetensors' or 'xl/hat.safetensors'", assertThrows(
				IllegalArgumentException.class, () -> folder.find(kind, "hat"))
				.getMessage());
	}

	/** A file that can be used as that. */
	private Path model(final Kind kind, final String name) throws IOException {
		final Path file = file(name);
		if (kind == Kind.CONTROL_NET) {
			Files.copy(Golden.file("families/controlnet/micro_cn_a.safetensors"),
				file, StandardCopyOption.REPLACE_EXISTING);
		}
		return file;
	}

	@ParameterizedTest
	@CsvSource({ "Dreamer.ckpt,sd15/dreamer.safetensors",
		"other/dreamer.safetensors,sd15/dreamer.safetensors",
		"C:\\models\\dreamer,sd15/dreamer.safetensors" })
	void namesTheFileThatIsMeant(final String name, final String remedy)
		throws IOException
	{
		file("models/checkpoints/sd15/dreamer.safetensors");
		file("models/checkpoints/cells.safetensors");
		final ModelFolder folder = new ModelFolder(List.of(tmp.resolve("models")));
		final String message = assertThrows(IllegalArgumentException.class,
			() -> folder.find(Kind.CHECKPOINT, name)).getMessage();
		assertTrue(message.startsWith("there is no checkpoint '" + name +
			"': write '" + remedy + "'.\n\nLooked in:\n"), message);
	}

	/** NB: which is what says why it is no checkpoint. */
	@Test
	void findsWhatIsThereByItsPath() throws IOException {
		final Path other = Files.createDirectory(tmp.resolve("no checkpoint"));
		final ModelFolder folder = new ModelFolder(List.of(tmp.resolve("models")));
		assertEquals(other, folder.find(Kind.CHECKPOINT, other.toString()));
		assertThrows(IllegalArgumentException.class, () -> folder.find(
			Kind.CHECKPOINT, other.resolve("none").toString()));
	}

	@Test
	void saysWhichFolderMayNotBeRead() throws IOException {
		file("models/checkpoints/sd15/dreamer.safetensors");
		final ModelFolder folder = new ModelFolder(List.of(tmp.resolve("models")));
		assertEquals(List.of(), folder.closed());
		final Path closed = tmp.resolve("models/checkpoints/sd15");
		closed.toFile().setReadable(false);
		try {
			assumeFalse(Files.isReadable(closed), "this user may read everything");
			assertEquals(List.of(closed), folder.closed());
			assertTrue(assertThrows(IllegalArgumentException.class, () -> folder.find(
				Kind.CHECKPOINT, "dreamer")).getMessage().startsWith(
					"there is no checkpoint 'dreamer'; none was found, " + closed +
						" may not be read: give yourself the permission to read it.\n\n" +
						"Looked in:\n"));
		}
		finally {
			closed.toFile().setReadable(true);
		}
	}

	@Test
	void saysOfAMissingEmbeddingWhichFolderMayNotBeRead() throws IOException {
		file("models/embeddings/mine/dreamer.safetensors");
		file("models/embeddings/other.safetensors");
		final ModelFolder folder = new ModelFolder(List.of(tmp.resolve("models")));
		final Path closed = tmp.resolve("models/embeddings/mine");
		assertEquals("prompt, embedding:x: there is no such embedding; there are " +
			"mine/dreamer, other", missingEmbedding(folder, "x"));
		closed.toFile().setReadable(false);
		try {
			assumeFalse(Files.isReadable(closed), "this user may read everything");
			assertEquals("prompt, embedding:dreamer: there is no such embedding; " +
				closed + " may not be read: give yourself the permission to read " +
				"it; there is other", missingEmbedding(folder, "dreamer"));
			closed.getParent().toFile().setReadable(false);
			assertTrue(missingEmbedding(folder, "dreamer").startsWith("prompt, " +
				"embedding:dreamer: there is no such embedding; " + closed.getParent() +
				" may not be read: give yourself the permission to " +
				"read it; there are none: "));
		}
		finally {
			closed.getParent().toFile().setReadable(true);
			closed.toFile().setReadable(true);
		}
	}

	private static String missingEmbedding(final ModelFolder folder,
		final String name)
	{
		return assertThrows(IllegalArgumentException.class,
			() -> new EmbeddingFiles(folder.allFiles(Kind.EMBEDDING),
				new EmbeddingReader()).of(8, "clip_l", w -> {}).missing(name))
			.getMessage();
	}

	@Test
	void saysOfAMissingTinyVaeWhichFolderMayNotBeRead() throws IOException {
		final Path closed = file("models/vae_approx/taesd_decoder.safetensors")
			.getParent();
		closed.toFile().setReadable(false);
		try {
			assumeFalse(Files.isReadable(closed), "this user may read everything");
			final ModelFolder folder = new ModelFolder(List.of(tmp.resolve(
				"models")));
			assertEquals(List.of(), folder.names(Kind.VAE));
			assertEquals(List.of(closed), folder.closed());
			final String problem = assertThrows(IllegalArgumentException.class,
				() -> folder.tinyVaes().of(Optional.of("taesd"))).getMessage();
			assertTrue(problem.contains("which is not there; " + closed +
				" may not be read: give yourself the permission to read it; put"),
				problem);
		}
		finally {
			closed.toFile().setReadable(true);
		}
	}

	/** NB: what other programs make of models, which people download. */
	@Test
	void listsFilesOfOtherProgramsWithTheReason() throws IOException {
		for (final String kind : List.of("checkpoints", "vae", "loras",
			"controlnet"))
		{
			Files.write(file(kind + "/net.onnx"), new byte[9]);
			Files.writeString(file(kind + "/a/net.gguf"), "GGUF then numbers");
			Files.write(file(kind + "/old.h5"), new byte[] { (byte) 0x89, 'H', 'D',
				'F', '\r', '\n', 0x1a, '\n' });
		}
		final ModelFolder folder = new ModelFolder(List.of(tmp));
		for (final Kind kind : List.of(Kind.CHECKPOINT, Kind.VAE, Kind.LORA,
			Kind.CONTROL_NET))
		{
			assertEquals(List.of(), folder.names(kind));
			final Map<String, String> why = folder.unusable(kind);
			assertEquals(Set.of("a/net.gguf", "net.onnx", "old.h5"), why.keySet());
			assertEquals("is an ONNX model, which cannot be opened; choose the " +
				".safetensors file that it was made from", why.get("net.onnx"));
			assertTrue(why.get("a/net.gguf").startsWith("is a GGUF file"));
			assertTrue(why.get("old.h5").startsWith("is an HDF5 file"));
		}
		for (final String name : List.of("old", "old.safetensors", "sd/Old")) {
			final String problem = assertThrows(IllegalArgumentException.class,
				() -> folder.find(Kind.CHECKPOINT, name)).getMessage();
			assertTrue(problem.startsWith("there is no checkpoint '" + name +
				"', and 'old.h5' cannot be used: is an HDF5 file, which cannot be " +
				"opened"), problem);
		}
	}

	@Test
	void namesTheThreeNearestOfMany() throws IOException {
		for (int i = 0; i < 20; i++) {
			file("models/cells" + i + ".safetensors");
		}
		final String message = assertThrows(IllegalArgumentException.class,
			() -> new ModelFolder(List.of(tmp.resolve("models"))).find(
				Kind.CHECKPOINT, "cell7.safetensors")).getMessage();
		assertTrue(message.startsWith(
			"there is no checkpoint 'cell7.safetensors'; " +
				"the nearest are 'cells7.safetensors', 'cells"), message);
		assertTrue(message.lines().findFirst().orElseThrow().length() < 150,
			message);
		assertTrue(message.contains(".\n\nAll checkpoints:\ncells0.safetensors,\n"),
			message);
	}

	@Test
	void tellsAllFoldersThatAreThere() throws IOException {
		for (final String folder : List.of("checkpoints", "diffusers", "unet",
			"clip", "vae_approx"))
		{
			file(folder + "/a.safetensors");
		}
		final ModelFolder folder = new ModelFolder(List.of(tmp));
		assertEquals(Stream.of("", "checkpoints", "diffusers", "unet").map(f -> tmp
			.resolve(f).toString()).toList(), folder.places(Kind.CHECKPOINT));
		assertEquals(Stream.of("text_encoders", "clip").map(f -> tmp.resolve(f)
			.toString()).toList(), folder.places(Kind.TEXT_ENCODER));
		assertEquals(Stream.of("vae", "vae_approx").map(f -> tmp.resolve(f)
			.toString()).toList(), folder.places(Kind.VAE));
	}

	/** NB: as it lies there for previews. */
	@Test
	void saysWhatATinyVaeLacks() throws IOException {
		file("vae_approx/taesd_decoder.safetensors");
		final ModelFolder folder = new ModelFolder(List.of(tmp));
		assertEquals(List.of(), folder.allNames(Kind.VAE));
		final String message = assertThrows(IllegalArgumentException.class,
			() -> folder.find(Kind.VAE, "taesd")).getMessage();
		assertTrue(message.startsWith("the VAE 'taesd' is not whole: ") && message
			.contains("taesd_decoder.safetensors' there is no 'taesd_encoder'"),
			message);
		assertTrue(assertThrows(IllegalArgumentException.class, () -> folder.find(
			Kind.VAE, "taesdxl")).getMessage().startsWith("there is no VAE"));
	}

	@Test
	void survivesALoopOfLinks() throws IOException {
		file("models/checkpoints/a.safetensors");
		Files.createSymbolicLink(tmp.resolve("models/checkpoints/loop"), tmp
			.resolve("models"));
		final ModelFolder folder = new ModelFolder(List.of(tmp.resolve("models")));
		assertTrue(folder.names(Kind.CHECKPOINT).contains("a.safetensors"));
	}

	@Test
	void findsAFileThatWasDroppedInLater() throws IOException {
		file("models/a.safetensors");
		final ModelFolder folder = new ModelFolder(List.of(tmp.resolve("models")));
		assertEquals(1, folder.names(Kind.CHECKPOINT).size());
		file("models/b.safetensors");
		assertEquals(2, folder.names(Kind.CHECKPOINT).size());
	}

	/** A ComfyUI models folder, given as a folder of ours. */
	@Test
	void offersOnlyWhatCanBeRunAndSaysWhyNotOfTheRest() throws IOException {
		for (final String folder : List.of("controlnet", "text_encoders", "clip",
			"upscale_models", "loras", "clip_vision"))
		{
			file(folder + "/a.safetensors");
		}
		with("unet/u.safetensors", "input_blocks.0.0.weight");
		with("diffusion_models/flux.safetensors", "double_blocks.0.a");
		with("text_encoders/t.safetensors", "text_model.encoder.a");
		file("checkpoints/good.safetensors");
		file("checkpoints/good2.SFT");
		with("checkpoints/lora.safetensors", "lora_unet_a.lora_down.weight");
		with("checkpoints/net.safetensors",
			"control_model.input_blocks.0.0.weight");
		with("vae/none.safetensors", "a");
		file("vae/good.sft");
		Files.write(file("checkpoints/old.ckpt"), "PK\3\4".getBytes());
		Files.write(file("broken.safetensors"), new byte[3]);
		final ModelFolder folder = new ModelFolder(List.of(tmp));
		assertEquals(List.of("good.safetensors", "good2.SFT", "unet/u.safetensors"),
			folder.names(Kind.CHECKPOINT));
		assertEquals(List.of("t.safetensors"), folder.names(Kind.TEXT_ENCODER));
		assertEquals(Optional.of("good.safetensors"), folder.firstCheckpoint(
			PictureInput.values()));
		assertEquals(List.of("good.sft"), folder.names(Kind.VAE));
		final Map<String, String> why = folder.unusable(Kind.CHECKPOINT);
		assertEquals(Set.of("broken.safetensors",
			"diffusion_models/flux.safetensors", "lora.safetensors",
			"net.safetensors", "old.ckpt"), why.keySet());
		assertTrue(why.get("lora.safetensors").startsWith("this is a LoRA"), why
			.toString());
		assertTrue(why.get("net.safetensors").startsWith("this is a ControlNet"),
			why.toString());
		assertTrue(why.get("old.ckpt").startsWith(
			"the zip archive's directory is missing"), why.toString());
		assertTrue(why.get("broken.safetensors").startsWith("header length: "), why
			.toString());
		assertTrue(folder.unusable(Kind.VAE).get("none.safetensors").startsWith(
			"there is no VAE in it"));
	}

	@Test
	void findsWhatCannotBeUsedByItsName() throws IOException {
		Files.write(file("checkpoints/old.ckpt"), "PK\3\4".getBytes());
		final ModelFolder folder = new ModelFolder(List.of(tmp));
		assertEquals(tmp.resolve("checkpoints/old.ckpt"), folder.find(
			Kind.CHECKPOINT, "old.ckpt"));
		assertTrue(folder.allNames(Kind.CHECKPOINT).contains("old.ckpt"));
	}

	private void with(final String name, final String tensor) throws IOException {
		SafetensorsFile.write(file(name), "{" + SafetensorsFile.entry(tensor, "U8",
			"[1]", 0, 1) + "}", 1);
	}

	@Test
	void listsAFolderOfDiffusersAsOneCheckpoint() throws IOException {
		DiffusersFolders.writeSharded(tmp.resolve("diffusers/org/net"));
		DiffusersFolders.write(tmp.resolve("checkpoints/other"));
		final ModelFolder folder = new ModelFolder(List.of(tmp));
		assertEquals(List.of("org/net", "other"), folder.names(Kind.CHECKPOINT));
		assertEquals(Map.of(), folder.unusable(Kind.CHECKPOINT));
		final Path index = tmp.resolve("diffusers/org/net/model_index.json");
		assertEquals(index, folder.find(Kind.CHECKPOINT, "org/net"));
		assertEquals(index, folder.find(Kind.CHECKPOINT, index.getParent()
			.toString()));
		Files.delete(index.resolveSibling(
			"unet/diffusion_pytorch_model-00001-of-00003.safetensors"));
		assertTrue(folder.unusable(Kind.CHECKPOINT).get("org/net").startsWith(
			"there is no such file"));
	}

	@Test
	void findsEmbeddingsOfEveryFormat() throws IOException {
		file("embeddings/a.safetensors");
		file("embeddings/b/c.pt");
		file("embeddings/d.bin");
		file("embeddings/e.ckpt");
		file("embeddings/word.png");
		file("embeddings/readme.txt");
		final ModelFolder folder = new ModelFolder(List.of(tmp));
		assertEquals(List.of("a.safetensors", "b/c.pt", "d.bin", "e.ckpt"), folder
			.names(Kind.EMBEDDING));
		assertEquals(Set.of("word.png"), folder.unusable(Kind.EMBEDDING).keySet());
		assertTrue(folder.allFiles(Kind.EMBEDDING).containsKey("word.png"));
	}

	private Path file(final String name) throws IOException {
		final Path file = tmp.resolve(name);
		Files.createDirectories(file.getParent());
		return SafetensorsFile.writeModel(file);
	}
}
