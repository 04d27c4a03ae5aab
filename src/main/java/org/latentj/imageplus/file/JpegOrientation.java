
package org.latentj.imageplus.file;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How a JPEG file says that it is to be turned to be upright (Exif 2.3, tag
 * Orientation). ImageJ leaves the pixels as they lie.
 */
public final class JpegOrientation {

	/** As the pixels lie. */
	public static final int UPRIGHT = 1;

	private static final int MOST = 8;

	private static final int START = 0xffd8;

	private static final int APP1 = 0xffe1;

	/** Scan data follows: there are no more segments before it. */
	private static final int SCAN = 0xffda;

	private static final byte[] EXIF = { 'E', 'x', 'i', 'f', 0, 0 };

	private static final int ENTRY = 12;

	private static final int TAG = 0x112;

	private JpegOrientation() {}

	/**
	 * That of a file.
	 *
	 * @return 1 to 8; 1 if it is no JPEG file, or says nothing that can be read
	 * @throws IOException if the file cannot be read
	 */
	public static int of(final Path file) throws IOException {
		try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files
			.newInputStream(file))))
		{
			if (in.readUnsignedShort() != START) {
				return UPRIGHT;
			}
			for (int marker = in.readUnsignedShort(); marker >>> 8 == 0xff &&
				marker != SCAN; marker = in.readUnsignedShort())
			{
				final int length = in.readUnsignedShort() - 2;
				final byte[] data = in.readNBytes(Math.max(0, length));
				if (marker == APP1 && data.length > EXIF.length && Arrays.equals(data,
					0, EXIF.length, EXIF, 0, EXIF.length))
				{
					return of(ByteBuffer.wrap(data, EXIF.length, data.length -
						EXIF.length).slice());
				}
			}
			return UPRIGHT;
		}
		catch (final EOFException e) {
			return UPRIGHT;
		}
	}

	/** NB: it may lie about its lengths. */
	private static int of(final ByteBuffer tiff) {
		try {
			tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN
				: ByteOrder.BIG_ENDIAN);
			final int directory = tiff.getInt(4);
			final int entries = Short.toUnsignedInt(tiff.getShort(directory));
			for (int k = 0; k < entries; k++) {
				final int at = directory + 2 + k * ENTRY;
				if (Short.toUnsignedInt(tiff.getShort(at)) == TAG) {
					final int said = Short.toUnsignedInt(tiff.getShort(at + 8));
					return said >= UPRIGHT && said <= MOST ? said : UPRIGHT;
				}
			}
		}
		catch (final IndexOutOfBoundsException e) {
			// NB: then it says nothing.
			return UPRIGHT;
		}
		return UPRIGHT;
	}

	/**
	 * The pixel that comes to a place of the upright picture.
	 *
	 * @param orientation 1 to 8; from 5 on the picture is as high as it was wide
	 * @param x of the upright picture
	 * @param y of the upright picture
	 * @param width of the pixels as they lie
	 * @param height of the pixels as they lie
	 * @return its number as they lie, row by row
	 */
	public static int source(final int orientation, final int x, final int y,
		final int width, final int height)
	{
		final int right = width - 1;
		final int low = height - 1;
		return switch (orientation) {
			case 2 -> y * width + right - x;
			case 3 -> (low - y) * width + right - x;
			case 4 -> (low - y) * width + x;
			case 5 -> x * width + y;
			case 6 -> (low - x) * width + y;
			case 7 -> (low - x) * width + right - y;
			case 8 -> x * width + right - y;
			default -> y * width + x;
		};
	}
}
