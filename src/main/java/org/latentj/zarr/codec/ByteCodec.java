
package org.latentj.zarr.codec;

/** Makes bytes of bytes: a compressor, a checksum. */
public interface ByteCodec {

	/**
	 * Undoes {@link #encode}.
	 *
	 * @param stored as it lies in the file
	 * @param most how many bytes may come out; not more memory is taken
	 * @return at most that many
	 * @throws CodecException if they are damaged, or would be more
	 */
	byte[] decode(byte[] stored, int most) throws CodecException;

	/**
	 * What is stored; the same bytes each time.
	 *
	 * @throws UnsupportedOperationException if it is only read
	 */
	byte[] encode(byte[] raw);

	/**
	 * How many bytes {@link #encode} can make of so many at most, for codecs that
	 * are undone one after the other.
	 */
	default int mostStored(final int raw) {
		return (int) Math.min(Integer.MAX_VALUE - 8, 1024L + raw + raw / 8);
	}
}
