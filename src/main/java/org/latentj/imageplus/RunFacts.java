
package org.latentj.imageplus;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.latentj.image.Mask;
import org.latentj.pipeline.Provenance;

/** What records say of a run on an image beside its operation. */
public final class RunFacts {

	private final Map<String, Long> seeds = new LinkedHashMap<>();

	private final UsedMasks masks = new UsedMasks();

	private String range;

	/** @param range the {@link RangeChoice} */
	RunFacts(final String range) {
		this.range = range;
	}

	/** Keeps the intensities behind the range. */
	ImagePictures ranged(final ImagePictures pictures) {
		range = pictures.range().orElse(range);
		return pictures;
	}

	void addSeed(final String place, final long seed) {
		seeds.put(place, seed);
	}

	void addMask(final Mask mask) {
		masks.add(mask);
	}

	/** Seeds by their {@link ImagePictures#place}; empty if all have the same. */
	Map<String, Long> seeds() {
		return Collections.unmodifiableMap(seeds);
	}

	/**
	 * The intensities that were black and white, by which the same comes out when
	 * others are displayed: a {@link RangeChoice} in numbers, or for RGB as it
	 * was chosen.
	 */
	public String range() {
		return range;
	}

	/** A record with seeds of slices, masks and range. */
	public Provenance complete(final Provenance record) {
		return record.withSeeds(seeds).withMask(masks.record()).withInput("range",
			range);
	}
}
