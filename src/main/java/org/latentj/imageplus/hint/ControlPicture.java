
package org.latentj.imageplus.hint;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.filter.GaussianBlur;
import ij.plugin.filter.RankFilters;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

import java.awt.Color;

import org.latentj.control.Bounds;
import org.latentj.imageplus.planes.RoiPosition;

/**
 * Makes an image that steers of another one.
 *
 * <pre>
 *
 * ImagePlus edges = new ControlPicture(ControlKind.EDGES, 0, 100, 200, false)
 * 	.of(image, false);
 * </pre>
 *
 * @param kind what is made
 * @param size see {@link ControlKind}; 0 = as usual
 * @param low of edges: the gradient that goes on with one, of 0 to 1020
 * @param high of edges: the gradient that begins one
 * @param inverted whether black and white change places
 */
public record ControlPicture(ControlKind kind, double size, double low,
		double high, boolean inverted) {

	/** The gradient of a step from black to white. */
	public static final double MOST_GRADIENT = 1020;

	/** Pixels. */
	private static final double MOST_SIZE = 1000;

	private static final double ACCURACY = 0.002;

	/** Turns hues so that neighbouring numbers are far apart. */
	private static final double GOLDEN = 0.618033988749895;

	/** @throws IllegalArgumentException if a number is out of its range */
	public ControlPicture {
		Bounds.check("size", size, 0, MOST_SIZE);
		Bounds.check("low", low, 0, MOST_GRADIENT);
		Bounds.check("high", high, low, MOST_GRADIENT);
	}

	/**
	 * An image of the same size: 8-bit, RGB for segmentation and for what is made
	 * of RGB.
	 *
	 * @param image of several channels the current one counts
	 * @param all whether all slices are made, not only the current one
	 * @throws IllegalArgumentException if it lacks what this kind is made of
	 */
	public ImagePlus of(final ImagePlus image, final boolean all) {
		final ImageStack made = new ImageStack(image.getWidth(), image.getHeight());
		final int channel = image.getC();
		for (int frame = 1; frame <= image.getNFrames(); frame++) {
			for (int slice = 1; slice <= image.getNSlices(); slice++) {
				if (all || frame == image.getT() && slice == image.getZ()) {
					final int n = image.getStackIndex(channel, slice, frame);
					made.addSlice(image.getStack().getSliceLabel(n), made(image, n));
				}
			}
		}
		final ImagePlus result = new ImagePlus(kind.id() + " of " + image
			.getTitle(), made);
		result.setCalibration(image.getCalibration());
		if (all) {
			result.setDimensions(1, image.getNSlices(), image.getNFrames());
			result.setOpenAsHyperStack(image.getNFrames() > 1);
		}
		return result;
	}

	private ImageProcessor made(final ImagePlus image, final int n) {
		final ImageProcessor slice = image.getStack().getProcessor(n);
		final ImageProcessor out = switch (kind) {
			case EDGES -> new CannyEdges(length(), low, high).of(grey(image, slice));
			case SCRIBBLE -> scribble(image, n);
			case MASK -> mask(image, slice);
			case DEPTH -> grey(image, slice);
			case SEGMENTATION -> segmentation(image, slice);
			case TILE -> tile(shown(image, slice));
			case BLUR -> blur(shown(image, slice));
		};
		if (inverted) {
			out.invert();
		}
		return out;
	}

	private double length() {
		return size == 0 ? kind.usualSize() : size;
	}

	/** As it is displayed, in 8 bit or RGB. */
	private static ImageProcessor shown(final ImagePlus image,
		final ImageProcessor slice)
	{
		return slice instanceof ColorProcessor ? slice.duplicate() : grey(image,
			slice);
	}

	private static ImageProcessor grey(final ImagePlus image,
		final ImageProcessor slice)
	{
		final ImageProcessor copy = slice.duplicate();
		if (!(copy instanceof ColorProcessor)) {
			copy.setMinAndMax(image.getDisplayRangeMin(), image.getDisplayRangeMax());
		}
		final ImageProcessor grey = copy.convertToByte(true).duplicate();
		grey.resetMinAndMax();
		grey.setColorModel(null);
		return new ByteProcessor(grey.getWidth(), grey.getHeight(), (byte[]) grey
			.getPixels());
	}

	private ImageProcessor scribble(final ImagePlus image, final int n) {
		final ByteProcessor out = new ByteProcessor(image.getWidth(), image
			.getHeight());
		out.setColor(Color.white);
		final int width = (int) Math.max(1, Math.rint(length()));
		final Overlay lines = image.getRoi() != null ? new Overlay(image.getRoi())
			: image.getOverlay();
		if (lines == null || lines.size() == 0) {
			throw new IllegalArgumentException("the image '" + image.getTitle() +
				"' has no selection and no overlay to be the scribble: draw one");
		}
		for (final Roi roi : lines) {
			if (roi == image.getRoi() || RoiPosition.covers(roi, image, n)) {
				out.setLineWidth(1);
				roi.drawPixels(out);
			}
		}
		if (width > 1) {
			new RankFilters().rank(out, (width - 1) / 2.0, RankFilters.MAX);
		}
		return out;
	}

	private static ImageProcessor mask(final ImagePlus image,
		final ImageProcessor slice)
	{
		final ByteProcessor out = new ByteProcessor(image.getWidth(), image
			.getHeight());
		final Roi roi = image.getRoi();
		if (roi != null && roi.isArea()) {
			out.setColor(Color.white);
			out.fill(roi);
			return out;
		}
		final double least = image.getProcessor().getMinThreshold();
		final double most = image.getProcessor().getMaxThreshold();
		final boolean threshold = least != ImageProcessor.NO_THRESHOLD;
		for (int i = 0; i < slice.getPixelCount(); i++) {
			final double v = slice instanceof ColorProcessor ? slice.get(i) & 0xffffff
				: slice.getf(i);
			out.set(i, (threshold ? v >= least && v <= most : v != 0 && !Double.isNaN(
				v)) ? 255 : 0);
		}
		return out;
	}

	private static ImageProcessor segmentation(final ImagePlus image,
		final ImageProcessor slice)
	{
		if (slice instanceof ColorProcessor) {
			throw new IllegalArgumentException("the image '" + image.getTitle() +
				"' is RGB: a segmentation is made of an image of numbers, one for " +
				"each thing, 0 = background");
		}
		final ColorProcessor out = new ColorProcessor(image.getWidth(), image
			.getHeight());
		for (int i = 0; i < slice.getPixelCount(); i++) {
			final long label = label(image, slice.getf(i));
			out.set(i, label <= 0 ? 0 : 0xffffff & Color.HSBtoRGB((float) (label *
				GOLDEN % 1), 0.5f + label % 2 * 0.5f, 1 - label % 3 * 0.2f));
		}
		return out;
	}

	/** NB: ImageJ can make the background NaN. */
	private static long label(final ImagePlus image, final float number) {
		if (Float.isNaN(number)) {
			return 0;
		}
		if (number != Math.rint(number) || Float.isInfinite(number)) {
			throw new IllegalArgumentException("the image '" + image.getTitle() +
				"' has the number " + number + ": a segmentation is made of whole " +
				"numbers, one for each thing, 0 = background");
		}
		return (long) number;
	}

	private ImageProcessor tile(final ImageProcessor picture) {
		final int width = picture.getWidth();
		final int height = picture.getHeight();
		picture.setInterpolationMethod(ImageProcessor.BILINEAR);
		final ImageProcessor small = picture.resize((int) Math.max(1, width /
			length()), (int) Math.max(1, height / length()), true);
		small.setInterpolationMethod(ImageProcessor.BILINEAR);
		return small.resize(width, height, true);
	}

	private ImageProcessor blur(final ImageProcessor picture) {
		new GaussianBlur().blurGaussian(picture, length(), length(), ACCURACY);
		return picture;
	}
}
