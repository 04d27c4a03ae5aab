
package org.latentj.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.latentj.control.StopSignal;

/** SHA-256 as 64 lower-case hexadecimal digits. */
public final class Sha256 {

	private static final int HASHED_AT_ONCE = 1 << 20;

	private Sha256() {}

	/**
	 * A file's SHA-256 as 64 lower-case hexadecimal digits, the number that web
	 * pages of models give. The whole file is read, in pieces.
	 *
	 * @param stop asked before each piece
	 * @throws java.util.concurrent.CancellationException if stopped
	 */
	public static String of(final Path file, final StopSignal stop)
		throws IOException
	{
		try (InputStream in = Files.newInputStream(file)) {
			return of(in, stop);
		}
	}

	/** Likewise of all that comes; not closed. */
	static String of(final InputStream in, final StopSignal stop)
		throws IOException
	{
		final MessageDigest digest = digest();
		final byte[] piece = new byte[HASHED_AT_ONCE];
		stop.check();
		for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
			digest.update(piece, 0, n);
			stop.check();
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	/** The SHA-256 of some bytes. */
	public static String of(final byte[] bytes) {
		return HexFormat.of().formatHex(digest().digest(bytes));
	}

	/** A SHA-256 of nothing yet. */
	public static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (final NoSuchAlgorithmException e) {
			throw new AssertionError("every Java platform has SHA-256", e);
		}
	}
}
