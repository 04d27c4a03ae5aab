
package org.latentj.studio.form;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.engine.folder.ModelFolder;
import org.latentj.golden.Golden;

class KnownFilesTest {

	@TempDir
	Path tmp;

	private ModelFolder models() throws IOException {
		Files.createDirectories(tmp.resolve("loras"));
		Files.copy(Golden.file("families/micro_sd1.safetensors"), tmp.resolve(
			"mine v1.safetensors"));
		Files.copy(Golden.file("lora_peft.safetensors"), tmp.resolve(
			"loras/a.safetensors"));
		return new ModelFolder(List.of(tmp));
	}

	@Test
	void takeFilesThatAreHereByTheirNames() throws IOException {
		final KnownFiles known = KnownFiles.of(Map.of("checkpoint",
			"sd/mine v1.ckpt", "lora", "a:0.8:0.5", "steps", "3", "vae",
			"from checkpoint"), models());
		assertEquals(Map.of("checkpoint", "mine v1.safetensors", "lora",
			"\"a.safetensors\":0.8:0.5", "steps", "3", "vae", "from checkpoint"),
			known.values());
		assertEquals(List.of(), known.notes());
	}

	@Test
	void leaveOutAllOthersAndSaySo() throws IOException {
		final KnownFiles known = KnownFiles.of(Map.of("checkpoint",
			"//server/x.safetensors", "lora", "\"/etc/b\":1, a:1", "vae",
			"../../v.pt", "clip", "/c", "control", "/d image=x", "refiner", "r",
			"cfg", "2"), models());
		assertEquals(Map.of("lora", "\"a.safetensors\":1.0:1.0", "cfg", "2"), known
			.values());
		assertEquals(6, known.notes().size(), known.notes().toString());
	}

	@Test
	void areFoundWithoutFolderAndEnding() {
		final List<String> names = List.of("x/a.v2.safetensors", "a.safetensors");
		assertEquals(Optional.of("a.safetensors"), KnownFiles.find("a", names));
		assertEquals(Optional.of("x/a.v2.safetensors"), KnownFiles.find("a.v2",
			names));
		assertEquals(Optional.empty(), KnownFiles.find("b", names));
	}
}
