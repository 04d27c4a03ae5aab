
package org.latentj.record;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;

import java.awt.Rectangle;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Set;

/**
 * Selections as text: ImageJ's ROI file in Base64, as records and properties of
 * images hold it. NB: these are data from outside, and ImageJ's decoder
 * believes every number in them, also that of two thousand million corners.
 */
public final class SelectionText {

	private static final String PROBLEM = "this is no selection: ";

	/** What a file begins with. */
	private static final int MAGIC = 'I' << 24 | 'o' << 16 | 'u' << 8 | 't';

	/** Bytes of the first header, and of the second. */
	private static final int HEADER = 64;

	/** Types that have corners: polygon, lines of several, traced, points. */
	private static final Set<Integer> CORNERED = Set.of(0, 4, 5, 7, 8, 9, 10);

	private static final int POINTS = 10;

	/**
	 * Where the second header has the lengths of texts, and a place of counts.
	 */
	private static final int[] LENGTHS = { RoiDecoder.NAME_LENGTH,
		RoiDecoder.ROI_PROPS_LENGTH };

	/** Pixels along which a smooth line may go; ImageJ makes corners of them. */
	private static final double LONGEST = 1 << 24;

	private SelectionText() {}

	/** The text of a selection. */
	public static String of(final Roi selection) {
		return Base64.getEncoder().encodeToString(RoiEncoder.saveAsByteArray(
			selection));
	}

	/**
	 * The selection of a text, for an image.
	 *
	 * @throws IllegalArgumentException if it is none, or reaches further out of
	 *           the image than that is large
	 */
	public static Roi read(final String text, final ImagePlus image) {
		final ByteBuffer file;
		try {
			file = ByteBuffer.wrap(Base64.getDecoder().decode(text));
		}
		catch (final IllegalArgumentException e) {
			throw new IllegalArgumentException(PROBLEM + "it is no Base64", e);
		}
		final Roi selection = decoded(file);
		final Rectangle bounds = selection.getBounds();
		if (outside(bounds.x, bounds.width, image.getWidth()) || outside(bounds.y,
			bounds.height, image.getHeight()))
		{
			throw damaged("it lies outside of the image '" + image.getTitle() + "'");
		}
		return selection;
	}

	private static boolean outside(final int from, final int length,
		final int size)
	{
		return from < -size || length < 0 || (long) from + length > 2L * size;
	}

	private static Roi decoded(final ByteBuffer file) {
		if (file.limit() < HEADER || file.getInt(0) != MAGIC) {
			throw damaged("it does not begin as a ROI file of ImageJ does");
		}
		try {
			if (isConsistent(file)) {
				final Roi selection = RoiDecoder.openFromByteArray(file.array());
				if (selection != null) {
					return selection;
				}
			}
		}
		catch (final RuntimeException e) {
			throw new IllegalArgumentException(PROBLEM + "its ROI file is damaged",
				e);
		}
		throw damaged("its ROI file is damaged");
	}

	/** Whether the decoder needs no more memory than the file has. */
	private static boolean isConsistent(final ByteBuffer file) {
		final int size = file.limit();
		final int type = file.get(RoiDecoder.TYPE);
		final int count = file.getShort(RoiDecoder.N_COORDINATES) & 0xffff;
		final int corners = !CORNERED.contains(type) ? 0 : count > 0 ? count : file
			.getInt(RoiDecoder.SIZE);
		final int options = file.getShort(RoiDecoder.OPTIONS);
		final int second = file.getInt(RoiDecoder.HEADER2_OFFSET);
		if (exceeds(corners, size) || exceeds(file.getInt(
			RoiDecoder.SHAPE_ROI_SIZE), size) || exceeds(second, size - HEADER + 1) ||
			(options & RoiDecoder.SPLINE_FIT) != 0 && isTooLong(file, corners,
				(options & RoiDecoder.SUB_PIXEL_RESOLUTION) != 0))
		{
			return false;
		}
		final int subtype = file.getShort(RoiDecoder.SUBTYPE);
		if (subtype == RoiDecoder.TEXT || subtype == RoiDecoder.IMAGE) {
			// NB: where a text or picture was selected, its bounds are the shape.
			file.putShort(RoiDecoder.SUBTYPE, (short) 0);
		}
		if (second > 0) {
			// NB: it is a colour, for which ImageJ would look into a file.
			file.put(second + RoiDecoder.GROUP, (byte) 0);
		}
		if (second > 0 && type != POINTS) {
			file.putInt(second + RoiDecoder.COUNTERS_OFFSET, 0);
		}
		for (final int length : LENGTHS) {
			if (second > 0 && exceeds(file.getInt(second + length), size)) {
				return false;
			}
		}
		return true;
	}

	private static boolean exceeds(final int number, final int size) {
		return number < 0 || number >= size;
	}

	private static boolean isTooLong(final ByteBuffer file, final int corners,
		final boolean fractions)
	{
		double length = 0;
		for (int i = 1; i < corners; i++) {
			length += Math.hypot(at(file, corners, i, fractions, 0) - at(file,
				corners, i - 1, fractions, 0), at(file, corners, i, fractions, 1) - at(
					file, corners, i - 1, fractions, 1));
		}
		return !(length < LONGEST);
	}

	/** NB: whole coordinates stand before those with fractions. */
	private static double at(final ByteBuffer file, final int corners,
		final int i, final boolean fractions, final int axis)
	{
		return fractions ? file.getFloat(HEADER + 4 * corners + 4 * (axis *
			corners + i)) : file.getShort(HEADER + 2 * (axis * corners + i)) & 0xffff;
	}

	private static IllegalArgumentException damaged(final String reason) {
		return new IllegalArgumentException(PROBLEM + reason);
	}
}
