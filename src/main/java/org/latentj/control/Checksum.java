
package org.latentj.control;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * What damage in a text of ours is found by. NB: it is no signature: whoever
 * changes the text can make it anew, or leave it out.
 */
public final class Checksum {

	private Checksum() {}

	/** The CRC-32 of a text in UTF-8, in 8 hexadecimal digits. */
	public static String of(final String text) {
		final CRC32 sum = new CRC32();
		sum.update(text.getBytes(StandardCharsets.UTF_8));
		return String.format(Locale.ROOT, "%08x", sum.getValue());
	}
}
