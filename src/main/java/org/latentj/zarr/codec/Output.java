
package org.latentj.zarr.codec;

/** A part of bytes that is filled once, from its start to its end. */
final class Output {

	private final byte[] bytes;

	private final int start;

	private int at;

	private final int end;

	/** @param end behind the last one, within the bytes */
	Output(final byte[] bytes, final int start, final int end) {
		this.bytes = bytes;
		this.start = start;
		this.at = start;
		this.end = end;
	}

	/** Takes the next bytes of the input as they are. */
	void literals(final Input in, final int length) throws CodecException {
		require(length);
		in.copy(bytes, at, length);
		at += length;
	}

	/** Takes bytes again that are there already, also those it just made. */
	void repeat(final int offset, final int length) throws CodecException {
		require(length);
		if (offset < 1 || offset > at - start) {
			throw new CodecException(
				"is damaged: it repeats what comes before its start");
		}
		if (offset >= length) {
			System.arraycopy(bytes, at - offset, bytes, at, length);
			at += length;
		}
		else {
			for (int i = 0; i < length; i++, at++) {
				bytes[at] = bytes[at - offset];
			}
		}
	}

	/** How many bytes are missing. */
	int room() {
		return end - at;
	}

	/** Takes bytes that fill it. */
	void all(final byte[] raw) throws CodecException {
		require(raw.length);
		System.arraycopy(raw, 0, bytes, at, raw.length);
		at += raw.length;
		requireFull();
	}

	private void require(final int length) throws CodecException {
		if (length < 0 || length > end - at) {
			throw new CodecException("is damaged: it is larger than it tells");
		}
	}

	/** Fails if something is missing. */
	void requireFull() throws CodecException {
		if (at != end) {
			throw new CodecException("is damaged: it is smaller than it tells");
		}
	}
}
