
package org.latentj.zarr.codec;

/**
 * The compressor of Blosc's own: a run of literals, or a match whose length and
 * distance lie in two bytes or more. Only read.
 */
final class BloscLz {

	private static final int LONG_MATCH = 6;

	private static final int LEAST_MATCH = 3;

	private static final int FARTHEST_SHORT = 8191;

	private BloscLz() {}

	/** Undoes one stream, which must fill its place. */
	static void stream(final Input in, final Output out) throws CodecException {
		// NB: the first one is literals, whatever its upper bits say.
		int control = in.next() & 31;
		while (true) {
			if (control >= 32) {
				match(control, in, out);
			}
			else {
				out.literals(in, control + 1);
			}
			if (in.isAtEnd()) {
				break;
			}
			control = in.next();
		}
		out.requireFull();
	}

	private static void match(final int control, final Input in, final Output out)
		throws CodecException
	{
		final int start = (control >> 5) - 1;
		final int length = start == LONG_MATCH ? in.longLength(start) : start;
		int far = (control & 31) << 8;
		final int low = in.next();
		if (low == 255 && far == 31 << 8) {
			far = (in.next() << 8 | in.next()) + FARTHEST_SHORT;
		}
		else {
			far += low;
		}
		out.repeat(far + 1, length + LEAST_MATCH);
	}
}
