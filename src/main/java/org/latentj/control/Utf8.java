
package org.latentj.control;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Text in UTF-8 of files that may be anybody's. NB: {@code new String} puts
 * another letter for what is none.
 */
public final class Utf8 {

	private static final int BLOCK = 8192;

	private Utf8() {}

	/**
	 * Decodes a text.
	 *
	 * @param bytes all of it
	 * @throws Malformed if they are no text in UTF-8
	 */
	public static String text(final byte[] bytes) throws Malformed {
		final int valid = valid(ByteBuffer.wrap(bytes));
		final String text = new String(bytes, 0, valid, StandardCharsets.UTF_8);
		if (valid < bytes.length) {
			throw new Malformed(text, valid, bytes[valid]);
		}
		return text;
	}

	/**
	 * How many bytes are text before the first that is none: all, if it is text.
	 *
	 * @param bytes all of a text, which are not kept as one
	 */
	public static int valid(final ByteBuffer bytes) {
		final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		final ByteBuffer in = bytes.slice();
		final CharBuffer out = CharBuffer.allocate(Math.min(BLOCK, 2 + in
			.remaining()));
		CoderResult result;
		do {
			result = decoder.decode(in, out.clear(), true);
		}
		while (result.isOverflow());
		return in.position();
	}

	/** Says where a text stops being UTF-8. */
	public static final class Malformed extends CharacterCodingException {

		private static final long serialVersionUID = 1L;

		private final String before;

		private final int at;

		private final byte first;

		private Malformed(final String before, final int at, final byte first) {
			this.before = before;
			this.at = at;
			this.first = first;
		}

		/** The text before. */
		public String before() {
			return before;
		}

		/** The place of the byte that is no letter, counted from 0. */
		public int at() {
			return at;
		}

		@Override
		public String getMessage() {
			return "it is not in UTF-8: byte " + HexFormat.of().toHexDigits(first) +
				" in line " + (1 + before.chars().filter(c -> c == '\n').count()) +
				", column " + (before.length() - before.lastIndexOf('\n')) +
				" is no letter there. Save it as UTF-8";
		}
	}
}
