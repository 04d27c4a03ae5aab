
package org.latentj.image;

import java.util.ArrayList;
import java.util.List;

import org.latentj.tensor.Tensor;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Puts a generated picture into an image, in the image's own type. Where the
 * weight is 0, the result has the image's very bits (NaN payloads and the
 * unused byte of RGB included); where it is 1, it is the picture; between them,
 * it is their weighted mean. Pixels of 8 bit, also those of RGB, lose their
 * fraction, as in ComfyUI; pixels of 16 bit are rounded.
 */
public final class Compositing {

	/** Levels that single precision may be off by. */
	private static final double ROUNDING = 1e-3;

	private static final int OPAQUE = 0xff000000;

	private Compositing() {}

	/**
	 * Into one to three channels; a single one gets the mean of red, green and
	 * blue.
	 *
	 * @param originals planes of one size, not changed
	 * @param pictures [N, 3, H, W] in 0 to 1
	 * @param item which of the N
	 * @param ranges one for each channel
	 * @param weights how much of the picture is taken
	 * @return new planes of the originals' type
	 */
	public static <T extends RealType<T>> List<Img<T>> channels(
		final List<? extends RandomAccessibleInterval<T>> originals,
		final Tensor pictures, final int item, final List<IntensityRange> ranges,
		final Mask weights)
	{
		final int count = originals.size();
		if (count < 1 || count > 3 || ranges.size() != count) {
			throw new IllegalArgumentException("a picture goes into 1, 2 or 3 " +
				"channels with an intensity range for each, not into " + count +
				" with " + ranges.size());
		}
		final List<Img<T>> out = new ArrayList<>();
		for (int c = 0; c < count; c++) {
			check(originals.get(c), pictures, item, weights);
			final PlaneArray<T> pixels = PlaneArray.copyOf(originals.get(c));
			final Blend blend = originals.get(c).getType() instanceof UnsignedByteType
				? Compositing::wholeMix : Compositing::mix;
			blend(pixels, pictures, 3 * item + c, count == 1, ranges.get(c), weights,
				blend);
			out.add(pixels.img());
		}
		return out;
	}

	private static void blend(final PlaneArray<?> pixels, final Tensor pictures,
		final int channel, final boolean grey, final IntensityRange range,
		final Mask weights, final Blend blend)
	{
		final int n = pixels.length();
		final float[] from = pictures.data();
		final int at = channel * n;
		for (int i = 0; i < n; i++) {
			final float weight = weights.at(i);
			if (weight > 0) {
				final double unit = grey ? ((double) from[at + i] + from[at + n + i] +
					from[at + 2 * n + i]) / 3 : from[at + i];
				pixels.set(i, blend.of(pixels.get(i), unit, range, weight));
			}
		}
	}

	/**
	 * Into an RGB image.
	 *
	 * @param original not changed
	 * @param pictures [N, 3, H, W] in 0 to 1
	 * @param item which of the N
	 * @param weights how much of the picture is taken
	 * @return a new image
	 */
	public static Img<ARGBType> rgb(
		final RandomAccessibleInterval<ARGBType> original, final Tensor pictures,
		final int item, final Mask weights)
	{
		check(original, pictures, item, weights);
		final int w = PlaneArray.width(original);
		final int h = PlaneArray.height(original);
		final int[] pixels = PlaneArray.copy(original, new int[w * h]);
		final IntensityRange range = BitDepth.RGB.fullRange();
		for (int i = 0; i < w * h; i++) {
			final float weight = weights.at(i);
			if (weight > 0) {
				// NB: opaque, as what ImageJ's own commands write; old pixels may have
				// anything there, which ImageJ ignores and other programs do not.
				int argb = OPAQUE;
				for (int c = 0; c < 3; c++) {
					final int shift = 16 - 8 * c;
					final float unit = pictures.data()[(3 * item + c) * w * h + i];
					argb |= (int) wholeMix(pixels[i] >> shift & 0xff, unit, range,
						weight) << shift;
				}
				pixels[i] = argb;
			}
		}
		return ArrayImgs.argbs(pixels, w, h);
	}

	/** Makes an intensity of an old one and of a picture's value in 0 to 1. */
	@FunctionalInterface
	private interface Blend {

		double of(double old, double unit, IntensityRange range, float weight);
	}

	private static double mix(final double old, final double unit,
		final IntensityRange range, final float weight)
	{
		final double made = range.fromUnit(unit);
		// NB: not old * (1 - weight): where the weight is 1, old may be NaN.
		return weight == 1 ? made : old + (made - old) * weight;
	}

	/**
	 * The same without the fraction, for 8 bits. NB: a pixel that is as before
	 * must not become darker by what rounding takes from it.
	 */
	private static double wholeMix(final double old, final double unit,
		final IntensityRange range, final float weight)
	{
		return weight == 1 ? range.wholeFromUnit((float) unit) : range.cutOff(mix(
			old, unit, range, weight) + range.direction() * ROUNDING);
	}

	private static void check(final RandomAccessibleInterval<?> plane,
		final Tensor pictures, final int item, final Mask weights)
	{
		final int w = PlaneArray.width(plane);
		final int h = PlaneArray.height(plane);
		if (pictures.rank() != 4 || pictures.size(1) != 3 || pictures.size(
			2) != h || pictures.size(3) != w || item < 0 || item >= pictures.size(0))
		{
			throw new IllegalArgumentException("picture " + item + " of " + pictures +
				" does not fit an image of " + w + "x" + h +
				" pixels: the shape must be [N, 3, " + h + ", " + w + "]");
		}
		weights.requireSize(w, h);
	}
}
