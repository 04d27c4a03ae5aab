
package org.latentj.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import org.latentj.onnx.runtime.OrtSettings;

/**
 * What makes a loaded part the right one. A file that was changed has another
 * key.
 *
 * @param file real path
 * @param size of the file in bytes
 * @param modified time of the last change, milliseconds since 1970
 * @param part {@code "text encoder"}, {@code "UNet"}, {@code "VAE"}
 * @param settings how it is run
 */
public record ModelKey(Path file, long size, long modified, String part,
		OrtSettings settings) {

	/** The key of a part of a file as it is now. */
	public static ModelKey of(final Path file, final String part,
		final OrtSettings settings) throws IOException
	{
		final Path real = file.toRealPath();
		final BasicFileAttributes a = Files.readAttributes(real,
			BasicFileAttributes.class);
		return new ModelKey(real, a.size(), a.lastModifiedTime().toMillis(), part,
			settings);
	}

	/**
	 * Whether both mean the same part of the same file, perhaps before and after
	 * it was changed.
	 */
	boolean samePart(final ModelKey other) {
		return file.equals(other.file) && part.equals(other.part) && settings
			.equals(other.settings);
	}
}
