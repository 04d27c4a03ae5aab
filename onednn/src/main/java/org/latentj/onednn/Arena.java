
package org.latentj.onednn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds places for buffers: each gets the lowest one that is free from its
 * first use to its last. Best is who adds the largest first.
 */
final class Arena {

	private static final long ALIGNMENT = 64;

	private final List<Place> places = new ArrayList<>();

	private long bytes;

	private record Place(Buffer buffer, long from, long to) {

		boolean meets(final Buffer other) {
			return buffer.first() <= other.last() && other.first() <= buffer.last();
		}
	}

	void add(final Buffer buffer) {
		final long size = (buffer.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
		final List<Place> near = places.stream().filter(p -> p.meets(buffer))
			.sorted(Comparator.comparingLong(Place::from)).toList();
		long from = 0;
		for (final Place place : near) {
			if (place.from >= from + size) {
				break;
			}
			from = Math.max(from, place.to);
		}
		places.add(new Place(buffer, from, from + size));
		bytes = Math.max(bytes, from + size);
	}

	/** Of all together. */
	long bytes() {
		return bytes;
	}

	/** Tells the buffers where they are. */
	void placeAt(final long start) {
		places.forEach(p -> p.buffer.placeAt(start + p.from));
	}
}
