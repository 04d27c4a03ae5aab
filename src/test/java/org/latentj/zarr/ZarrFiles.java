
package org.latentj.zarr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.latentj.zarr.store.FolderStore;

/** Zarrs that other programs have made; golden/zarr/README.md tells how. */
public final class ZarrFiles {

	private ZarrFiles() {}

	/** Unpacks one of the archives into a folder. */
	public static Path unpack(final String name, final Path folder) {
		try (InputStream in = ZarrFiles.class.getResourceAsStream("/golden/zarr/" +
			name); ZipInputStream zip = new ZipInputStream(in))
		{
			for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
				final Path file = folder.resolve(e.getName());
				Files.createDirectories(file.getParent());
				Files.write(file, zip.readAllBytes());
			}
			return folder;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** What all arrays of codecs and types hold. */
	static int number(final int y, final int x) {
		return (y / 3 * 17 + x / 5 * 5) % 100;
	}

	/** Checks all numbers of an array of two axes. */
	static void assertHasNumbers(final Path top, final String name)
		throws IOException
	{
		final ZarrArray array = ZarrArray.open(new FolderStore(top), name);
		final int h = (int) array.spec().shape()[0];
		final int w = (int) array.spec().shape()[1];
		final byte[] bytes = array.read(new long[2], new int[] { h, w });
		for (int y = 0; y < h; y++) {
			for (int x = 0; x < w; x++) {
				assertEquals(number(y, x), number(bytes, y * w + x, array.spec()
					.type()), name + " at y=" + y + " x=" + x);
			}
		}
	}

	/** One of the numbers in an array's bytes. */
	static double number(final byte[] bytes, final int i, final DataType type) {
		final ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		return switch (type) {
			case UINT8, INT8 -> b.get(i);
			case UINT16, INT16 -> b.getShort(2 * i);
			case UINT32, INT32 -> b.getInt(4 * i);
			case UINT64, INT64 -> b.getLong(8 * i);
			case FLOAT32 -> b.getFloat(4 * i);
			case FLOAT64 -> b.getDouble(8 * i);
		};
	}
}
