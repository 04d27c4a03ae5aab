
package org.latentj.stack;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.latentj.image.Mask;
import org.latentj.provenance.Provenance;

/** What records say of a run on a stack beside its operation. */
public final class RunFacts {

	private final Map<String, Long> seeds = new LinkedHashMap<>();

	private final UsedMasks masks = new UsedMasks();

	private final Optional<Provenance> before;

	private String range = "";

	/** @param before how the pictures were made, if they were generated */
	public RunFacts(final Optional<Provenance> before) {
		this.before = before;
	}

	/**
	 * Takes which intensities are black and white.
	 *
	 * @param text as parameters of commands name them
	 */
	public void setRange(final String text) {
		range = text;
	}

	void addSeed(final String place, final long seed) {
		seeds.put(place, seed);
	}

	/** Adds the mask of the next picture. */
	public void addMask(final Mask mask) {
		masks.add(mask);
	}

	/** Seeds by their {@link PictureStack#place}; empty if all have the same. */
	public Map<String, Long> seeds() {
		return Collections.unmodifiableMap(seeds);
	}

	/**
	 * The intensities that were black and white, by which the same comes out when
	 * others are displayed, in numbers, or for RGB as it was chosen; empty if
	 * nothing was.
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
		final Provenance own = range.isEmpty() ? record : record.withInput("range",
			range);
		return own.withSeeds(seeds).withMask(masks.record()).withBefore(before);
	}
}
