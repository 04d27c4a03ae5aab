
package org.latentj.engine;

import java.io.IOException;
import java.nio.file.Path;

import org.latentj.checkpoint.FileState;
import org.latentj.onnx.runtime.MemoryMode;
import org.latentj.onnx.runtime.OrtSettings;

/**
 * What makes a loaded part the right one. A file that was changed has another
 * key.
 *
 * @param state the file
 * @param part {@code "text encoder"}, {@code "UNet"}, {@code "VAE"}
 * @param settings how it is run
 */
public record ModelKey(FileState state, String part, OrtSettings settings) {

	/** The key of a part of a file as it is now. */
	public static ModelKey of(final Path file, final String part,
		final OrtSettings settings) throws IOException
	{
		return new ModelKey(FileState.of(file), part, settings);
	}

	/** The file's real path. */
	public Path file() {
		return state.file();
	}

	/**
	 * Whether both mean the same part of the same file, perhaps before and after
	 * it was changed, and whatever the memory mode.
	 */
	boolean samePart(final ModelKey other) {
		return file().equals(other.file()) && part.equals(other.part) && settings
			.with(MemoryMode.AUTO).equals(other.settings.with(MemoryMode.AUTO));
	}
}
