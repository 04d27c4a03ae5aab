
package org.latentj.command.forecast;

import java.awt.Rectangle;
import java.util.Optional;

import org.latentj.pipeline.RunSize;

/**
 * What a run would work on.
 *
 * @param size of one of its pictures
 * @param pictures how many there are, each with a run of its own
 * @param passes how often so many cells are sampled: 1, more with a first pass
 *          or in tiles
 * @param note what a user should know of it, as in "4 tiles"; may be empty
 * @param part of the image that is worked on, if it is not all
 */
public record PlannedRun(RunSize size, long pictures, double passes,
		String note, Optional<Rectangle> part) {

	/** One pass over all of each picture. */
	public PlannedRun(final RunSize size, final long pictures) {
		this(size, pictures, 1, "", Optional.empty());
	}

	/** The same in several passes. */
	public PlannedRun passes(final double number, final String what) {
		return new PlannedRun(size, pictures, number, what, part);
	}

	/** The same of a part of an image. */
	public PlannedRun in(final Rectangle box) {
		return new PlannedRun(size, pictures, passes, "works on " + box.width +
			" x " + box.height + " pixels at " + box.x + ", " + box.y, Optional.of(
				box));
	}
}
