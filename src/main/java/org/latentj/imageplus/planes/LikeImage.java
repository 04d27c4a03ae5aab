
package org.latentj.imageplus.planes;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.LUT;

import org.latentj.record.GeneratedImage;

/** New images with the look and the facts of other ones. */
public final class LikeImage {

	private LikeImage() {}

	/**
	 * A new image of other pixels with the look and the facts of an image:
	 * calibration, lookup tables, display ranges, overlay, properties, axes.
	 *
	 * @param kept the positions of the image that
	 * @param stack has a slice of each of
	 */
	public static ImagePlus like(final ImagePlus source, final Substack kept,
		final ImageStack stack, final String title)
	{
		final boolean composite = source.isComposite() && kept.channels()
			.size() > 1;
		final LUT[] luts = source.isComposite() ? luts(source, kept) : new LUT[0];
		stack.setColorModel(luts.length == 1 ? luts[0] : source.getProcessor()
			.getColorModel());
		final ImagePlus plain = new GeneratedImage(title, stack);
		plain.setDimensions(kept.channels().size(), kept.slices().size(), kept
			.frames().size());
		plain.setOpenAsHyperStack(source.isHyperStack() && stack.size() > 1);
		final ImagePlus result = composite ? composite((CompositeImage) source,
			luts, kept, plain) : plain;
		if (luts.length == 1) {
			result.setDisplayRange(luts[0].min, luts[0].max);
		}
		else if (!composite && result.getBitDepth() != 24) {
			result.setDisplayRange(source.getDisplayRangeMin(), source
				.getDisplayRangeMax());
		}
		// NB: not getCalibration(), which is the global one if there is such.
		result.setCalibration(kept.calibration(source.getLocalCalibration()));
		result.setPosition(Math.max(1, kept.index(source, source
			.getCurrentSlice())));
		if (source.getOverlay() != null) {
			result.setOverlay(kept.overlay(source));
			result.setHideOverlay(source.getHideOverlay());
		}
		copyProperties(source, result);
		return result;
	}

	private static LUT[] luts(final ImagePlus source, final Substack kept) {
		final LUT[] all = source.getLuts();
		return kept.channels().stream().map(c -> (LUT) all[c - 1].clone()).toArray(
			LUT[]::new);
	}

	private static ImagePlus composite(final CompositeImage source,
		final LUT[] luts, final Substack kept, final ImagePlus plain)
	{
		final CompositeImage result = new CompositeImage(plain, source.getMode());
		result.setLuts(luts);
		for (int i = 0; i < luts.length && i < CompositeImage.MAX_CHANNELS; i++) {
			final int channel = kept.channels().get(i);
			result.getActiveChannels()[i] = channel > CompositeImage.MAX_CHANNELS ||
				source.getActiveChannels()[channel - 1];
		}
		return result;
	}

	private static void copyProperties(final ImagePlus source,
		final ImagePlus result)
	{
		if (source.getProperties() != null) {
			source.getProperties().forEach((key, value) -> result.setProperty(String
				.valueOf(key), value));
		}
		final String[] texts = source.getPropertiesAsArray();
		if (texts != null) {
			result.setProperties(texts.clone());
		}
	}
}
