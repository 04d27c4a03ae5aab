
package org.latentj.golden;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Reference files that hold the same numbers as another one: kept as what is
 * not in that, {@code name.delta.gz}. It is a row of pieces: a length and so
 * many bytes of its own, then a place and a length in the other file; the last
 * piece takes nothing from there.
 */
public final class Delta {

	private Delta() {}

	/**
	 * Puts a file together.
	 *
	 * @param source the golden file with the same numbers
	 * @param name of the golden file that is put together
	 * @param folder gets it
	 */
	public static Path restore(final String source, final String name,
		final Path folder) throws IOException
	{
		final byte[] other = Files.readAllBytes(Golden.file(source));
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files
			.newInputStream(Golden.file(name + ".delta.gz")))))
		{
			int length;
			do {
				out.writeBytes(in.readNBytes(in.readInt()));
				final int from = in.readInt();
				length = in.readInt();
				out.write(other, from, length);
			}
			while (length > 0);
		}
		return Files.write(folder.resolve(Path.of(name).getFileName()), out
			.toByteArray());
	}
}
