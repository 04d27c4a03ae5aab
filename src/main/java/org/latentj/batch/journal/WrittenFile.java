
package org.latentj.batch.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.latentj.control.StopSignal;

/**
 * What a file was when it was written.
 *
 * @param bytes its size
 * @param sha256 of its bytes, 64 lower-case hexadecimal digits
 */
public record WrittenFile(long bytes, String sha256) implements Serializable {

	private static final int READ_AT_ONCE = 1 << 20;

	/**
	 * Reads a file.
	 *
	 * @param stop asked before each piece
	 * @throws java.util.concurrent.CancellationException if stopped
	 */
	public static WrittenFile of(final Path file, final StopSignal stop)
		throws IOException
	{
		final MessageDigest digest = digest();
		long bytes = 0;
		final byte[] piece = new byte[READ_AT_ONCE];
		try (InputStream in = Files.newInputStream(file)) {
			for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
				stop.check();
				digest.update(piece, 0, n);
				bytes += n;
			}
		}
		return new WrittenFile(bytes, HexFormat.of().formatHex(digest.digest()));
	}

	/** Whether a file still is what it was; a wrong size is seen at once. */
	public boolean is(final Path file, final StopSignal stop) throws IOException {
		return Files.isRegularFile(file) && Files.size(file) == bytes && of(file,
			stop).equals(this);
	}

	private static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
	}
}
