
package org.latentj.onnx.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphEnginesTest {

	@TempDir
	Path folder;

	/** What is said of an engine whose class is no class. */
	private Object told(final String method) throws Exception {
		Files.writeString(folder.resolve("Broken.class"), "no class");
		try (URLClassLoader loader = EngineBeside.load(folder, "Broken")) {
			return loader.loadClass(GraphEngines.class.getName()).getMethod(method)
				.invoke(null);
		}
	}

	@Test
	void tellsOfAnEngineThatCannotBeLoaded() throws Exception {
		final String told = (String) told("told");
		assertTrue(told.startsWith("the engine of bf16 beside LatentJ cannot be " +
			"loaded: java.lang.ClassFormatError: "), told);
	}

	@Test
	void knowsNoTimeOfIt() throws Exception {
		assertEquals(OptionalDouble.empty(), told("relativeTime"));
	}
}
