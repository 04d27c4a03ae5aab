
package org.latentj.studio.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

class UserFolderTest {

	private static final Path HOME = Path.of("/home/she");

	@Test
	void isWhereTheSystemWantsIt() {
		assertEquals(HOME.resolve(".local/share/latentj"), UserFolder.of("Linux",
			Map.of(), HOME));
		assertEquals(Path.of("/data/latentj"), UserFolder.of("Linux", Map.of(
			"XDG_DATA_HOME", "/data"), HOME));
		assertEquals(HOME.resolve("Library/Application Support/LatentJ"), UserFolder
			.of("Mac OS X", Map.of(), HOME));
		assertEquals(HOME.resolve("AppData/Roaming/LatentJ"), UserFolder.of(
			"Windows 11", Map.of(), HOME));
	}

	@Test
	void passesOverAVariableThatIsNoFolder() {
		assertEquals(HOME.resolve(".local/share/latentj"), UserFolder.of("Linux",
			Map.of("XDG_DATA_HOME", "data"), HOME));
	}
}
