
package org.latentj.imageplus;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;

import java.awt.image.ColorModel;
import java.util.List;

import org.latentj.image.BitDepth;
import org.latentj.record.GeneratedImage;

import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;

/**
 * ImageJ's images as ImgLib2 planes: each plane shares its pixels with a slice,
 * nothing is copied.
 */
public final class ImagePlusPlanes {

	private ImagePlusPlanes() {}

	/** The pixel type; an error for images of indexed colours. */
	static BitDepth depth(final ImagePlus image) {
		switch (image.getType()) {
			case ImagePlus.GRAY8:
				return BitDepth.UINT8;
			case ImagePlus.GRAY16:
				return BitDepth.UINT16;
			case ImagePlus.GRAY32:
				return BitDepth.FLOAT32;
			case ImagePlus.COLOR_RGB:
				return BitDepth.RGB;
			default:
				throw new IllegalArgumentException("the image '" + image.getTitle() +
					"' has 8-bit indexed colours: convert it with Image > Type > " +
					"RGB Color first");
		}
	}

	/** A slice's pixels as a plane that shares them. */
	static RandomAccessibleInterval<?> plane(final Object pixels, final int width,
		final int height)
	{
		if (pixels instanceof byte[] bytes) {
			return ArrayImgs.unsignedBytes(bytes, width, height);
		}
		if (pixels instanceof short[] shorts) {
			return ArrayImgs.unsignedShorts(shorts, width, height);
		}
		if (pixels instanceof float[] floats) {
			return ArrayImgs.floats(floats, width, height);
		}
		return ArrayImgs.argbs((int[]) pixels, width, height);
	}

	/** The array behind a plane that was made by {@code ArrayImgs}. */
	static Object pixels(final RandomAccessibleInterval<?> plane) {
		return ((ArrayDataAccess<?>) ((ArrayImg<?, ?>) plane).update(null))
			.getCurrentStorageArray();
	}

	/**
	 * A slice's pixels. NB: the current slice of a virtual stack is there
	 * already; read again, a huge one would take its memory twice.
	 *
	 * @throws IllegalArgumentException if the image was closed
	 */
	static Object pixels(final ImagePlus image, final int slice) {
		if (image.getStack() instanceof TakenStack taken) {
			return taken.getPixels(slice);
		}
		// NB: ImageJ's lock for moving to another slice.
		synchronized (image) {
			if (image.getProcessor() == null || image.getStackSize() < slice) {
				throw new IllegalArgumentException("the image '" + image.getTitle() +
					"' was closed");
			}
			final boolean shown = image.getStack().isVirtual() && !image
				.isComposite() && slice == image.getCurrentSlice();
			return shown ? image.getProcessor().getPixels() : image.getStack()
				.getPixels(slice);
		}
	}

	/**
	 * ImageJ's view of a slice's pixels.
	 *
	 * @param model a lookup table; null = grey
	 */
	static ImageProcessor processor(final Object pixels, final int width,
		final int height, final ColorModel model)
	{
		if (pixels instanceof byte[] bytes) {
			return new ByteProcessor(width, height, bytes, model);
		}
		if (pixels instanceof short[] shorts) {
			return new ShortProcessor(width, height, shorts, model);
		}
		if (pixels instanceof float[] floats) {
			return new FloatProcessor(width, height, floats, model);
		}
		return new ColorProcessor(width, height, (int[]) pixels);
	}

	/** A copy of a slice's pixels. */
	static Object copy(final Object pixels) {
		if (pixels instanceof byte[] bytes) return bytes.clone();
		if (pixels instanceof short[] shorts) return shorts.clone();
		if (pixels instanceof float[] floats) return floats.clone();
		return ((int[]) pixels).clone();
	}

	/** Copies a part's pixels into a slice, bit by bit. */
	static void paste(final Object part, final Interval where,
		final Object pixels, final int width)
	{
		final int w = (int) where.dimension(0);
		for (int y = 0; y < where.dimension(1); y++) {
			System.arraycopy(part, y * w, pixels, (int) ((where.min(1) + y) * width +
				where.min(0)), w);
		}
	}

	/**
	 * A stack without slices yet: in a file if those that it is made from are
	 * too, so that memory needs not hold what it hasn't held before.
	 */
	static ImageStack stackFor(final ImagePlus source, final int width,
		final int height, final int size)
	{
		return TakenStack.isVirtual(source) ? new StackFile(width, height, source
			.getBitDepth(), size) : new ImageStack(width, height, size);
	}

	/**
	 * A new image of other pixels with the look and the facts of an image:
	 * calibration, lookup tables, display ranges, overlay, properties, axes.
	 *
	 * @param kept the positions of the image that
	 * @param stack has a slice of each of
	 */
	static ImagePlus like(final ImagePlus source, final Substack kept,
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

	/**
	 * Images of one kind after one another in time; the first one's facts. The
	 * images are of no use any more.
	 *
	 * @param images at least one; all of the same size and type
	 * @return the image itself if it is the only one
	 */
	public static ImagePlus concatenated(final List<ImagePlus> images) {
		final ImagePlus first = images.get(0);
		if (images.size() == 1) {
			return first;
		}
		final int size = first.getStackSize();
		final ImageStack stack = joined(images, images.size() * size);
		for (int n = 1; n <= stack.size(); n++) {
			final String label = stack.getSliceLabel(n);
			stack.setSliceLabel((label == null ? "" : label + ", ") + "item " + (n -
				1) / size, n);
		}
		final ImagePlus all = like(first, Substack.of(first), stack, first
			.getTitle());
		all.setDimensions(first.getNChannels(), first.getNSlices(), first
			.getNFrames() * images.size());
		GeneratedPixels.join(images, all);
		return all;
	}

	/** The slices of images one after another, which are not copied. */
	private static ImageStack joined(final List<ImagePlus> images,
		final int size)
	{
		final ImagePlus first = images.get(0);
		if (first.getStack() instanceof StackFile) {
			return StackFile.joined(images.stream().map(i -> (StackFile) i.getStack())
				.toList());
		}
		final ImageStack all = new ImageStack(first.getWidth(), first.getHeight(),
			size);
		int n = 0;
		for (final ImagePlus image : images) {
			for (int slice = 1; slice <= image.getStackSize(); slice++) {
				all.setPixels(image.getStack().getPixels(slice), ++n);
				all.setSliceLabel(image.getStack().getSliceLabel(slice), n);
			}
		}
		return all;
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

	/** A range as shown: of a channel of a composite, or of the image. */
	static double[] displayRange(final ImagePlus image, final int channel) {
		if (image instanceof CompositeImage composite && image.isComposite()) {
			final LUT lut = composite.getChannelLut(channel);
			return new double[] { lut.min, lut.max };
		}
		final ImageProcessor shown = image.getProcessor();
		return new double[] { shown.getMin(), shown.getMax() };
	}

	/** Whether an image, or a channel of a composite, is shown inverted. */
	static boolean inverted(final ImagePlus image, final int channel) {
		if (image instanceof CompositeImage composite && image.isComposite()) {
			final LUT lut = composite.getChannelLut(channel);
			return brightness(lut, 0) > brightness(lut, 255);
		}
		return image.isInvertedLut();
	}

	private static int brightness(final LUT lut, final int index) {
		return lut.getRed(index) + lut.getGreen(index) + lut.getBlue(index);
	}
}
