
package org.latentj.imageplus;

import ij.ImagePlus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.latentj.image.BitDepth;
import org.latentj.image.Compositing;
import org.latentj.image.ImageTensors;
import org.latentj.image.IntensityRange;
import org.latentj.image.Mask;
import org.latentj.imageplus.planes.ImagePlusPlanes;
import org.latentj.imageplus.planes.Substack;
import org.latentj.imageplus.planes.TakenStack;
import org.latentj.imageplus.region.PositionChoice;
import org.latentj.imageplus.region.RangeChoice;
import org.latentj.stack.RangeText;
import org.latentj.tensor.Tensor;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/**
 * The pictures in an image. RGB and grey slices are a picture each; two or
 * three channels of one place are one picture of red, green and blue; of more
 * channels each is a grey picture. A {@link PositionChoice} tells which are
 * worked on; what is made of them goes into a {@link ResultImage}.
 *
 * <pre>
 * ImagePictures pictures = new ImagePictures(image, PositionChoice.of(true),
 * 	RangeChoice.DISPLAY);
 * ResultImage result = new ResultImage(pictures, pictures.places(), true);
 * for (int k = 0; k &lt; pictures.count(); k++) {
 * 	Tensor x = pictures.tensor(k, mask, box);
 * 	result.replace(k, worked(x), 0, weights, box);
 * }
 * ImagePlus made = result.toImage("result");
 * </pre>
 */
final class ImagePictures {

	private final ImagePlus image;

	private final BitDepth depth;

	private final List<IntensityRange> ranges;

	private final Substack places;

	/** For each picture the slices of its channels, from 1. */
	private final List<int[]> pictures = new ArrayList<>();

	/**
	 * @param image not changed
	 * @param positions which are worked on
	 * @param range a {@link RangeChoice}, not used for RGB
	 */
	ImagePictures(final ImagePlus image, final PositionChoice positions,
		final String range)
	{
		this(image, positions, false, range);
	}

	/** As the constructor, but all channels if none are named. */
	static ImagePictures ofAllChannels(final ImagePlus image,
		final PositionChoice positions, final String range)
	{
		return new ImagePictures(image, positions, true, range);
	}

	private ImagePictures(final ImagePlus image, final PositionChoice positions,
		final boolean allChannels, final String range)
	{
		if (image.getStackSize() < 1 || image.getProcessor() == null) {
			throw new IllegalArgumentException("the image '" + image.getTitle() +
				"' has no slices");
		}
		this.image = image;
		this.depth = ImagePlusPlanes.depth(image);
		this.places = positions.places(image);
		final List<List<Integer>> channels = positions.pictures(image, allChannels);
		for (final int t : places.frames()) {
			for (final int z : places.slices()) {
				for (final List<Integer> together : channels) {
					pictures.add(together.stream().mapToInt(c -> image.getStackIndex(c, z,
						t)).toArray());
				}
			}
		}
		if (depth == BitDepth.RGB) {
			RangeText.require(range);
		}
		this.ranges = depth == BitDepth.RGB ? List.of() : IntStream.rangeClosed(1,
			image.getNChannels()).mapToObj(c -> channels.stream().anyMatch(g -> g
				.contains(c)) ? RangeChoice.of(range, image, c) : null).collect(
					Collectors.toList());
	}

	/** The image that they are in. */
	ImagePlus image() {
		return image;
	}

	/** The places that are worked on, with all their channels. */
	Substack places() {
		return places;
	}

	/** The same with those channels only that are worked on. */
	Substack ownChannels() {
		return new Substack(pictures.stream().flatMapToInt(Arrays::stream).map(
			s -> image.convertIndexToPosition(s)[0]).distinct().sorted().boxed()
			.toList(), places.slices(), places.frames());
	}

	/**
	 * Copies what work is begun on, if the image is a {@link TakenImage}, so that
	 * nobody changes it meanwhile.
	 */
	void keep(final Substack positions) {
		if (image.getStack() instanceof TakenStack taken) {
			for (int n = 1; n <= positions.size(); n++) {
				taken.keep(positions.source(image, n));
			}
		}
	}

	/**
	 * A copy of a slice's pixels.
	 *
	 * @param last whether nobody will ask for them again
	 */
	Object copy(final int slice, final boolean last) {
		return last && image.getStack() instanceof TakenStack taken ? taken.take(
			slice) : ImagePlusPlanes.copy(ImagePlusPlanes.pixels(image, slice));
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

	/** All of a picture. */
	Interval box() {
		return FinalInterval.createMinSize(0, 0, width(), height());
	}

	/** The first slice of a picture, from 1. */
	int slice(final int picture) {
		return pictures.get(picture)[0];
	}

	/** The slices of a picture's channels, from 1. */
	int[] slices(final int picture) {
		return pictures.get(picture).clone();
	}

	/** Where a picture's first channel is, as {@code c=1 z=20 t=3}. */
	String place(final int picture) {
		final int[] czt = image.convertIndexToPosition(slice(picture));
		return "c=" + czt[0] + " z=" + czt[1] + " t=" + czt[2];
	}

	/**
	 * The intensities of each channel that are black and white, in numbers, as a
	 * {@link RangeChoice}; empty for RGB. NB: the channels that are not worked on
	 * have some range that costs nothing.
	 */
	Optional<String> range() {
		return depth == BitDepth.RGB ? Optional.empty() : Optional.of(ranges
			.stream().map(r -> r == null ? RangeChoice.FULL : RangeText.text(r))
			.collect(Collectors.joining(",")));
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
	 * A part of a picture with another one put into it, in the image's type.
	 *
	 * @param generated [N, 3, H, W] in 0 to 1, of the box's size
	 * @param item which of the N
	 * @param weights how much of it is taken; where 0, the pixels keep their bits
	 * @param box the part
	 * @return a new plane for each channel
	 */
	List<? extends Img<?>> merged(final int picture, final Tensor generated,
		final int item, final Mask weights, final Interval box)
	{
		final List<RandomAccessibleInterval<?>> originals = originals(picture, box);
		return depth == BitDepth.RGB ? List.of(Compositing.rgb(rgb(originals),
			generated, item, weights)) : Compositing.channels(real(originals),
				generated, item, ranges(picture), weights);
	}

	/**
	 * Another picture, of any size, in the image's type.
	 *
	 * @param pixels [N, 3, H, W] in 0 to 1
	 * @param item which of the N
	 * @return a new plane for each channel
	 */
	List<? extends Img<?>> planes(final int picture, final Tensor pixels,
		final int item)
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

	/** The pixels of a black slice of the image's type. */
	Object blank(final int width, final int height) {
		final int length = Math.multiplyExact(width, height);
		return switch (depth) {
			case UINT8 -> new byte[length];
			case UINT16 -> new short[length];
			case FLOAT32 -> new float[length];
			case RGB -> new int[length];
		};
	}

	private List<RandomAccessibleInterval<?>> originals(final int picture,
		final Interval box)
	{
		final List<RandomAccessibleInterval<?>> planes = new ArrayList<>();
		for (final int slice : pictures.get(picture)) {
			planes.add(Views.interval(ImagePlusPlanes.plane(ImagePlusPlanes.pixels(
				image, slice), width(), height()), box));
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
