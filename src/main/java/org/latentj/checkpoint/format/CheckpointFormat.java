
package org.latentj.checkpoint.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.FileHead;

/**
 * A way to keep named tensors in a file or a folder. A new format is one class
 * and one line in {@link CheckpointFormats}.
 */
public interface CheckpointFormat {

	/** Whether this format is to be tried; nothing more is promised. */
	boolean recognises(FileHead head);

	/**
	 * Reads names, types, shapes and places, no weights.
	 *
	 * @throws CheckpointException if the file breaks the format's rules; it names
	 *           the file, the place and what would be valid
	 */
	Checkpoint open(FileHead head) throws IOException;

	/**
	 * All files of one that consists of several, the one that names the others
	 * first, by paths in which links are.
	 *
	 * @param head perhaps without the file's start
	 * @throws CheckpointException as {@link #open} does
	 */
	default List<Path> files(final FileHead head) throws IOException {
		return List.of(head.named());
	}
}
