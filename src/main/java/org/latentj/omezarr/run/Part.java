
package org.latentj.omezarr.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * The part of each plane that is worked on.
 *
 * @param text {@code x,y,width,height} in pixels, empty for all
 */
public record Part(String text) {

	/** All of each plane. */
	public static final Part ALL = new Part("");

	/** As many numbers of 8 bytes as Java has in one array. */
	private static final int MOST_PIXELS = Integer.MAX_VALUE / 8;

	private static final Pattern FORM = Pattern.compile(
		" *([0-9]{1,9}) *, *([0-9]{1,9}) *, *([0-9]{1,9}) *, *([0-9]{1,9}) *");

	/**
	 * The part of planes of a size.
	 *
	 * @param image what messages call it
	 * @throws IllegalArgumentException if it is not within
	 */
	Interval of(final int width, final int height, final String image) {
		if (text.isBlank()) {
			return required(FinalInterval.createMinSize(0, 0, width, height), image);
		}
		final Matcher m = FORM.matcher(text);
		if (m.matches()) {
			final long[] box = new long[4];
			for (int i = 0; i < box.length; i++) {
				box[i] = Long.parseLong(m.group(i + 1));
			}
			if (box[2] > 0 && box[3] > 0 && box[0] + box[2] <= width && box[1] +
				box[3] <= height)
			{
				return required(FinalInterval.createMinSize(box), image);
			}
		}
		throw new IllegalArgumentException("region is '" + text + "', the image '" +
			image + "' is " + width + "x" + height +
			" pixels: valid is x,y,width,height within it, as in 0,0," + width + "," +
			height);
	}

	private static Interval required(final Interval part, final String image) {
		if (part.dimension(0) * part.dimension(1) > MOST_PIXELS) {
			throw new IllegalArgumentException("'" + image +
				"' is to be worked on in " + part.dimension(0) + "x" + part.dimension(
					1) + " pixels, at most " + MOST_PIXELS +
				" go into memory at a time: give a region, or a coarser level");
		}
		return part;
	}
}
