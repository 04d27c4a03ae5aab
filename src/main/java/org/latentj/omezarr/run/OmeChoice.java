
package org.latentj.omezarr.run;

import org.latentj.stack.RangeText;

/**
 * What of an OME-Zarr is worked on.
 *
 * @param image keys of images, see {@link org.latentj.omezarr.OmeFile#chosen};
 *          empty for all
 * @param level resolution, 0 is the finest
 * @param every whether all slices and frames are worked on where none are
 *          named, else the first one
 * @param channels as in {@code 2} or {@code 1,3}: up to three are one picture,
 *          of more each is one; empty for all
 * @param slices as in {@code 1,3,5-9}; empty if none are named
 * @param frames likewise
 * @param range a {@link RangeText}
 * @param mask name of the label image whose pixels other than 0 are made anew,
 *          for inpainting; empty for none
 * @param part of each plane
 */
public record OmeChoice(String image, int level, boolean every, String channels,
		String slices, String frames, String range, String mask, Part part) {

	/** All planes of all images at their finest level. */
	public static final OmeChoice ALL = new OmeChoice("", 0, true, "", "", "",
		RangeText.DISPLAY, "");

	/** All of each plane. */
	public OmeChoice(final String image, final int level, final boolean every,
		final String channels, final String slices, final String frames,
		final String range, final String mask)
	{
		this(image, level, every, channels, slices, frames, range, mask, Part.ALL);
	}
}
