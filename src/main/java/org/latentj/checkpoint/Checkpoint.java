
package org.latentj.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A file of named tensors of which only the header has been read.
 *
 * @param file the real path (symbolic links resolved)
 * @param metadata the free text entries of the header
 * @param tensors what the file holds, by full name, in the file's order
 */
public record Checkpoint(Path file, Map<String, String> metadata,
		Map<String, TensorInfo> tensors) {

	/** Opens a checkpoint of any known format. */
	public static Checkpoint open(final Path file) throws IOException {
		return Safetensors.open(file);
	}

	/** All tensors, under their full names. */
	public Weights weights() {
		return new Weights(this, "");
	}
}
