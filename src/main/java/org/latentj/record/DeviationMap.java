
package org.latentj.record;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.TextRoi;
import ij.plugin.LutLoader;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.LUT;

import java.awt.Color;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.image.IndexColorModel;
import java.util.Locale;

import org.latentj.provenance.Provenance;
import org.latentj.tensor.Tensor;

/**
 * Deviations of pictures as a map: one number a pixel in 32 bits, in the levels
 * of the pictures, 0 to 255, shown by ImageJ's lookup table {@value #TABLE}
 * from 0 to the greatest, with a bar of the table in the overlay.
 */
public final class DeviationMap {

	private static final String TABLE = "fire";

	private static final int LEVELS = 256;

	/** Pixels of a side from which on there is room for a bar. */
	private static final int SMALLEST = 64;

	private DeviationMap() {}

	/**
	 * A new image.
	 *
	 * @param deviations [1, 3, H, W] of pictures of 0 to 1
	 * @param title of the pictures
	 * @param provenance of the pictures
	 */
	public static ImagePlus of(final Tensor deviations, final String title,
		final Provenance provenance)
	{
		final ImageStack stack = new ImageStack(deviations.size(3), deviations.size(
			2));
		stack.addSlice(new FloatProcessor(deviations.size(3), deviations.size(2),
			levels(deviations)));
		return of(stack, title, provenance);
	}

	/**
	 * The numbers of a map: of a pixel's three colours the root of the mean
	 * square.
	 *
	 * @param deviations [1, 3, H, W] of pictures of 0 to 1
	 * @return in the levels of pictures, 0 to 255, one row after the other
	 */
	public static float[] levels(final Tensor deviations) {
		final int plane = deviations.size(2) * deviations.size(3);
		final float[] data = deviations.data();
		final float[] map = new float[plane];
		for (int i = 0; i < plane; i++) {
			double squares = 0;
			for (int c = 0; c < 3; c++) {
				squares += Math.pow(255.0 * data[c * plane + i], 2);
			}
			map[i] = (float) Math.sqrt(squares / 3);
		}
		return map;
	}

	/**
	 * A new image of several maps, all shown from 0 to the greatest of all.
	 *
	 * @param maps 32 bits, of {@link #levels}
	 * @param title of the pictures
	 * @param provenance of the pictures
	 */
	public static ImagePlus of(final ImageStack maps, final String title,
		final Provenance provenance)
	{
		float max = 0;
		for (int n = 1; n <= maps.size(); n++) {
			for (final float level : (float[]) maps.getPixels(n)) {
				max = Math.max(max, level);
			}
		}
		final double shown = max > 0 ? max : 1;
		final LUT table = new LUT((IndexColorModel) LutLoader.getLut(TABLE), 0,
			shown);
		final ImagePlus image = new ImagePlus("standard deviation of " + title,
			maps);
		image.setLut(table);
		image.setDisplayRange(0, shown);
		GeneratedImage.describe(image, provenance);
		// NB: without a screen there may be no fonts for its numbers.
		if (!GraphicsEnvironment.isHeadless() && Math.min(image.getWidth(), image
			.getHeight()) >= SMALLEST)
		{
			image.setOverlay(bar(image, table, shown));
		}
		return image;
	}

	/** A bar along the right side with numbers at its ends. */
	private static Overlay bar(final ImagePlus image, final LUT table,
		final double max)
	{
		final int width = Math.max(4, image.getWidth() / 24);
		final int height = image.getHeight() / 2;
		final int size = Math.max(8, image.getHeight() / 24);
		final int left = image.getWidth() - 2 * width;
		final int top = (image.getHeight() - height) / 2;
		final ByteProcessor levels = new ByteProcessor(width, height);
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				levels.set(x, y, (LEVELS - 1) * (height - 1 - y) / (height - 1));
			}
		}
		// NB: a table with the map's range would lay it over the bar's levels, too.
		levels.setLut(new LUT(table, 0, LEVELS - 1));
		final Overlay overlay = new Overlay(new ImageRoi(left, top, levels
			.convertToRGB()));
		final int room = image.getWidth() - left;
		final TextRoi most = number(String.format(Locale.ROOT, "%.1f", max), size);
		most.setLocation(left + fitting(most, room), top - most.getBounds().height);
		overlay.add(most);
		final TextRoi least = number("0", size);
		least.setLocation(left + fitting(least, room), top + height);
		overlay.add(least);
		return overlay;
	}

	/** How far a number goes to the left, below 0, so that it has room. */
	private static int fitting(final TextRoi number, final int room) {
		return Math.min(0, room - number.getBounds().width);
	}

	/** White on black, to be read on all colours of the table. */
	private static TextRoi number(final String text, final int size) {
		final TextRoi number = new TextRoi(0, 0, text, new Font(Font.SANS_SERIF,
			Font.PLAIN, size));
		number.setStrokeColor(Color.WHITE);
		number.setFillColor(Color.BLACK);
		return number;
	}
}
