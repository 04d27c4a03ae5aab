
package org.latentj.imageplus.attention;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

import org.latentj.sampling.attention.PictureMaps;
import org.latentj.sampling.attention.WordLabels;

/**
 * The words that pixels belong to as an 8-bit image of labels: 0 is background,
 * words have 1, 2, ... in their order; and as a selection for each word.
 */
public final class WordLabelImage {

	/** Labels of 8 bits, beside the background. */
	private static final int MOST = 255;

	/** Of the circle of hues, so that neighbours differ (golden angle). */
	private static final float HUE = 0.381966f;

	private WordLabelImage() {}

	/**
	 * A new image, with the selections in its overlay.
	 *
	 * @param pictures with the same words, in the order of their places
	 * @param threshold see {@link WordLabels#of}
	 * @throws IllegalArgumentException if there are more than 255 words
	 */
	public static ImagePlus of(final List<PictureMaps> pictures,
		final MapPlaces places, final double threshold, final String title)
	{
		final List<String> names = pictures.get(0).names();
		if (names.size() > MOST) {
			throw new IllegalArgumentException(names.size() +
				" words are too many for labels of 8 bits: choose " + MOST +
				" at most");
		}
		final int[] shape = pictures.get(0).maps().shape();
		final ImageStack stack = new ImageStack(shape[3], shape[2]);
		final Overlay overlay = new Overlay();
		for (int k = 0; k < pictures.size(); k++) {
			final byte[] pixels = bytes(WordLabels.of(pictures.get(k).maps(),
				threshold));
			stack.addSlice(places.label(legend(names), k), pixels);
			for (final Roi roi : selections(new ByteProcessor(shape[3], shape[2],
				pixels), names))
			{
				if (pictures.size() > 1) {
					roi.setPosition(k + 1);
				}
				overlay.add(roi, roi.getName());
			}
		}
		stack.setColorModel(colours());
		final ImagePlus image = new ImagePlus(title, stack);
		places.shape(image, 1);
		image.setDisplayRange(0, MOST);
		image.setOverlay(overlay);
		image.setHideOverlay(true);
		return image;
	}

	private static byte[] bytes(final int[] labels) {
		final byte[] bytes = new byte[labels.length];
		for (int i = 0; i < labels.length; i++) {
			bytes[i] = (byte) labels[i];
		}
		return bytes;
	}

	private static String legend(final List<String> names) {
		final List<String> parts = new ArrayList<>();
		for (int i = 0; i < names.size(); i++) {
			parts.add((i + 1) + " = " + names.get(i));
		}
		return String.join(", ", parts);
	}

	/**
	 * A selection for each word that has pixels, with its name.
	 *
	 * @param labels of one picture
	 */
	static List<Roi> selections(final ByteProcessor labels,
		final List<String> names)
	{
		final List<Roi> all = new ArrayList<>();
		for (int i = 0; i < names.size(); i++) {
			final ByteProcessor own = (ByteProcessor) labels.duplicate();
			own.setThreshold(i + 1, i + 1, ImageProcessor.NO_LUT_UPDATE);
			final Roi roi = new ThresholdToSelection().convert(own);
			if (roi != null) {
				roi.setName(names.get(i));
				roi.setStrokeColor(colour(i + 1));
				all.add(roi);
			}
		}
		return all;
	}

	private static Color colour(final int label) {
		return Color.getHSBColor(label * HUE, 0.75f, 1);
	}

	/** Black for the background, then a colour for each label. */
	private static LUT colours() {
		final byte[][] table = new byte[3][MOST + 1];
		for (int i = 1; i <= MOST; i++) {
			final Color colour = colour(i);
			table[0][i] = (byte) colour.getRed();
			table[1][i] = (byte) colour.getGreen();
			table[2][i] = (byte) colour.getBlue();
		}
		return new LUT(table[0], table[1], table[2]);
	}
}
