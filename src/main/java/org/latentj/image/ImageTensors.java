
package org.latentj.image;

import java.util.Collections;
import java.util.List;

import org.latentj.tensor.Tensor;

import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Util;

/**
 * Planes to tensors and back.
 * <p>
 * One channel is grey: it becomes three equal channels and comes back as their
 * mean. Two channels become red and green, three red, green and blue. Each has
 * an {@link IntensityRange} that maps its intensities to 0 to 1; within that
 * range the way back gives the same intensities again, what lies outside is
 * clipped.
 * </p>
 *
 * <pre>
 *
 * Tensor x = ImageTensors.fromChannels(List.of(plane), List.of(range), mask);
 * Img&lt;T&gt; y = ImageTensors.toChannels(x, 0, List.of(range), plane.getType())
 * 	.get(0);
 * </pre>
 */
public final class ImageTensors {

	private ImageTensors() {}

	/**
	 * One to three channels of one place as one picture.
	 *
	 * @param channels planes of one size
	 * @param ranges one for each channel
	 * @param where the pixels that count: NaN and infinities outside of it become
	 *          0 or 1
	 * @return [1, 3, H, W] in 0 to 1
	 * @throws IllegalArgumentException if a pixel that counts is NaN or infinite,
	 *           or sizes differ
	 */
	public static <T extends RealType<T>> Tensor fromChannels(
		final List<? extends RandomAccessibleInterval<T>> channels,
		final List<IntensityRange> ranges, final Mask where)
	{
		check(channels.size(), ranges);
		final int w = PlaneArray.width(channels.get(0));
		final int h = PlaneArray.height(channels.get(0));
		where.requireSize(w, h);
		final Tensor out = blank(w, h);
		for (int c = 0; c < channels.size(); c++) {
			requireSize(channels.get(c), w, h);
			final int at = c * w * h;
			PlaneArray.copyOf(channels.get(c)).read(out.data(), at);
			requireFinite(out.data(), at, where);
			final IntensityRange range = ranges.get(c);
			for (int i = at; i < at + w * h; i++) {
				out.data()[i] = range.toUnit(out.data()[i]);
			}
		}
		if (channels.size() == 1) {
			System.arraycopy(out.data(), 0, out.data(), w * h, w * h);
			System.arraycopy(out.data(), 0, out.data(), 2 * w * h, w * h);
		}
		return out;
	}

	/**
	 * The same of channels of which every pixel counts.
	 *
	 * @return [1, 3, H, W] in 0 to 1
	 * @throws IllegalArgumentException if a pixel is NaN or infinite, or sizes
	 *           differ
	 */
	public static <T extends RealType<T>> Tensor fromChannels(
		final List<? extends RandomAccessibleInterval<T>> channels,
		final List<IntensityRange> ranges)
	{
		check(channels.size(), ranges);
		return fromChannels(channels, ranges, Mask.whole(PlaneArray.width(channels
			.get(0)), PlaneArray.height(channels.get(0))));
	}

	/**
	 * An RGB picture.
	 *
	 * @return [1, 3, H, W] in 0 to 1
	 */
	public static Tensor fromRgb(final RandomAccessibleInterval<ARGBType> plane) {
		final int w = PlaneArray.width(plane);
		final int h = PlaneArray.height(plane);
		final Tensor out = blank(w, h);
		final int[] pixels = PlaneArray.copy(plane, new int[w * h]);
		for (int i = 0; i < w * h; i++) {
			out.data()[i] = (pixels[i] >> 16 & 0xff) / 255f;
			out.data()[w * h + i] = (pixels[i] >> 8 & 0xff) / 255f;
			out.data()[2 * w * h + i] = (pixels[i] & 0xff) / 255f;
		}
		return out;
	}

	/**
	 * A picture as one to three new planes.
	 *
	 * @param pictures [N, 3, H, W] in 0 to 1
	 * @param item which of the N
	 * @param ranges one for each channel wanted
	 * @param type of the planes
	 * @return a plane of W x H pixels for each range
	 */
	public static <T extends RealType<T>> List<Img<T>> toChannels(
		final Tensor pictures, final int item, final List<IntensityRange> ranges,
		final T type)
	{
		final int w = pictures.size(3);
		final int h = pictures.size(2);
		final Img<T> blank = Util.getSuitableImgFactory(new FinalInterval(w, h),
			type).create(w, h);
		final List<Img<T>> blanks = Collections.nCopies(ranges.size(), blank);
		return Compositing.channels(blanks, pictures, item, ranges, Mask.whole(w,
			h));
	}

	/**
	 * A picture as a new RGB plane.
	 *
	 * @param pictures [N, 3, H, W] in 0 to 1
	 * @param item which of the N
	 */
	public static Img<ARGBType> toRgb(final Tensor pictures, final int item) {
		final int w = pictures.size(3);
		final int h = pictures.size(2);
		final Img<ARGBType> black = ArrayImgs.argbs(w, h);
		black.forEach(p -> p.set(0xff000000));
		return Compositing.rgb(black, pictures, item, Mask.whole(w, h));
	}

	/** From 0 to 1 to the -1 to 1 that a VAE's encoder takes, of any shape. */
	public static Tensor toSigned(final Tensor unit) {
		return unit.map(v -> 2 * v - 1);
	}

	/** From the -1 to 1 of a VAE's decoder to 0 to 1, clipped, of any shape. */
	public static Tensor toUnit(final Tensor signed) {
		return signed.map(v -> Math.min(1, Math.max(0, (v + 1) / 2)));
	}

	private static void check(final int channels,
		final List<IntensityRange> ranges)
	{
		if (channels < 1 || channels > 3 || ranges.size() != channels) {
			throw new IllegalArgumentException("a picture has 1, 2 or 3 channels " +
				"and an intensity range for each, not " + channels + " and " + ranges
					.size() + ": take more channels one by one, or choose some");
		}
	}

	private static Tensor blank(final int w, final int h) {
		PictureMemory.require(w, h, 1);
		return Tensor.zeros(1, 3, h, w);
	}

	private static void requireSize(final RandomAccessibleInterval<?> plane,
		final int w, final int h)
	{
		if (PlaneArray.width(plane) != w || PlaneArray.height(plane) != h) {
			throw new IllegalArgumentException("channels differ in size: " + w + "x" +
				h + " and " + plane.dimension(0) + "x" + plane.dimension(1));
		}
	}

	private static void requireFinite(final float[] pixels, final int at,
		final Mask where)
	{
		int bad = 0;
		int first = 0;
		for (int i = where.width() * where.height() - 1; i >= 0; i--) {
			if (!Float.isFinite(pixels[at + i]) && where.at(i) > 0) {
				bad++;
				first = i;
			}
		}
		if (bad > 0) {
			throw new IllegalArgumentException(bad + " of the pixels to work on " +
				(bad == 1 ? "is" : "are") + " NaN or infinite, the first one is " +
				pixels[at + first] + " at x=" + first % where.width() + ", y=" + first /
					where.width() +
				": they must be finite there (elsewhere they are kept)");
		}
	}
}
