
package org.latentj.workflow.format;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The texts of a PNG file (W3C, "Portable Network Graphics", section 11.3.3).
 * The first of a keyword counts. Its pictures are not looked at.
 */
final class PngTexts {

	static final long SIGNATURE = 0x89504e470d0a1a0aL;

	/** Bytes of length, type and checksum of a chunk. */
	private static final int FRAME = 12;

	private final RandomAccessFile file;

	private final Map<String, String> texts = new LinkedHashMap<>();

	private PngTexts(final RandomAccessFile file) {
		this.file = file;
	}

	/** All texts by their keywords. */
	static Map<String, String> read(final RandomAccessFile file)
		throws IOException
	{
		final PngTexts png = new PngTexts(file);
		long at = Long.BYTES;
		String type = "";
		while (!type.equals("IEND") && at < file.length()) {
			if (at + FRAME > file.length()) {
				throw new EOFException("it is cut off");
			}
			file.seek(at);
			final long length = Integer.toUnsignedLong(file.readInt());
			final byte[] name = new byte[4];
			file.readFully(name);
			type = new String(name, StandardCharsets.ISO_8859_1);
			if (at + FRAME + length > file.length()) {
				throw new IllegalArgumentException("its part '" + printable(type) +
					"' says that it has " + length + " bytes, more than the file");
			}
			png.take(type, length);
			at += FRAME + length;
		}
		return png.texts;
	}

	/** NB: a damaged file may have anything there. */
	private static String printable(final String type) {
		return type.replaceAll("[^A-Za-z]", "?");
	}

	private void take(final String type, final long length) throws IOException {
		if (!type.equals("tEXt") && !type.equals("zTXt") && !type.equals("iTXt")) {
			return;
		}
		if (length > JsonText.MOST) {
			throw new IllegalArgumentException("one of its texts has " + length +
				" bytes, a workflow has at most " + JsonText.MOST);
		}
		final byte[] data = new byte[(int) length];
		file.readFully(data);
		final int key = end(data, 0);
		final String keyword = new String(data, 0, key,
			StandardCharsets.ISO_8859_1);
		switch (type) {
			case "tEXt" -> put(keyword, data, key + 1, false,
				StandardCharsets.ISO_8859_1);
			case "zTXt" -> put(keyword, data, key + 2, true,
				StandardCharsets.ISO_8859_1);
			default -> {
				final boolean packed = key + 1 < data.length && data[key + 1] == 1;
				final int text = 1 + end(data, 1 + end(data, Math.min(data.length, key +
					3)));
				put(keyword, data, text, packed, StandardCharsets.UTF_8);
			}
		}
	}

	private static int end(final byte[] data, final int from) {
		int at = from;
		while (at < data.length && data[at] != 0) {
			at++;
		}
		return at;
	}

	private void put(final String keyword, final byte[] data, final int from,
		final boolean packed, final Charset letters) throws IOException
	{
		if (from <= data.length) {
			final byte[] text = packed ? inflated(data, from) : data;
			texts.putIfAbsent(keyword, new String(text, packed ? 0 : from, packed
				? text.length : text.length - from, letters));
		}
	}

	private static byte[] inflated(final byte[] data, final int from)
		throws IOException
	{
		try (InflaterInputStream in = new InflaterInputStream(
			new ByteArrayInputStream(data, from, data.length - from)))
		{
			final byte[] text = in.readNBytes(JsonText.MOST + 1);
			if (text.length > JsonText.MOST) {
				throw new IllegalArgumentException(
					"one of its texts unpacks to more than " + JsonText.MOST + " bytes");
			}
			return text;
		}
		catch (ZipException | EOFException e) {
			throw new IllegalArgumentException("one of its texts cannot be unpacked",
				e);
		}
	}
}
