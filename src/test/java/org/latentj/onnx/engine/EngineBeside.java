
package org.latentj.onnx.engine;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** LatentJ's classes once more, with an engine beside them. */
public final class EngineBeside {

	private EngineBeside() {}

	/**
	 * Loads them anew.
	 *
	 * @param folder takes the name of the engine's class; classes may lie there
	 * @return the caller's to close
	 */
	public static URLClassLoader load(final Path folder, final String engine)
		throws IOException
	{
		final Path services = Files.createDirectories(folder.resolve(
			"META-INF/services"));
		Files.writeString(services.resolve(GraphEngine.class.getName()), engine);
		final List<URL> all = new ArrayList<>(List.of(folder.toUri().toURL()));
		for (final String one : System.getProperty("surefire.test.class.path",
			System.getProperty("java.class.path")).split(File.pathSeparator))
		{
			all.add(Path.of(one).toUri().toURL());
		}
		return new URLClassLoader(all.toArray(URL[]::new), ClassLoader
			.getPlatformClassLoader());
	}
}
