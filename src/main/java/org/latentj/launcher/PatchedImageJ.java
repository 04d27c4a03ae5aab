
package org.latentj.launcher;

import ij.IJ;

import java.io.File;
import java.util.Collection;

import net.imagej.patcher.EssentialLegacyHooks;

/**
 * ImageJ 1.x where the classes of a {@link PatchedJar} are in the class path.
 * It finds the plugins that it is told of, and no others.
 */
final class PatchedImageJ extends EssentialLegacyHooks {

	private PatchedImageJ(final Collection<File> plugins) {
		enableIJ1PluginDirs(false);
		plugins.forEach(this::addPluginClasspath);
	}

	/**
	 * Begins.
	 *
	 * @param plugins jars and folders of classes, all of which are in the class
	 *          path
	 */
	static void start(final Collection<File> plugins) {
		try {
			IJ.class.getField("_hooks").set(null, new PatchedImageJ(plugins));
		}
		catch (final ReflectiveOperationException e) {
			throw new IllegalStateException(
				"ImageJ was patched by another patcher than is in the class path", e);
		}
	}

	/** NB: else what else is in the class path could begin with ImageJ. */
	@Override
	public void initialized() {}
}
