
package org.latentj.imageplus;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.latentj.image.Mask;
import org.latentj.provenance.Provenance;

/** What records say of a run on an image beside its operation. */
public final class RunFacts {

	private final Map<String, Long> seeds = new LinkedHashMap<>();

	private final UsedMasks masks = new UsedMasks();

	private final Optional<Provenance> before;

	private String range;

	/**
	 * @param range the {@link RangeChoice}
	 * @param before how the image was made, if it was generated
	 */
	RunFacts(final String range, final Optional<Provenance> before) {
		this.range = range;
		this.before = before;
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

	/** What is said of pictures of which a part is made anew now. */
	String partStatement() {
		return before.isPresent() && !before.get().partly() ? Provenance.STATEMENT
			: Provenance.PART_STATEMENT;
	}

	/** A record with seeds of slices, masks, range and the steps before. */
	public Provenance complete(final Provenance record) {
		return record.withSeeds(seeds).withMask(masks.record()).withInput("range",
			range).withBefore(before);
	}
}
