
package org.latentj.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.latentj.checkpoint.format.SafetensorsFile.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.checkpoint.format.CheckpointFormats;
import org.latentj.checkpoint.format.SafetensorsFile;
import org.latentj.control.StopSignal;

/** {@link Checkpoint}: what is opened, what is refused, and the file's hash. */
class CheckpointTest {

	@TempDir
	Path folder;

	@Test
	void opensWhatALinkLeadsTo() throws IOException {
		final Path blob = good(folder.resolve("blob"));
		final Path link = Files.createSymbolicLink(folder.resolve(
			"model.safetensors"), blob);
		assertEquals(blob.toRealPath(), CheckpointFormats.open(link).file());
	}

	@Test
	void opensASafetensorsFileOfAnyName() throws IOException {
		assertEquals(1, CheckpointFormats.open(good(folder.resolve("model.bin")))
			.tensors().size());
	}

	@Test
	void opensAPathWithBlanksAndUmlauts() throws IOException {
		final Path odd = Files.createDirectories(folder.resolve(
			"Mikroskop B\u00e4nder #1"));
		assertEquals(1, CheckpointFormats.open(good(odd.resolve(
			"m o d.SAFETENSORS"))).tensors().size());
	}

	@Test
	void keepsItsMapsFromChanges() throws IOException {
		final Checkpoint c = CheckpointFormats.open(good(folder.resolve(
			"a.safetensors")));
		assertThrows(UnsupportedOperationException.class, () -> c.tensors()
			.clear());
		assertThrows(UnsupportedOperationException.class, () -> c.metadata()
			.clear());
	}

	@Test
	void refusesAMissingFile() {
		assertRefused(folder.resolve("missing.safetensors"),
			"there is no such file");
	}

	@Test
	void refusesALoopOfLinks() throws IOException {
		final Path loop = folder.resolve("loop.safetensors");
		Files.createSymbolicLink(loop, loop);
		assertRefused(loop, "if it is a symbolic link, let it lead to a file");
	}

	@Test
	void refusesAFileThatMayNotBeRead() throws IOException {
		final Path closed = good(folder.resolve("closed.safetensors"));
		closed.toFile().setReadable(false);
		assumeFalse(Files.isReadable(closed), "this user may read everything");
		assertRefused(closed, "may not be read: give yourself the permission");
	}

	@Test
	void refusesADevice() {
		final Path device = Path.of("/dev/zero");
		assumeFalse(!Files.exists(device), "there is no such device here");
		assertRefused(device, "is neither a file nor a folder");
	}

	@ParameterizedTest
	@CsvSource({ "sd15.ckpt, PK\u0003\u0004xyz, archive's directory is missing",
		"old.pt, \u0080\u0002}q, it is cut short or damaged",
		"renamed.safetensors, PK\u0003\u0004xyz, archive's directory is missing",
		"lfs.safetensors, version https://git-lfs.github.com/spec/v1, Git LFS pointer",
		"page.safetensors, '\n<!DOCTYPE html><html>', is a web page",
		"page.safetensors, <HTML lang, is a web page",
		"flux.gguf, GGUF\u0003, is a GGUF file",
		"unet.onnx, '\b\n', is an ONNX model",
		"readme.txt, hello, no checkpoint in a format that can be opened",
		"other.ckpt, hello, is no file that PyTorch has written",
		"empty.ckpt, '', is no file that PyTorch has written",
		"empty.txt, '', no checkpoint in a format that can be opened" })
	void refusesOtherFilesByName(final String name, final String content,
		final String problem) throws IOException
	{
		assertRefused(Files.write(folder.resolve(name), content.getBytes(
			StandardCharsets.ISO_8859_1)), problem, ".safetensors");
	}

	@ParameterizedTest
	@CsvSource({
		"unet/config.json, is a diffusers folder without model_index.json",
		"unet/model.onnx, is a folder of ONNX models",
		"some.safetensors, 'is a folder; choose a .safetensors file'" })
	void refusesFoldersByWhatTheyHold(final String entry, final String problem)
		throws IOException
	{
		final Path file = folder.resolve(entry);
		Files.createDirectories(file.getParent());
		Files.createFile(file);
		assertRefused(folder, problem, ".safetensors");
	}

	@Test
	void hashesTheWholeFile() throws IOException {
		final byte[] zeros = new byte[3_000_000];
		final Path file = SafetensorsFile.write(folder.resolve("z.safetensors"),
			"{" + entry("a", "U8", "[3000000]", 0, 3_000_000) + "}", zeros);
		// the number that sha256sum prints for this file
		assertEquals(
			"1359d9ced38d7e7e830c1034851788a1a067f5400d17cdb7567535fd0f85baba",
			CheckpointFormats.open(file).sha256(new StopSignal()));
	}

	@Test
	void stopsHashingWhenAsked() throws IOException {
		final Checkpoint c = CheckpointFormats.open(good(folder.resolve(
			"a.safetensors")));
		final StopSignal stop = new StopSignal();
		stop.stop();
		assertThrows(CancellationException.class, () -> c.sha256(stop));
	}

	private static Path good(final Path file) throws IOException {
		return SafetensorsFile.write(file, "{" + entry("a", "U8", "[4]", 0, 4) +
			"}", 4);
	}

	private static void assertRefused(final Path file,
		final String... fragments)
	{
		final CheckpointException e = assertThrows(CheckpointException.class,
			() -> CheckpointFormats.open(file));
		assertTrue(e.getMessage().startsWith(e.file() + ": "), e::getMessage);
		for (final String fragment : fragments) {
			assertTrue(e.getMessage().contains(fragment), e::getMessage);
		}
	}
}
