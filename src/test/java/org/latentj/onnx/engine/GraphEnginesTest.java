
package org.latentj.onnx.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentj.onnx.graph.OnnxModel;
import org.latentj.onnx.runtime.OrtSettings;
import org.latentj.onnx.runtime.Precision;

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

	/** An engine whose library is not there. */
	public static final class Unloadable implements GraphEngine {

		static {
			System.loadLibrary("latentj-missing");
		}

		@Override
		public String version() {
			return "";
		}

		@Override
		public Optional<String> problem() {
			return Optional.empty();
		}

		@Override
		public GraphModel open(final OnnxModel model) {
			throw new AssertionError();
		}

		@Override
		public GraphModel openToGiveBack(final OnnxModel model) {
			throw new AssertionError();
		}
	}

	/** NB: Java itself tells why a library is missing the first time alone. */
	@Test
	void saysEachTimeWhyBf16IsRefused() throws Exception {
		try (URLClassLoader loader = EngineBeside.load(folder, Unloadable.class
			.getName()))
		{
			final Class<?> settings = loader.loadClass(OrtSettings.class.getName());
			final Class<?> precision = loader.loadClass(Precision.class.getName());
			final Object bf16 = settings.getMethod("with", precision).invoke(settings
				.getField("DEFAULT").get(null), precision.getField("BF16").get(null));
			final Method require = loader.loadClass(GraphEngines.class.getName())
				.getMethod("require", settings);
			for (int time = 0; time < 2; time++) {
				final String said = assertThrows(InvocationTargetException.class,
					() -> require.invoke(null, bf16)).getCause().getMessage();
				assertTrue(said.startsWith("quality is 'bf16', which cannot be " +
					"computed: the engine of bf16 beside LatentJ cannot be loaded: "),
					said);
				assertTrue(said.contains(
					"UnsatisfiedLinkError: no latentj-missing in java.library.path"),
					said);
				assertTrue(said.endsWith(". Put the engine's jar of this version of " +
					"LatentJ beside LatentJ's (docs/compute.md), or choose quality " +
					"exact or fast"), said);
			}
		}
	}
}
