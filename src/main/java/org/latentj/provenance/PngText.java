
package org.latentj.provenance;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

import org.latentj.control.Utf8;
import org.latentj.control.WholeFile;

/**
 * Texts in a PNG file: chunks {@code tEXt} (Latin-1) and {@code iTXt} (UTF-8)
 * of the PNG specification, third edition, section 11.3.3. Pixels and other
 * chunks stay as they are. Texts beyond ASCII are written as {@code iTXt},
 * since programs take {@code tEXt} for UTF-8.
 */
public final class PngText {

	private static final byte[] SIGNATURE = { (byte) 0x89, 'P', 'N', 'G', '\r',
		'\n', 0x1a, '\n' };

	/** Length and type before, checksum behind a chunk's data. */
	private static final int FRAME = 12;

	/** Bytes of a text that is read, at most. */
	private static final int MOST = 1 << 26;

	private PngText() {}

	/**
	 * Adds texts to a file, in place of those with the same keyword. The file is
	 * replaced as a whole, or not at all.
	 *
	 * @param file a PNG file
	 * @param texts keyword (1 to 79 letters of Latin-1) to text
	 * @throws IOException if it is no whole PNG file, or cannot be written
	 */
	public static void add(final Path file, final Map<String, String> texts)
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
		WholeFile.replace(file, out.toByteArray());
	}

	/**
	 * An uncompressed text of a file; the last one, if there are several. NB:
	 * pixels are not read, and a text of any size costs no memory.
	 *
	 * @throws IOException if it is no whole PNG file
	 * @throws IllegalArgumentException if there is such a text, but larger than
	 *           {@value #MOST} bytes, or with a checksum that is not its own, or
	 *           letters that are none
	 */
	public static Optional<String> read(final Path file, final String keyword)
		throws IOException
	{
		try (RandomAccessFile png = new RandomAccessFile(file.toFile(), "r")) {
			final byte[] signature = new byte[SIGNATURE.length];
			if (png.length() < SIGNATURE.length + FRAME) {
				throw new IOException(file + " is no PNG file");
			}
			png.readFully(signature);
			requireSignature(file, signature);
			Optional<String> text = Optional.empty();
			for (long at = SIGNATURE.length; at < png.length();) {
				final long end = end(file, png, at);
				final Optional<String> here = text(file, png, end - FRAME - at,
					keyword);
				text = here.isPresent() ? here : text;
				at = end;
			}
			return text;
		}
	}

	/** Where the chunk ends that begins at a place. */
	private static long end(final Path file, final RandomAccessFile png,
		final long at) throws IOException
	{
		png.seek(at);
		final long length = png.length() - at < FRAME ? -1 : png.readInt();
		if (length < 0 || at + FRAME + length > png.length()) {
			throw new IOException(file + " is cut off or damaged");
		}
		return at + FRAME + length;
	}

	/** The text of the chunk whose type is next, if it has that keyword. */
	private static Optional<String> text(final Path file,
		final RandomAccessFile png, final long length, final String keyword)
		throws IOException
	{
		final byte[] type = new byte[4];
		png.readFully(type);
		final String name = new String(type, StandardCharsets.ISO_8859_1);
		if (!name.equals("tEXt") && !name.equals("iTXt")) {
			return Optional.empty();
		}
		final byte[] data = new byte[(int) Math.min(length, MOST)];
		png.readFully(data);
		final Chunk chunk = new Chunk(name, data);
		if (!chunk.keyword().equals(keyword)) {
			return Optional.empty();
		}
		if (length > MOST) {
			throw new IllegalArgumentException("the text '" + keyword + "' of " +
				file + " has " + length + " bytes, a record has at most " + MOST);
		}
		if (png.readInt() != chunk.checksum()) {
			throw new IllegalArgumentException("the text '" + keyword + "' of " +
				file + " is damaged, or was changed by hand: its checksum (CRC) is " +
				"not that of its letters");
		}
		try {
			return Optional.of(chunk.text());
		}
		catch (final Utf8.Malformed e) {
			throw new IllegalArgumentException("the text '" + keyword + "' of " +
				file + " is damaged: its byte " + (1L + e.at()) + " is no letter in " +
				"UTF-8", e);
		}
	}

	private static void requireSignature(final Path file, final byte[] first)
		throws IOException
	{
		if (!Arrays.equals(SIGNATURE, first)) {
			throw new IOException(file + " is no PNG file");
		}
	}

	private static ByteBuffer open(final Path file) throws IOException {
		final byte[] bytes = Files.readAllBytes(file);
		requireSignature(file, Arrays.copyOf(bytes, Math.min(bytes.length,
			SIGNATURE.length)));
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
			final boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(
				text) && text.indexOf('\0') < 0;
			final byte[] key = (keyword + (ascii ? "\0" : "\0\0\0\0\0")).getBytes(
				StandardCharsets.ISO_8859_1);
			final byte[] value = text.getBytes(StandardCharsets.UTF_8);
			final byte[] data = Arrays.copyOf(key, key.length + value.length);
			System.arraycopy(value, 0, data, key.length, value.length);
			return new Chunk(ascii ? "tEXt" : "iTXt", data);
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
			return text ? latin(0, key()) : "";
		}

		String text() throws Utf8.Malformed {
			if (type.equals("tEXt")) {
				return latin(Math.min(key() + 1, data.length), data.length);
			}
			final int language = end(key() + 3);
			final int from = Math.min(end(language + 1) + 1, data.length);
			return Utf8.text(Arrays.copyOfRange(data, from, data.length));
		}

		void write(final ByteArrayOutputStream to) throws IOException {
			final DataOutputStream out = new DataOutputStream(to);
			out.writeInt(data.length);
			out.write(name());
			out.write(data);
			out.writeInt(checksum());
		}

		int checksum() {
			final CRC32 sum = new CRC32();
			sum.update(name());
			sum.update(data);
			return (int) sum.getValue();
		}

		private byte[] name() {
			return type.getBytes(StandardCharsets.ISO_8859_1);
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

		private String latin(final int from, final int to) {
			return new String(data, from, to - from, StandardCharsets.ISO_8859_1);
		}
	}
}
