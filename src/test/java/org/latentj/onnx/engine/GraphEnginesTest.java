
package org.latentj.onnx.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphEnginesTest {

	@TempDir
	Path folder;

	/** What is said of an engine whose class is no class. */
	private Object told(final String method) throws Exception {
		final Path services = Files.createDirectories(folder.resolve(
			"META-INF/services"));
		Files.writeString(services.resolve(GraphEngine.class.getName()), "Broken");
		Files.writeString(folder.resolve("Broken.class"), "no class");
		final List<URL> all = new ArrayList<>(List.of(folder.toUri().toURL()));
		for (final String one : System.getProperty("surefire.test.class.path",
			System.getProperty("java.class.path")).split(File.pathSeparator))
		{
			all.add(Path.of(one).toUri().toURL());
		}
		try (URLClassLoader loader = new URLClassLoader(all.toArray(URL[]::new),
			ClassLoader.getPlatformClassLoader()))
		{
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
