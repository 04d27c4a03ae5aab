
package org.latentj.checkpoint.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.FileHead;

/** The formats that can be opened, in the order in which they are asked. */
public enum CheckpointFormats {

		PYTORCH(new TorchCheckpoint()), SAFETENSORS(new Safetensors());

	private final CheckpointFormat format;

	CheckpointFormats(final CheckpointFormat format) {
		this.format = format;
	}

	/**
	 * Opens a checkpoint in the format that its first bytes and its name tell.
	 * Nothing is allocated, written or executed that the file's own size does not
	 * account for.
	 *
	 * @throws CheckpointException if it is missing, damaged or no checkpoint; it
	 *           names the file, the place and what would be valid. A known format
	 *           that cannot be opened is refused by name, with what to do
	 */
	public static Checkpoint open(final Path file) throws IOException {
		return open(file, Arrays.stream(values()).map(f -> f.format).toList());
	}

	/** Opens a checkpoint that has one of these formats. */
	static Checkpoint open(final Path file, final List<CheckpointFormat> formats)
		throws IOException
	{
		final FileHead head = FileHead.of(file);
		for (final CheckpointFormat format : formats) {
			if (format.recognises(head)) {
				return format.open(head);
			}
		}
		throw ForeignFormat.of(head).refusal(head);
	}
}
