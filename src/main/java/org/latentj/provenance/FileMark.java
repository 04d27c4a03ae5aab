
package org.latentj.provenance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.latentj.control.WholeFile;

/**
 * Puts an XMP packet into the files that ImageJ has written, where the XMP
 * specification, part 3, has its place: tag 700 of a TIFF, and a segment APP1
 * of a JPEG. Pixels and all else stay as they are.
 */
public final class FileMark {

	/** The tag of a TIFF file, and its type: bytes. */
	private static final int TAG = 700;

	private static final int BYTES = 1;

	/** Bytes of an entry, and of a file's header. */
	private static final int ENTRY = 12;

	private static final int HEADER = 8;

	private static final int CLASSIC = 42;

	/** How a file begins, by its byte order: II or MM. */
	private static final int INTEL = 0x4949;

	private static final int MOTOROLA = 0x4d4d;

	/** What a JPEG's segment begins with. */
	private static final String NAME = "http://ns.adobe.com/xap/1.0/\0";

	private static final int START = 0xffd8;

	private static final int SEGMENT = 0xffe1;

	private static final int LONGEST = 0xffff;

	private FileMark() {}

	/**
	 * Adds a packet to a TIFF file, if it has none: behind the file's end with a
	 * copy of the first directory, to which the header then points. So the file
	 * is whole at any time.
	 *
	 * @return whether the file has one now; not beyond 4 GB, where a TIFF file's
	 *         numbers end
	 * @throws IOException if it is no TIFF file, or cannot be written
	 */
	public static boolean addToTiff(final Path file, final String packet)
		throws IOException
	{
		// NB: which would make a file that is not there.
		if (!Files.isRegularFile(file)) {
			throw new NoSuchFileException(file.toString());
		}
		try (RandomAccessFile tiff = new RandomAccessFile(file.toFile(), "rw")) {
			final ByteBuffer header = header(file, tiff);
			final ByteOrder bytes = header.order();
			final long first = header.getInt(4) & 0xffffffffL;
			final int count = read(tiff, first, 2).order(bytes).getShort(0) & 0xffff;
			final ByteBuffer directory = read(tiff, first + 2, count * ENTRY + 4)
				.order(bytes);
			if (has(directory, count)) {
				return true;
			}
			final byte[] xmp = packet.getBytes(StandardCharsets.UTF_8);
			// NB: a directory begins at an even place.
			final long at = tiff.length() + tiff.length() % 2;
			final long next = at + xmp.length + xmp.length % 2;
			if (next + 2 + (count + 1L) * ENTRY + 4 > 0xffffffffL) {
				return false;
			}
			tiff.seek(at);
			tiff.write(xmp);
			tiff.seek(next);
			tiff.write(longer(directory, count, xmp.length, at).array());
			tiff.seek(4);
			tiff.write(header.putInt(4, (int) next).array(), 4, 4);
			return true;
		}
	}

	/**
	 * Whether a file is a TIFF that ends within its first directory, so that
	 * readers take it for a picture that lacks what was told there: the record of
	 * a picture of ours, as this directory is the file's last part.
	 *
	 * @return false of what is no TIFF file, or one beyond 4 GB
	 * @throws IOException if it cannot be read
	 */
	public static boolean isCut(final Path file) throws IOException {
		try (RandomAccessFile tiff = new RandomAccessFile(file.toFile(), "r")) {
			if (tiff.length() < HEADER || !isTiff(read(tiff, 0, HEADER))) {
				return false;
			}
			final ByteBuffer header = header(file, tiff);
			final long first = header.getInt(4) & 0xffffffffL;
			if (first + 2 > tiff.length()) {
				return true;
			}
			final int count = read(tiff, first, 2).order(header.order()).getShort(0) &
				0xffff;
			return first + 2 + (long) count * ENTRY > tiff.length();
		}
	}

	/** The header in the file's byte order. */
	private static ByteBuffer header(final Path file, final RandomAccessFile tiff)
		throws IOException
	{
		final ByteBuffer header = read(tiff, 0, HEADER);
		if (!isTiff(header)) {
			throw new IOException(file + " is no TIFF file");
		}
		return header;
	}

	/** Also gives the header the file's byte order. */
	private static boolean isTiff(final ByteBuffer header) {
		final int order = header.getShort(0);
		header.order(order == INTEL ? ByteOrder.LITTLE_ENDIAN
			: ByteOrder.BIG_ENDIAN);
		return (order == INTEL || order == MOTOROLA) && header.getShort(
			2) == CLASSIC;
	}

	private static ByteBuffer read(final RandomAccessFile file, final long at,
		final int length) throws IOException
	{
		final byte[] bytes = new byte[length];
		file.seek(at);
		file.readFully(bytes);
		return ByteBuffer.wrap(bytes);
	}

	private static boolean has(final ByteBuffer directory, final int count) {
		for (int i = 0; i < count; i++) {
			if (tag(directory, i) == TAG) {
				return true;
			}
		}
		return false;
	}

	private static int tag(final ByteBuffer directory, final int i) {
		return directory.getShort(i * ENTRY) & 0xffff;
	}

	/** The directory with one more entry; entries rise by their tags. */
	private static ByteBuffer longer(final ByteBuffer directory, final int count,
		final int length, final long at)
	{
		int before = 0;
		while (before < count && tag(directory, before) < TAG) {
			before++;
		}
		final byte[] old = directory.array();
		return ByteBuffer.allocate(2 + old.length + ENTRY).order(directory.order())
			.putShort((short) (count + 1)).put(old, 0, before * ENTRY).putShort(
				(short) TAG).putShort((short) BYTES).putInt(length).putInt((int) at)
			.put(old, before * ENTRY, old.length - before * ENTRY);
	}

	/**
	 * Adds a packet to a JPEG file, behind its first segment. The file is
	 * replaced as a whole, or not at all.
	 *
	 * @throws IOException if it is no JPEG file, or cannot be written
	 */
	public static void addToJpeg(final Path file, final String packet)
		throws IOException
	{
		final byte[] jpeg = Files.readAllBytes(file);
		final byte[] xmp = (NAME + packet).getBytes(StandardCharsets.UTF_8);
		final ByteBuffer in = ByteBuffer.wrap(jpeg);
		if (jpeg.length < 6 || (in.getShort(0) & 0xffff) != START) {
			throw new IOException(file + " is no JPEG file");
		}
		// NB: the segment JFIF, if there, must be the first one.
		final boolean jfif = (in.getShort(2) & 0xffff) == 0xffe0;
		final int at = jfif ? 4 + (in.getShort(4) & 0xffff) : 2;
		if (at > jpeg.length || xmp.length + 2 > LONGEST) {
			throw new IOException(file + " is cut off or damaged");
		}
		final ByteArrayOutputStream out = new ByteArrayOutputStream(jpeg.length +
			xmp.length + 4);
		out.write(jpeg, 0, at);
		out.write(ByteBuffer.allocate(4).putShort((short) SEGMENT).putShort(
			(short) (xmp.length + 2)).array());
		out.write(xmp);
		out.write(jpeg, at, jpeg.length - at);
		WholeFile.replace(file, out.toByteArray());
	}
}
