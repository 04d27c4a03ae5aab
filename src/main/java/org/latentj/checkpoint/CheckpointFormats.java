
package org.latentj.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** The formats that can be opened, in the order in which they are asked. */
enum CheckpointFormats {

		SAFETENSORS(new Safetensors());

	private final CheckpointFormat format;

	CheckpointFormats(final CheckpointFormat format) {
		this.format = format;
	}

	/**
	 * Opens a checkpoint in the format that its first bytes and its name tell.
	 *
	 * @throws CheckpointException if it is none; a known format that cannot be
	 *           opened is refused by name, with what to do
	 */
	static Checkpoint open(final Path file) throws IOException {
		final FileHead head = FileHead.of(file);
		for (final CheckpointFormats candidate : values()) {
			if (candidate.format.recognises(head)) {
				return candidate.format.open(head);
			}
		}
		throw ForeignFormat.of(head).refusal(head);
	}
}
