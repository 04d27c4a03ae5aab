
package org.latentj.engine.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraFilesTest {

	@TempDir
	Path tmp;

	private LoraFiles files() throws Exception {
		for (final String name : new String[] { "a/loras/fur.safetensors",
			"a/loras/sd15/hat.safetensors", "a/loras/xl/hat.safetensors",
			"a/loras/xl/deep/one.pt", "b/loras/fur.safetensors",
			"b/loras/other.safetensors" })
		{
			Files.createDirectories(tmp.resolve(name).getParent());
			Files.write(tmp.resolve(name), new byte[0]);
		}
		return new ModelFolder(List.of(tmp.resolve("a"), tmp.resolve("b"))).loras();
	}

	@Test
	void findsThemAsComfyUiNamesThemAndWithoutEndingOrFolder() throws Exception {
		final LoraFiles files = files();
		for (final String name : new String[] { "fur.safetensors", "fur" }) {
			assertEquals(tmp.resolve("a/loras/fur.safetensors"), files.find(name)
				.file());
			assertEquals("fur.safetensors", files.find(name).name());
		}
		for (final String name : new String[] { "xl/deep/one.pt", "xl\\deep\\one",
			"one.pt", "one" })
		{
			assertEquals("xl/deep/one.pt", files.find(name).name());
		}
		assertEquals("sd15/hat.safetensors", files.find("sd15/hat").name());
		assertEquals(tmp.resolve("b/loras/other.safetensors"), files.find("other")
			.file());
	}

	@Test
	void saysWhereANameMayBeSeveralFiles() throws Exception {
		final LoraFiles files = files();
		assertEquals(
			"'hat' may be several LoRAs: write 'sd15/hat.safetensors' or " +
				"'xl/hat.safetensors'", assertThrows(IllegalArgumentException.class,
					() -> files.find("hat")).getMessage());
	}

	@Test
	void listsWhatIsThereWhereANameIsUnknown() throws Exception {
		final LoraFiles files = files();
		final String message = assertThrows(IllegalArgumentException.class,
			() -> files.find("furr")).getMessage();
		assertTrue(message.startsWith("there is no LoRA 'furr'"), message);
		assertTrue(message.contains("fur.safetensors") && message.contains(
			"xl/deep/one.pt") && message.contains(tmp.resolve("b/loras").toString()),
			message);
	}

	/** NB: nobody looks for what is there but of another program. */
	@Test
	void saysWhyAFileOfAnotherProgramCannotBeUsed() throws Exception {
		files();
		Files.writeString(tmp.resolve("b/loras/Net.GGUF"), "GGUF then numbers");
		final LoraFiles files = new ModelFolder(List.of(tmp.resolve("a"), tmp
			.resolve("b"))).loras();
		assertFalse(files.files().containsKey("Net.GGUF"));
		for (final String name : List.of("net", "Net.GGUF", "net.safetensors")) {
			assertTrue(files.known(name).isEmpty());
			final String message = assertThrows(IllegalArgumentException.class,
				() -> files.find(name)).getMessage();
			assertTrue(message.startsWith("there is no LoRA '" + name +
				"', and 'Net.GGUF' cannot be used: is a GGUF file"), message);
		}
		final String other = assertThrows(IllegalArgumentException.class,
			() -> files.find("another")).getMessage();
		assertTrue(other.startsWith("there is no LoRA 'another'; there are fur.") &&
			!other.contains("Net"), other);
	}

	/** As the setting {@code lora} and workflows ask for it. */
	@Test
	void saysItInTheModelFolderToo() throws Exception {
		final Path file = Files.createDirectories(tmp.resolve("loras")).resolve(
			"net.onnx");
		Files.write(file, new byte[9]);
		final ModelFolder folder = new ModelFolder(List.of(tmp));
		assertEquals(List.of(), folder.names(ModelFolder.Kind.LORA));
		assertEquals(file, folder.find(ModelFolder.Kind.LORA, "net.onnx"));
		final String message = assertThrows(IllegalArgumentException.class,
			() -> folder.find(ModelFolder.Kind.LORA, "net")).getMessage();
		assertTrue(message.startsWith(
			"there is no LoRA 'net', and 'net.onnx' cannot be used: is an ONNX model"),
			message);
		assertTrue(assertThrows(IllegalArgumentException.class, () -> folder.find(
			ModelFolder.Kind.LORA, "other")).getMessage().startsWith(
				"there is no LoRA 'other'; none was found"));
	}
}
