
package org.latentj.zarr;

import java.io.IOException;
import java.util.List;

import org.latentj.zarr.codec.ByteCodec;
import org.latentj.zarr.codec.CodecException;
import org.latentj.zarr.store.ZarrException;

/**
 * How a chunk of numbers is stored.
 *
 * @param layout of the numbers
 * @param codecs what their bytes go through when they are written
 */
record ChunkCodec(ChunkLayout layout, List<ByteCodec> codecs) {

	/**
	 * Reads a chunk.
	 *
	 * @param file for messages
	 * @return all its numbers in the order of the axes, low bytes first
	 */
	byte[] decode(final String file, final byte[] stored) throws IOException {
		byte[] bytes = stored;
		for (int i = codecs.size() - 1; i >= 0; i--) {
			int most = layout.bytes();
			for (int before = 0; before < i; before++) {
				most = codecs.get(before).mostStored(most);
			}
			try {
				bytes = codecs.get(i).decode(bytes, most);
			}
			catch (final CodecException e) {
				throw new ZarrException(file, e.getMessage(), e);
			}
		}
		if (bytes.length != layout.bytes()) {
			throw new ZarrException(file, "has " + bytes.length +
				" bytes in its chunk, valid are " + layout.bytes());
		}
		return layout.unpack(bytes);
	}

	/** What is stored. */
	byte[] encode(final byte[] raw) {
		byte[] bytes = layout.pack(raw);
		for (final ByteCodec codec : codecs) {
			bytes = codec.encode(bytes);
		}
		return bytes;
	}
}
