
package org.latentj.imageplus.planes;

import ij.ImagePlus;

import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.util.Optional;

/**
 * The colours of an image whose pixels are numbers of colours, not intensities:
 * what ImageJ makes of PNG, GIF, BMP and TIFF files with a palette, and of grey
 * PNGs of 1, 2 or 4 bits. ImageJ holds them like an 8-bit image with a lookup
 * table, so the table itself must tell:
 * <ul>
 * <li>a table of fewer than 256 colours is filled up with black, at least
 * {@value #FILLED} entries, or two after a colour that is not dark;</li>
 * <li>in a table of 256 colours neighbours have nothing to do with each other:
 * more than a quarter of the entries differ from the middle between their
 * neighbours by more than {@value #BEND} / 2 levels of red, green or blue.</li>
 * </ul>
 * Lookup tables that show intensities pass from colour to colour, or have
 * steps: of ImageJ's and Fiji's own, all but "3-3-2 RGB" and "glasbey" (colours
 * for labels) are told to be such. Channels of composites are intensities
 * always.
 */
public final class ColourTable {

	private static final int ENTRIES = 256;

	/** So many black entries at the end are no part of a table. */
	private static final int FILLED = 32;

	/** The brightest level of a dark colour. */
	private static final int DARK = 32;

	/**
	 * Levels by which an entry's double differs from the sum of its neighbours.
	 */
	private static final int BEND = 5;

	private final int[] colours = new int[ENTRIES];

	/** @param first as ARGB; the others are black */
	private ColourTable(final int... first) {
		for (int i = 0; i < ENTRIES; i++) {
			colours[i] = 0xff000000 | (i < first.length ? first[i] : 0);
		}
	}

	/** An image's table of colours; empty if its pixels are intensities. */
	public static Optional<ColourTable> of(final ImagePlus image) {
		final boolean eight = image.getType() == ImagePlus.GRAY8 && !image
			.isComposite();
		final ColorModel model = image.getProcessor().getColorModel();
		if (!eight && image.getType() != ImagePlus.COLOR_256 ||
			!(model instanceof IndexColorModel table))
		{
			return Optional.empty();
		}
		final int[] entries = new int[table.getMapSize()];
		table.getRGBs(entries);
		final ColourTable colours = new ColourTable(entries);
		return eight && colours.isOfIntensities() ? Optional.empty() : Optional.of(
			colours);
	}

	/**
	 * The same for a mask, where 0 and 1 are numbers of black and white if no
	 * pixel of any slice is greater.
	 */
	static Optional<ColourTable> ofMask(final ImagePlus mask) {
		final Optional<ColourTable> own = of(mask);
		return own.isEmpty() && greatest(mask, 2) == 1 ? Optional.of(
			new ColourTable(0, 0xffffff)) : own;
	}

	/**
	 * The greatest pixel of all slices of an image of 8 bits; 0 for other types.
	 *
	 * @param enough nobody wants to know how much greater it is
	 */
	public static int greatest(final ImagePlus image, final int enough) {
		int greatest = 0;
		for (int n = 1; n <= image.getStackSize() && greatest < enough; n++) {
			if (ImagePlusPlanes.pixels(image, n) instanceof byte[] bytes) {
				for (int i = 0; i < bytes.length && greatest < enough; i++) {
					greatest = Math.max(greatest, bytes[i] & 0xff);
				}
			}
		}
		return greatest;
	}

	private boolean isOfIntensities() {
		int count = ENTRIES;
		while (count > 0 && brightest(count - 1) == 0) {
			count--;
		}
		final int black = ENTRIES - count;
		if (black >= FILLED || black > 1 && brightest(count - 1) > DARK) {
			return false;
		}
		int bends = 0;
		for (int i = 1; i < ENTRIES - 1; i++) {
			if (bend(i) > BEND) {
				bends++;
			}
		}
		return 4 * bends <= ENTRIES - 2;
	}

	private int brightest(final int entry) {
		return Math.max(level(entry, 0), Math.max(level(entry, 8), level(entry,
			16)));
	}

	private int bend(final int entry) {
		int most = 0;
		for (int shift = 0; shift <= 16; shift += 8) {
			most = Math.max(most, Math.abs(level(entry - 1, shift) + level(entry + 1,
				shift) - 2 * level(entry, shift)));
		}
		return most;
	}

	private int level(final int entry, final int shift) {
		return colours[entry] >> shift & 0xff;
	}

	/** Whether all of its colours are greys. */
	public boolean isGrey() {
		for (int i = 0; i < ENTRIES; i++) {
			if (level(i, 0) != level(i, 8) || level(i, 0) != level(i, 16)) {
				return false;
			}
		}
		return true;
	}

	/** ImageJ's bit depth of what {@link #apply} gives: 8, or 24 for RGB. */
	int bitDepth() {
		return isGrey() ? Byte.SIZE : 24;
	}

	/**
	 * What the numbers stand for.
	 *
	 * @return grey levels, or opaque ARGB
	 */
	Object apply(final byte[] numbers) {
		if (isGrey()) {
			final byte[] levels = new byte[numbers.length];
			for (int i = 0; i < levels.length; i++) {
				levels[i] = (byte) colours[numbers[i] & 0xff];
			}
			return levels;
		}
		final int[] rgb = new int[numbers.length];
		for (int i = 0; i < rgb.length; i++) {
			rgb[i] = colours[numbers[i] & 0xff];
		}
		return rgb;
	}
}
