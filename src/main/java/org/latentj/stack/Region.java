
package org.latentj.stack;

import java.io.IOException;
import java.util.function.UnaryOperator;

import org.latentj.control.Ids;
import org.latentj.image.Mask;
import org.latentj.image.Surroundings;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/**
 * Which part of a picture is worked on when a part of that is made anew.
 *
 * @param extent of the part
 * @param margin pixels around what changes, for the surroundings
 * @param nativeSize the model's, for the surroundings
 * @param cell width and height in pixels of the model's latent cells, likewise
 * @param oneSize whether the parts of all pictures must be of one size, since
 *          what is made of them is joined
 */
public record Region(Extent extent, int margin, int nativeSize, int cell,
		boolean oneSize) {

	/** What is worked on, beside what changes. */
	public enum Extent {

			/** All of the picture. */
			WHOLE("false"),

			/** The surroundings of the mask, at the model's native size at least. */
			SURROUNDINGS("true"),

			/**
			 * The surroundings where they are half of the picture at most, as those
			 * of a small mask in a picture clearly larger than the native size are;
			 * else all of it.
			 */
			AUTO("auto");

		private final String id;

		Extent(final String id) {
			this.id = id;
		}

		/** What macros call it. */
		public String id() {
			return id;
		}

		/** The one with this id; an error lists the known ones. */
		public static Extent of(final String id) {
			return Ids.of("surroundings", id, values(), Extent::id);
		}
	}

	/** All of each picture. */
	public static final Region WHOLE = new Region(Extent.WHOLE, 0, 1, 1, false);

	/**
	 * The part of a picture.
	 *
	 * @param changed what is made anew of it
	 */
	Interval of(final Mask changed) {
		final Interval all = FinalInterval.createMinSize(0, 0, changed.width(),
			changed.height());
		if (extent == Extent.WHOLE || changed.isEmpty()) {
			return all;
		}
		final Interval part = Surroundings.of(changed, margin, nativeSize, cell);
		return extent == Extent.AUTO && 2 * Intervals.numElements(part) > Intervals
			.numElements(all) ? all : part;
	}

	/**
	 * The part of a picture.
	 *
	 * @param changed what is made anew of it
	 * @return x, y, width, height in pixels
	 */
	public int[] box(final Mask changed) {
		final Interval part = of(changed);
		return new int[] { (int) part.min(0), (int) part.min(1), (int) part
			.dimension(0), (int) part.dimension(1) };
	}

	/**
	 * Fails if parts differ in size that must not.
	 *
	 * @param changed what is made anew, given a mask
	 */
	void requireOneSize(final PictureStack pictures,
		final UnaryOperator<Mask> changed) throws IOException
	{
		if (!oneSize || extent == Extent.WHOLE || pictures.count() < 2) {
			return;
		}
		String first = "";
		Interval size = null;
		for (int k = 0; k < pictures.count(); k++) {
			final Mask mask = changed.apply(pictures.mask(k));
			if (!mask.isEmpty()) {
				final Interval part = of(mask);
				if (size == null) {
					size = part;
					first = pictures.name(k);
				}
				else if (!Intervals.equalDimensions(size, part)) {
					throw new IllegalArgumentException(
						"the surroundings of the masks differ in size (" + first + ": " +
							text(size) + ", " + pictures.name(k) + ": " + text(part) +
							" pixels), so that their latents are no image: leave " +
							"out 'latent', or choose surroundings=false");
				}
			}
		}
	}

	private static String text(final Interval part) {
		return part.dimension(0) + "x" + part.dimension(1);
	}
}
