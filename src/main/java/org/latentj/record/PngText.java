
package org.latentj.record;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Texts in a PNG file: chunks {@code tEXt} (Latin-1) and {@code iTXt} (UTF-8)
 * of the PNG specification, third edition, section 11.3.3. Pixels and other
 * chunks stay as they are.
 */
final class PngText {

	private static final byte[] SIGNATURE = { (byte) 0x89, 'P', 'N', 'G', '\r',
		'\n', 0x1a, '\n' };

	/** Length and type before, checksum behind a chunk's data. */
	private static final int FRAME = 12;

	private PngText() {}

	/**
	 * Adds texts to a file, in place of those with the same keyword. The file is
	 * replaced as a whole, or not at all.
	 *
	 * @param file a PNG file
	 * @param texts keyword (1 to 79 letters of Latin-1) to text
	 * @throws IOException if it is no whole PNG file, or cannot be written
	 */
	static void add(final Path file, final Map<String, String> texts)
		throws IOException
	{
		final ByteBuffer png = open(file);
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(SIGNATURE);
		boolean written = false;
		while (png.hasRemaining()) {
			final Chunk chunk = Chunk.next(file, png);
			if (!texts.containsKey(chunk.keyword())) {
				chunk.write(out);
			}
			if (!written) {
				for (final Map.Entry<String, String> text : texts.entrySet()) {
					Chunk.of(text.getKey(), text.getValue()).write(out);
				}
				written = true;
			}
		}
		final Path whole = file.resolveSibling(file.getFileName() + ".part");
		try {
			Files.write(whole, out.toByteArray());
			Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(whole);
		}
	}

	/**
	 * The uncompressed texts of a file.
	 *
	 * @return keyword to text, in the file's order
	 * @throws IOException if it is no whole PNG file
	 */
	static Map<String, String> read(final Path file) throws IOException {
		final ByteBuffer png = open(file);
		final Map<String, String> texts = new LinkedHashMap<>();
		while (png.hasRemaining()) {
			final Chunk chunk = Chunk.next(file, png);
			if (!chunk.keyword().isEmpty()) {
				texts.put(chunk.keyword(), chunk.text());
			}
		}
		return texts;
	}

	private static ByteBuffer open(final Path file) throws IOException {
		final byte[] bytes = Files.readAllBytes(file);
		if (bytes.length < SIGNATURE.length || !Arrays.equals(SIGNATURE, Arrays
			.copyOf(bytes, SIGNATURE.length)))
		{
			throw new IOException(file + " is no PNG file");
		}
		return ByteBuffer.wrap(bytes).position(SIGNATURE.length);
	}

	/**
	 * One chunk.
	 *
	 * @param type four letters
	 * @param data without length, type and checksum
	 */
	private record Chunk(String type, byte[] data) {

		static Chunk of(final String keyword, final String text) {
			final boolean latin = StandardCharsets.ISO_8859_1.newEncoder().canEncode(
				text) && text.indexOf('\0') < 0;
			final byte[] key = (keyword + (latin ? "\0" : "\0\0\0\0\0")).getBytes(
				StandardCharsets.ISO_8859_1);
			final byte[] value = text.getBytes(latin ? StandardCharsets.ISO_8859_1
				: StandardCharsets.UTF_8);
			final byte[] data = Arrays.copyOf(key, key.length + value.length);
			System.arraycopy(value, 0, data, key.length, value.length);
			return new Chunk(latin ? "tEXt" : "iTXt", data);
		}

		static Chunk next(final Path file, final ByteBuffer png)
			throws IOException
		{
			final long length = png.remaining() < FRAME ? -1 : png.getInt();
			if (length < 0 || length > png.remaining() - (FRAME - 4)) {
				throw new IOException(file + " is cut off or damaged");
			}
			final byte[] type = new byte[4];
			png.get(type);
			final byte[] data = new byte[(int) length];
			png.get(data).getInt();
			return new Chunk(new String(type, StandardCharsets.ISO_8859_1), data);
		}

		/** The keyword of an uncompressed text, otherwise nothing. */
		String keyword() {
			final boolean text = type.equals("tEXt") || type.equals("iTXt") &&
				data.length > key() + 2 && data[key() + 1] == 0;
			return text ? string(0, key(), StandardCharsets.ISO_8859_1) : "";
		}

		String text() {
			if (type.equals("tEXt")) {
				return string(Math.min(key() + 1, data.length), data.length,
					StandardCharsets.ISO_8859_1);
			}
			final int language = end(key() + 3);
			final int from = Math.min(end(language + 1) + 1, data.length);
			return string(from, data.length, StandardCharsets.UTF_8);
		}

		void write(final ByteArrayOutputStream to) throws IOException {
			final DataOutputStream out = new DataOutputStream(to);
			final byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
			final CRC32 checksum = new CRC32();
			checksum.update(name);
			checksum.update(data);
			out.writeInt(data.length);
			out.write(name);
			out.write(data);
			out.writeInt((int) checksum.getValue());
		}

		private int key() {
			return end(0);
		}

		private int end(final int from) {
			int i = from;
			while (i < data.length && data[i] != 0) {
				i++;
			}
			return i;
		}

		private String string(final int from, final int to, final Charset charset) {
			return new String(data, from, to - from, charset);
		}
	}
}
