
package org.latentj.workflow.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The texts that ComfyUI writes into the EXIF of a WebP file: each begins with
 * its keyword and a colon. EXIF is a TIFF of its own (TIFF 6.0, section 2) in a
 * part of the RIFF file.
 */
final class WebpTexts {

	/** {@code RIFF}. */
	static final int RIFF = 0x52494646;

	/** {@code WEBP}. */
	static final int WEBP = 0x57454250;

	private static final int EXIF = 0x45584946;

	private static final int HEADER = 12;

	/** Bytes of an entry of a TIFF's directory. */
	private static final int ENTRY = 12;

	/** The type of texts. */
	private static final int ASCII = 2;

	private WebpTexts() {}

	/** All texts by their keywords. */
	static Map<String, String> read(final RandomAccessFile file)
		throws IOException
	{
		for (long at = HEADER; at + 8 <= file.length();) {
			file.seek(at);
			final int type = file.readInt();
			final long length = Integer.toUnsignedLong(Integer.reverseBytes(file
				.readInt()));
			if (at + 8 + length > file.length()) {
				throw new IllegalArgumentException(
					"one of its parts says that it has " + length +
						" bytes, more than the file");
			}
			if (type == EXIF) {
				return texts(file, length);
			}
			at += 8 + length + length % 2;
		}
		return Map.of();
	}

	private static Map<String, String> texts(final RandomAccessFile file,
		final long length) throws IOException
	{
		if (length > JsonText.MOST) {
			throw new IllegalArgumentException("its EXIF has " + length +
				" bytes, a workflow has at most " + JsonText.MOST);
		}
		final byte[] data = new byte[(int) length];
		file.readFully(data);
		final boolean headed = length > 6 && new String(data, 0, 4,
			StandardCharsets.ISO_8859_1).equals("Exif");
		try {
			return texts(ByteBuffer.wrap(data, headed ? 6 : 0, data.length - (headed
				? 6 : 0)).slice());
		}
		catch (final IndexOutOfBoundsException e) {
			throw new EOFException("its EXIF is cut off or lies about its lengths");
		}
	}

	private static Map<String, String> texts(final ByteBuffer tiff) {
		tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN
			: ByteOrder.BIG_ENDIAN);
		final int directory = tiff.getInt(4);
		final int entries = Short.toUnsignedInt(tiff.getShort(directory));
		final Map<String, String> texts = new LinkedHashMap<>();
		for (int k = 0; k < entries; k++) {
			final int at = directory + 2 + k * ENTRY;
			final int count = tiff.getInt(at + 4);
			if (tiff.getShort(at + 2) == ASCII && count > 4) {
				take(tiff, tiff.getInt(at + 8), count, texts);
			}
		}
		return texts;
	}

	private static void take(final ByteBuffer tiff, final int from,
		final int count, final Map<String, String> texts)
	{
		if (count > tiff.capacity()) {
			throw new IndexOutOfBoundsException(count);
		}
		final byte[] letters = new byte[count];
		tiff.get(from, letters);
		final String text = new String(letters, StandardCharsets.UTF_8)
			.replaceFirst("\0+$", "");
		final int colon = text.indexOf(':');
		if (colon > 0) {
			texts.putIfAbsent(text.substring(0, colon).toLowerCase(Locale.ROOT), text
				.substring(colon + 1));
		}
	}
}
