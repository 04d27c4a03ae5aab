
package org.latentj.checkpoint;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.latentj.control.StopSignal;

/**
 * A file that is held open, so that its bytes can be told also when another
 * file has taken its place.
 */
public final class HeldFile implements AutoCloseable {

	private final FileState state;

	private final FileChannel channel;

	private HeldFile(final FileState state, final FileChannel channel) {
		this.state = state;
		this.channel = channel;
	}

	/**
	 * Opens a file.
	 *
	 * @throws CheckpointException if it is missing, closed to us or no regular
	 *           file
	 */
	public static HeldFile open(final Path file) throws IOException {
		// NB: says what is wrong, and opens no pipe, which would wait for ever.
		FileHead.of(file);
		final FileState state = FileState.of(file);
		final HeldFile held = new HeldFile(state, FileChannel.open(state.file()));
		try {
			FileState.of(file).require(state);
			return held;
		}
		catch (final IOException | RuntimeException e) {
			held.close();
			throw e;
		}
	}

	/** The file as it was when it was opened. */
	public FileState state() {
		return state;
	}

	/**
	 * SHA-256 of the very file that was opened, wherever it lies now, as 64
	 * lower-case hexadecimal digits.
	 *
	 * @param stop asked again and again
	 * @throws CheckpointException if it was overwritten meanwhile
	 * @throws java.util.concurrent.CancellationException if stopped
	 */
	public String sha256(final StopSignal stop) throws IOException {
		// NB: not closed, as the channel would be, too.
		final String sha256 = Sha256.of(Channels.newInputStream(channel.position(
			0)), stop);
		requireSameBytes();
		return sha256;
	}

	/**
	 * Fails if the file was written into. Another file in its place is none of
	 * our concern.
	 *
	 * @throws CheckpointException if so
	 */
	public void requireSameBytes() throws IOException {
		try {
			state.requireSameBytes();
		}
		catch (final NoSuchFileException e) {
			// NB: moved away or deleted, but still open.
			return;
		}
	}

	/**
	 * Fails unless the file lies where it was opened.
	 *
	 * @throws CheckpointException if it was replaced, moved away or changed
	 */
	public void requireInPlace() throws IOException {
		try {
			final FileState now = FileState.of(state.file());
			now.requireSameBytes(state);
			if (now.equals(state)) {
				return;
			}
		}
		catch (final NoSuchFileException e) {
			throw new CheckpointException(state.file(), "",
				"is not there any more; put it back, and run again", e);
		}
		throw new CheckpointException(state.file(), "",
			"is another file now than when this was begun; put the first one back, " +
				"or begin again with the new one");
	}

	@Override
	public void close() throws IOException {
		channel.close();
	}
}
