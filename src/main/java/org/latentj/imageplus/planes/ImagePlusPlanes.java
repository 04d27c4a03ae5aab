
package org.latentj.imageplus.planes;

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

import org.latentj.image.BitDepth;

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
	public static BitDepth depth(final ImagePlus image) {
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
	public static RandomAccessibleInterval<?> plane(final Object pixels,
		final int width, final int height)
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
	public static Object pixels(final RandomAccessibleInterval<?> plane) {
		return ((ArrayDataAccess<?>) ((ArrayImg<?, ?>) plane).update(null))
			.getCurrentStorageArray();
	}

	/**
	 * A slice's pixels. NB: the current slice of a virtual stack is there
	 * already; read again, a huge one would take its memory twice.
	 *
	 * @throws IllegalArgumentException if the image was closed
	 */
	public static Object pixels(final ImagePlus image, final int slice) {
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
	public static Object copy(final Object pixels) {
		if (pixels instanceof byte[] bytes) return bytes.clone();
		if (pixels instanceof short[] shorts) return shorts.clone();
		if (pixels instanceof float[] floats) return floats.clone();
		return ((int[]) pixels).clone();
	}

	/** Copies a part's pixels into a slice, bit by bit. */
	public static void paste(final Object part, final Interval where,
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
	public static ImageStack stackFor(final ImagePlus source, final int width,
		final int height, final int size)
	{
		return TakenStack.isVirtual(source) ? new StackFile(width, height, source
			.getBitDepth(), size) : new ImageStack(width, height, size);
	}

	/** A range as shown: of a channel of a composite, or of the image. */
	public static double[] displayRange(final ImagePlus image,
		final int channel)
	{
		if (image instanceof CompositeImage composite && image.isComposite()) {
			final LUT lut = composite.getChannelLut(channel);
			return new double[] { lut.min, lut.max };
		}
		final ImageProcessor shown = image.getProcessor();
		return new double[] { shown.getMin(), shown.getMax() };
	}

	/** Whether an image, or a channel of a composite, is shown inverted. */
	public static boolean inverted(final ImagePlus image, final int channel) {
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
