
package org.latentj.command;

import ij.ImagePlus;
import ij.ImageStack;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.latentj.image.BitDepth;
import org.latentj.image.Compositing;
import org.latentj.image.ImageTensors;
import org.latentj.image.IntensityRange;
import org.latentj.image.Mask;
import org.latentj.pipeline.Picture;
import org.latentj.tensor.Tensor;

import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/**
 * The pictures in an image, and the new image that they are put into. RGB and
 * grey slices are a picture each; two or three channels of one place are one
 * picture of red, green and blue; of more channels each is a grey picture.
 * <p>
 * Without {@code everySlice} there is one picture: the one at the current
 * position (of more than three channels: the current one). The result then has
 * that position's channels only.
 * </p>
 *
 * <pre>
 * ImagePictures pictures = new ImagePictures(image, true, RangeChoice.DISPLAY);
 * for (int k = 0; k &lt; pictures.count(); k++) {
 * 	Tensor x = pictures.tensor(k, mask, box);
 * 	pictures.replace(k, worked(x), 0, weights, box);
 * }
 * ImagePlus result = pictures.toImage("result");
 * </pre>
 */
final class ImagePictures {

	private final ImagePlus image;

	private final BitDepth depth;

	private final int position;

	private final List<IntensityRange> ranges;

	/** Copies of the slices, made when the first picture is put in. */
	private ImageStack result;

	/** For each picture the slices of its channels, from 1. */
	private final List<int[]> pictures = new ArrayList<>();

	/**
	 * @param image not changed
	 * @param everySlice whether all pictures are worked on
	 * @param range a {@link RangeChoice}, not used for RGB
	 */
	ImagePictures(final ImagePlus image, final boolean everySlice,
		final String range)
	{
		this(image, everySlice, false, range);
	}

	/** As the constructor, but all channels of the current position. */
	static ImagePictures ofPositions(final ImagePlus image,
		final boolean everySlice, final String range)
	{
		return new ImagePictures(image, everySlice, true, range);
	}

	private ImagePictures(final ImagePlus image, final boolean everySlice,
		final boolean allChannels, final String range)
	{
		if (image.getStackSize() < 1 || image.getProcessor() == null) {
			throw new IllegalArgumentException("the image '" + image.getTitle() +
				"' has no slices");
		}
		this.image = image;
		this.depth = ImagePlusPlanes.depth(image);
		this.position = everySlice ? 0 : image.getCurrentSlice();
		this.ranges = depth == BitDepth.RGB ? List.of() : IntStream.rangeClosed(1,
			image.getNChannels()).mapToObj(c -> RangeChoice.of(range, image, c))
			.collect(Collectors.toList());
		group(everySlice || allChannels);
	}

	private void group(final boolean allChannels) {
		final int channels = image.getNChannels();
		final int[] at = image.convertIndexToPosition(image.getCurrentSlice());
		for (int slice = 1; slice <= image.getStackSize(); slice++) {
			final int[] czt = image.convertIndexToPosition(slice);
			final boolean here = czt[1] == at[1] && czt[2] == at[2];
			if (position == 0 || here) {
				final boolean together = channels <= 3;
				if (together && czt[0] == 1) {
					pictures.add(IntStream.range(slice, slice + channels).toArray());
				}
				else if (!together && (allChannels || czt[0] == at[0])) {
					pictures.add(new int[] { slice });
				}
			}
		}
	}

	private ImageStack result() {
		if (result == null) {
			result = new ImageStack(width(), height());
			final int first = position == 0 ? 1 : image.getStackIndex(1, image
				.convertIndexToPosition(position)[1], image.convertIndexToPosition(
					position)[2]);
			final int count = position == 0 ? image.getStackSize() : image
				.getNChannels();
			for (int slice = first; slice < first + count; slice++) {
				result.addSlice(label(slice), ImagePlusPlanes.copy(image.getStack()
					.getPixels(slice)));
			}
		}
		return result;
	}

	private String label(final int slice) {
		return image.getStack().getSliceLabel(slice);
	}

	/** How many pictures there are. */
	int count() {
		return pictures.size();
	}

	/** Width in pixels. */
	int width() {
		return image.getWidth();
	}

	/** Height in pixels. */
	int height() {
		return image.getHeight();
	}

	/** The first slice of a picture, from 1. */
	int slice(final int picture) {
		return pictures.get(picture)[0];
	}

	/** The intensities of each channel that are black and white, for records. */
	String describeRanges() {
		return depth == BitDepth.RGB ? "RGB" : ranges.stream().map(r -> r.black() +
			"-" + r.white()).collect(Collectors.joining(", "));
	}

	/**
	 * A part of a picture.
	 *
	 * @param where the pixels of that part that count, see
	 *          {@link ImageTensors#fromChannels}
	 * @param box the part
	 * @return [1, 3, H, W] in 0 to 1
	 */
	Tensor tensor(final int picture, final Mask where, final Interval box) {
		if (depth == BitDepth.RGB) {
			return ImageTensors.fromRgb(rgb(originals(picture, box)));
		}
		return ImageTensors.fromChannels(real(originals(picture, box)), ranges(
			picture), where);
	}

	/**
	 * Puts a generated picture into the result.
	 *
	 * @param generated [N, 3, H, W] in 0 to 1, of the box's size
	 * @param item which of the N
	 * @param weights how much of it is taken; where 0, the pixels keep their bits
	 * @param box the part that is replaced
	 */
	void replace(final int picture, final Tensor generated, final int item,
		final Mask weights, final Interval box)
	{
		final List<RandomAccessibleInterval<?>> originals = originals(picture, box);
		final List<? extends Img<?>> parts = depth == BitDepth.RGB ? List.of(
			Compositing.rgb(rgb(originals), generated, item, weights)) : Compositing
				.channels(real(originals), generated, item, ranges(picture), weights);
		for (int c = 0; c < parts.size(); c++) {
			ImagePlusPlanes.paste(ImagePlusPlanes.pixels(parts.get(c)), box, result()
				.getPixels(resultSlice(pictures.get(picture)[c])), width());
		}
	}

	/**
	 * A new image with all pictures put in so far, and the facts of the old one.
	 */
	ImagePlus toImage(final String title) {
		return ImagePlusPlanes.like(image, position, result(), title);
	}

	/**
	 * A new image of pictures of another size.
	 *
	 * @param made one for each picture
	 * @param item which of each of them
	 */
	ImagePlus toResizedImage(final String title, final List<Picture> made,
		final int item)
	{
		final int w = made.get(0).pixels().size(3);
		final int h = made.get(0).pixels().size(2);
		final ImageStack stack = new ImageStack(w, h);
		for (int k = 0; k < count(); k++) {
			final List<? extends Img<?>> planes = planes(made.get(k).pixels(), item,
				k);
			for (int c = 0; c < planes.size(); c++) {
				stack.addSlice(label(pictures.get(k)[c]), ImagePlusPlanes.pixels(planes
					.get(c)));
			}
		}
		final ImagePlus resized = ImagePlusPlanes.like(image, position, stack,
			title);
		ImagePlusPlanes.scale(resized, (double) w / width(), (double) h / height());
		return resized;
	}

	private List<? extends Img<?>> planes(final Tensor pixels, final int item,
		final int picture)
	{
		return switch (depth) {
			case RGB -> List.of(ImageTensors.toRgb(pixels, item));
			case UINT8 -> ImageTensors.toChannels(pixels, item, ranges(picture),
				new UnsignedByteType());
			case UINT16 -> ImageTensors.toChannels(pixels, item, ranges(picture),
				new UnsignedShortType());
			case FLOAT32 -> ImageTensors.toChannels(pixels, item, ranges(picture),
				new FloatType());
		};
	}

	private int resultSlice(final int slice) {
		return position == 0 ? slice : image.convertIndexToPosition(slice)[0];
	}

	private List<RandomAccessibleInterval<?>> originals(final int picture,
		final Interval box)
	{
		final List<RandomAccessibleInterval<?>> planes = new ArrayList<>();
		for (final int slice : pictures.get(picture)) {
			planes.add(Views.interval(ImagePlusPlanes.plane(image.getStack()
				.getPixels(slice), width(), height()), box));
		}
		return planes;
	}

	private List<IntensityRange> ranges(final int picture) {
		final List<IntensityRange> own = new ArrayList<>();
		for (final int slice : pictures.get(picture)) {
			own.add(ranges.get(image.convertIndexToPosition(slice)[0] - 1));
		}
		return own;
	}

	@SuppressWarnings("unchecked")
	private static RandomAccessibleInterval<ARGBType> rgb(
		final List<RandomAccessibleInterval<?>> planes)
	{
		return (RandomAccessibleInterval<ARGBType>) planes.get(0);
	}

	/** NB: the type is whatever real type the image has, not only this one. */
	@SuppressWarnings("unchecked")
	private static List<RandomAccessibleInterval<UnsignedByteType>> real(
		final List<?> planes)
	{
		return (List<RandomAccessibleInterval<UnsignedByteType>>) planes;
	}
}
