
package org.latentj.zarr.codec;

/** A part of compressed bytes that is read once, from its start to its end. */
final class Input {

	private final byte[] bytes;

	private int at;

	private final int end;

	/** @param end behind the last one, within the bytes */
	Input(final byte[] bytes, final int start, final int end) {
		this.bytes = bytes;
		this.at = start;
		this.end = end;
	}

	boolean isAtEnd() {
		return at >= end;
	}

	/** The next byte, 0 to 255. */
	int next() throws CodecException {
		if (at >= end) {
			throw new CodecException("is cut off");
		}
		return bytes[at++] & 255;
	}

	/**
	 * A length that goes on in the next bytes: each is added, up to one below
	 * 255.
	 *
	 * @param start what it is so far
	 */
	int longLength(final int start) throws CodecException {
		int length = start;
		int more;
		do {
			more = next();
			length += more;
			if (length < 0) {
				throw new CodecException("is damaged: a length is too large");
			}
		}
		while (more == 255);
		return length;
	}

	/** Copies the next bytes. */
	void copy(final byte[] to, final int start, final int length)
		throws CodecException
	{
		if (length > end - at) {
			throw new CodecException("is cut off");
		}
		System.arraycopy(bytes, at, to, start, length);
		at += length;
	}
}
