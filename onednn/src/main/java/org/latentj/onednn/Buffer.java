
package org.latentj.onednn;

/** Memory of a plan, whose place is found when all steps are known. */
final class Buffer {

	static final int NEVER = -1;

	private final long bytes;

	private int first = NEVER;

	private int last = NEVER;

	private long address;

	Buffer(final long bytes) {
		this.bytes = bytes;
	}

	/** One that has its place already. */
	static Buffer at(final long address) {
		final Buffer made = new Buffer(0);
		made.address = address;
		return made;
	}

	/** A step reads or writes it. */
	void usedAt(final int step) {
		first = first == NEVER ? step : Math.min(first, step);
		last = Math.max(last, step);
	}

	boolean isPlaced() {
		return address != 0;
	}

	long bytes() {
		return bytes;
	}

	int first() {
		return first;
	}

	int last() {
		return last;
	}

	long address() {
		if (address == 0) {
			throw new IllegalStateException("a buffer of " + bytes +
				" bytes has no place yet");
		}
		return address;
	}

	void placeAt(final long place) {
		address = place;
	}
}
