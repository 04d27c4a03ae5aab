
package org.latentj.imageplus.region;

import ij.ImagePlus;
import ij.gui.Roi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.latentj.control.Checksum;
import org.latentj.record.SelectionText;

/**
 * Areas of an image's slices as a property: the image's width, height,
 * channels, slices, frames in a line, then a line for each area: the slices,
 * and ImageJ's ROI file in Base64; at last the CRC-32 of the lines before it,
 * which older ones have not.
 */
final class AreasProperty {

	/** Its name. */
	static final String KEY = "latentj.areas";

	private static final String CHECKSUM = "\nchecksum ";

	private AreasProperty() {}

	/** The text of areas by slice. */
	static String text(final ImagePlus image,
		final Map<Integer, List<Roi>> areas)
	{
		final Map<String, List<String>> lines = new LinkedHashMap<>();
		areas.forEach((slice, rois) -> rois.forEach(roi -> lines.computeIfAbsent(
			encoded(roi), k -> new ArrayList<>()).add(slice.toString())));
		final StringBuilder text = new StringBuilder(size(image));
		lines.forEach((roi, slices) -> text.append('\n').append(String.join(",",
			slices)).append(' ').append(roi));
		return text + CHECKSUM + Checksum.of(text.toString());
	}

	private static String size(final ImagePlus image) {
		return Arrays.stream(image.getDimensions()).mapToObj(Integer::toString)
			.collect(Collectors.joining(" "));
	}

	private static String encoded(final Roi area) {
		final Roi anywhere = (Roi) area.clone();
		anywhere.setPosition(0);
		return SelectionText.of(anywhere);
	}

	/**
	 * The areas that an image has, by slice.
	 *
	 * @throws IllegalArgumentException if the property cannot be read
	 */
	static Map<Integer, List<Roi>> read(final ImagePlus image) {
		final Map<Integer, List<Roi>> all = GeneratedPixels.bySlice(image,
			slice -> new ArrayList<>());
		final String[] lines = checked(image).split("\n");
		// NB: of a part that was cut out, slices are others.
		if (lines[0].equals(size(image))) {
			for (int i = 1; i < lines.length; i++) {
				addRecorded(image, lines[i], all);
			}
		}
		return all;
	}

	/** The lines of an image's property; empty if it has none. */
	private static String checked(final ImagePlus image) {
		final String text = image.getProp(KEY) == null ? "" : image.getProp(KEY);
		final int end = text.lastIndexOf(CHECKSUM);
		if (end >= 0 && !text.substring(end + CHECKSUM.length()).equals(Checksum.of(
			text.substring(0, end))))
		{
			throw damaged(image, "its checksum is not that of its lines; whoever " +
				"changed it on purpose takes the checksum out", null);
		}
		return end < 0 ? text : text.substring(0, end);
	}

	private static IllegalArgumentException damaged(final ImagePlus image,
		final String reason, final Exception cause)
	{
		return new IllegalArgumentException("the property '" + KEY +
			"' of the image '" + image.getTitle() + "', which tells what was " +
			"generated, is damaged: " + reason, cause);
	}

	/** NB: the property is data from outside, as the record is. */
	private static void addRecorded(final ImagePlus image, final String line,
		final Map<Integer, List<Roi>> all)
	{
		try {
			final String[] parts = line.split(" ", 2);
			final Roi area = SelectionText.read(parts.length < 2 ? "" : parts[1],
				image);
			area.setName(GeneratedPixels.AREA);
			for (final String slice : parts[0].split(",")) {
				final List<Roi> own = all.get(Integer.valueOf(slice));
				if (own == null) {
					throw new IllegalArgumentException("there is no slice " + slice);
				}
				own.add(area);
			}
		}
		catch (final IllegalArgumentException e) {
			throw damaged(image, e instanceof NumberFormatException
				? "a slice is no number" : e.getMessage(), e);
		}
	}
}
