
package org.latentj.zarr.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Java's own compression, in the wrappings {@code gzip} and {@code zlib}.
 *
 * @param gzip else zlib
 * @param level 0 to 9, or -1 for the usual one
 */
public record Deflate(boolean gzip, int level) implements ByteCodec {

	/** @throws IllegalArgumentException if there is no such level */
	public Deflate {
		if (level < -1 || level > 9) {
			throw new IllegalArgumentException("level is " + level +
				", valid are 0 to 9");
		}
	}

	@Override
	public byte[] decode(final byte[] stored, final int most)
		throws CodecException
	{
		try (InputStream in = gzip ? new GZIPInputStream(new ByteArrayInputStream(
			stored)) : new InflaterInputStream(new ByteArrayInputStream(stored)))
		{
			final byte[] raw = in.readNBytes(most);
			if (in.read() >= 0) {
				throw new CodecException("is more than " + most +
					" bytes when it is unpacked");
			}
			return raw;
		}
		catch (final CodecException e) {
			throw e;
		}
		catch (final IOException e) {
			throw new CodecException("is no whole " + name() + ": " + e.getMessage());
		}
	}

	@Override
	public byte[] encode(final byte[] raw) {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		final Deflater deflater = new Deflater(level);
		try (OutputStream out = gzip ? new Levelled(bytes, level)
			: new DeflaterOutputStream(bytes, deflater))
		{
			out.write(raw);
		}
		catch (final IOException e) {
			throw new UncheckedIOException("memory does not fail", e);
		}
		finally {
			deflater.end();
		}
		return bytes.toByteArray();
	}

	private String name() {
		return gzip ? "gzip" : "zlib";
	}

	/** NB: its level can be set only from within. */
	private static final class Levelled extends GZIPOutputStream {

		Levelled(final OutputStream out, final int level) throws IOException {
			super(out);
			def.setLevel(level);
		}
	}
}
