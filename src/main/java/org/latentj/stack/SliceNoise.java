
package org.latentj.stack;

import java.util.Arrays;
import java.util.List;

import org.latentj.batch.ItemSeeds;
import org.latentj.control.Ids;

/** The noise that the slices of a stack start from. */
public enum SliceNoise {

		/** The same for all, so that neighbours are alike. */
		SHARED("shared") {

			@Override
			long seed(final long seed, final String place) {
				return seed;
			}
		},

		/**
		 * One of its own for each: that of the seed which {@link ItemSeeds#derived}
		 * gives for the picture's place, so that it depends neither on the order
		 * nor on which other slices are worked on.
		 */
		INDEPENDENT("independent") {

			@Override
			long seed(final long seed, final String place) {
				return ItemSeeds.derived(seed, place);
			}
		};

	private final String id;

	SliceNoise(final String id) {
		this.id = id;
	}

	/** What macros call it. */
	public String id() {
		return id;
	}

	/** What macros call all of them. */
	public static List<String> ids() {
		return Arrays.stream(values()).map(SliceNoise::id).toList();
	}

	/** The one with this id; an error lists the known ones. */
	public static SliceNoise of(final String id) {
		return Ids.of("noise", id, values(), SliceNoise::id);
	}

	/**
	 * The seed of a picture.
	 *
	 * @param seed of the stack, all 64 bits
	 * @param place {@link PictureStack#place}
	 */
	abstract long seed(long seed, String place);
}
