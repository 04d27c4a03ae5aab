
package org.latentj.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.latentj.control.Utf8;

/**
 * A pickle's bytes: numbers, texts, lines. Nothing is longer than what is left.
 */
final class PickleInput {

	private static final int LONGEST_LINE = 1000;

	private static final int LONGEST_NUMBER = 255;

	private final ByteBuffer bytes;

	PickleInput(final ByteBuffer bytes) {
		this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
	}

	int position() {
		return bytes.position();
	}

	int unsignedByte() throws PickleException {
		return take(1).get() & 0xff;
	}

	int unsignedShort() throws PickleException {
		return take(2).getShort() & 0xffff;
	}

	int signedInt() throws PickleException {
		return take(4).getInt();
	}

	long unsignedInt() throws PickleException {
		return take(4).getInt() & 0xffffffffL;
	}

	/** NB: a length of 2^63 and more comes as a negative one. */
	long length64() throws PickleException {
		return take(8).getLong();
	}

	double bigEndianDouble() throws PickleException {
		return take(8).order(ByteOrder.BIG_ENDIAN).getDouble();
	}

	/** A whole number in two's complement, the lowest byte first. */
	Object number(final long length) throws PickleException {
		if (length < 0 || length > LONGEST_NUMBER) {
			throw new PickleException("a number is said to have " + length +
				" bytes; 0 to " + LONGEST_NUMBER + " are valid");
		}
		final byte[] reversed = bytes(length);
		final byte[] big = new byte[reversed.length + 1];
		for (int i = 0; i < reversed.length; i++) {
			big[big.length - 1 - i] = reversed[i];
		}
		big[0] = (byte) (big.length > 1 && big[1] < 0 ? -1 : 0);
		return small(new BigInteger(big));
	}

	/** A long where it fits. */
	static Object small(final BigInteger number) {
		return number.bitLength() < Long.SIZE ? (Object) number.longValue()
			: number;
	}

	byte[] bytes(final long length) throws PickleException {
		final ByteBuffer taken = take(length);
		final byte[] copy = new byte[taken.remaining()];
		taken.get(copy);
		return copy;
	}

	String text(final long length) throws PickleException {
		try {
			return Utf8.text(bytes(length));
		}
		catch (final Utf8.Malformed e) {
			throw new PickleException("a text in it is not valid UTF-8");
		}
	}

	String line() throws PickleException {
		final int start = bytes.position();
		int length = 0;
		while (length < Math.min(LONGEST_LINE, bytes.remaining()) && bytes.get(
			start + length) != '\n')
		{
			length++;
		}
		final String line = text(length);
		if (take(1).get() != '\n') {
			throw new PickleException("a line in it is longer than " + LONGEST_LINE +
				" characters");
		}
		return line;
	}

	void skip(final long length) throws PickleException {
		take(length);
	}

	private ByteBuffer take(final long length) throws PickleException {
		if (length < 0 || length > bytes.remaining()) {
			throw new PickleException("it goes on for " + Long.toUnsignedString(
				length) + " bytes, but only " + bytes.remaining() +
				" are left; it is cut short or damaged");
		}
		final ByteBuffer taken = bytes.slice(bytes.position(), (int) length).order(
			ByteOrder.LITTLE_ENDIAN);
		bytes.position(bytes.position() + (int) length);
		return taken;
	}
}
