
package org.latentj.omezarr.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.latentj.image.Compositing;
import org.latentj.image.ImageTensors;
import org.latentj.image.IntensityRange;
import org.latentj.image.Mask;
import org.latentj.omezarr.OmeImage;
import org.latentj.omezarr.OmePlanes;
import org.latentj.omezarr.Place;
import org.latentj.omezarr.PlaneBytes;
import org.latentj.provenance.UsedZarr;
import org.latentj.stack.PictureStack;
import org.latentj.stack.PositionText;
import org.latentj.stack.RangeText;
import org.latentj.tensor.Tensor;
import org.latentj.zarr.DataType;

import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;

/**
 * The pictures in an image of an OME-Zarr, at one of its levels: two or three
 * channels of one place are one picture of red, green and blue, of more
 * channels each is a grey one. Only what is asked for is read.
 *
 * <pre>
 *
 * PictureStack stack = new OmeStack(OmeImage.open(store, "A/1/0"),
 * 	OmeChoice.ALL);
 * </pre>
 */
public final class OmeStack implements PictureStack {

	private final OmeImage image;

	private final OmeChoice choice;

	private final OmePlanes planes;

	private final Interval part;

	private final List<Integer> channels;

	private final List<Integer> slices;

	private final List<Integer> frames;

	/** For each picture the places of its channels. */
	private final List<List<Place>> pictures = new ArrayList<>();

	private final Map<String, Integer> indices = new HashMap<>();

	/** By channel, as they were needed. */
	private final Map<Integer, IntensityRange> ranges = new TreeMap<>();

	/**
	 * @throws IllegalArgumentException if there is no such level or position
	 * @throws IOException if it cannot be read
	 */
	public OmeStack(final OmeImage image, final OmeChoice choice)
		throws IOException
	{
		this.image = image;
		this.choice = choice;
		planes = OmePlanes.of(image, choice.level());
		final DataType type = planes.array().spec().type();
		if (type.bytes() == Long.BYTES && !type.isFloat()) {
			throw new IllegalArgumentException(planes.array().name() +
				" is of type " + type.text() +
				", as labels are: an image of up to 32 bits is needed");
		}
		RangeText.require(choice.range());
		part = choice.part().of(planes.size("x"), planes.size("y"), planes.array()
			.name());
		final String name = planes.array().name();
		slices = PositionText.ofAxis("slices", choice.slices(), planes.size("z"),
			choice.every(), 1, name);
		frames = PositionText.ofAxis("frames", choice.frames(), planes.size("t"),
			choice.every(), 1, name);
		final List<List<Integer>> together = PositionText.pictures(choice
			.channels(), planes.size("c"), choice.every(), 1, name);
		channels = together.stream().flatMap(List::stream).sorted().toList();
		for (final int t : frames) {
			for (final int z : slices) {
				for (final List<Integer> cs : together) {
					indices.put(new Place(cs.get(0), z, t).toString(), pictures.size());
					pictures.add(cs.stream().map(c -> new Place(c, z, t)).toList());
				}
			}
		}
	}

	/** The image that they are in. */
	public OmeImage image() {
		return image;
	}

	/** What of it is worked on. */
	public OmeChoice choice() {
		return choice;
	}

	/**
	 * The picture at a place.
	 *
	 * @param place as {@link #place(int)} says it
	 * @throws IllegalArgumentException if there is none
	 */
	int at(final String place) {
		final Integer index = indices.get(place);
		if (index != null) {
			return index;
		}
		throw new IllegalArgumentException(planes.array().name() +
			" has no picture at " + place);
	}

	/** The part of its planes that is worked on. */
	Interval part() {
		return part;
	}

	/**
	 * What a record says of them.
	 *
	 * @param file name of the OME-Zarr
	 * @param inputs what identified each picture, by its place
	 */
	public UsedZarr used(final String file, final Map<String, String> inputs) {
		return new UsedZarr(file, image.key(), choice.level(), part.min(0) + "," +
			part.min(1) + "," + width() + "," + height(), channels, slices, frames,
			inputs);
	}

	/** The type of its pixels. */
	public DataType type() {
		return planes.array().spec().type();
	}

	/** The channels that are worked on, from 1, in their order. */
	public List<Integer> channels() {
		return channels;
	}

	/** Likewise the slices. */
	public List<Integer> slices() {
		return slices;
	}

	/** Likewise the frames. */
	public List<Integer> frames() {
		return frames;
	}

	/** The planes of a picture, one for each of its channels. */
	public List<Place> planes(final int picture) {
		return pictures.get(picture);
	}

	@Override
	public int count() {
		return pictures.size();
	}

	@Override
	public int width() {
		return (int) part.dimension(0);
	}

	@Override
	public int height() {
		return (int) part.dimension(1);
	}

	@Override
	public String place(final int picture) {
		return pictures.get(picture).get(0).toString();
	}

	@Override
	public Tensor read(final int picture, final Mask where, final Interval box)
		throws IOException
	{
		return ImageTensors.fromChannels(real(originals(picture, box)), ranges(
			picture), where);
	}

	@Override
	public Mask mask(final int picture) throws IOException {
		return choice.mask().isEmpty() ? Mask.whole(width(), height()) : marked(
			choice.mask(), picture, all());
	}

	/**
	 * Where a label image marks something at a picture's place.
	 *
	 * @param box the part
	 */
	Mask marked(final String label, final int picture, final Interval box)
		throws IOException
	{
		final OmePlanes labels = OmePlanes.of(image.label(label), choice.level());
		final byte[] inside = new byte[(int) (box.dimension(0) * box.dimension(1))];
		int i = 0;
		for (final RealType<?> value : Views.flatIterable(labels.plane(pictures.get(
			picture).get(0), Intervals.translate(box, part.min(0), part.min(1)))))
		{
			inside[i++] = (byte) (value.getRealDouble() != 0 ? 255 : 0);
		}
		return Mask.soft(ArrayImgs.unsignedBytes(inside, box.dimension(0), box
			.dimension(1)));
	}

	/**
	 * The range of each channel in numbers; those that are not worked on have
	 * some range that costs nothing.
	 */
	@Override
	public Optional<String> range() {
		return Optional.of(IntStream.rangeClosed(1, planes.size("c")).mapToObj(
			c -> channels.contains(c) ? RangeText.text(range(c)) : RangeText.FULL)
			.collect(Collectors.joining(",")));
	}

	/**
	 * The planes of a picture as they are.
	 *
	 * @param box the part
	 */
	public List<Img<? extends RealType<?>>> originals(final int picture,
		final Interval box) throws IOException
	{
		final List<Img<? extends RealType<?>>> all = new ArrayList<>();
		for (final Place place : pictures.get(picture)) {
			all.add(planes.plane(place, Intervals.translate(box, part.min(0), part
				.min(1))));
		}
		return all;
	}

	/**
	 * A part of a picture with another one put into it, in the image's type.
	 *
	 * @param generated [N, 3, H, W] in 0 to 1, of the box's size
	 * @param item which of the N
	 * @param weights how much of it is taken; where 0, the pixels keep their bits
	 * @param originals of the box
	 * @return a new plane for each channel
	 */
	List<? extends Img<?>> merged(final int picture, final Tensor generated,
		final int item, final Mask weights, final List<?> originals)
	{
		return Compositing.channels(real(originals), generated, item, ranges(
			picture), weights);
	}

	/**
	 * Another picture, of any size, in the image's type.
	 *
	 * @param pixels [N, 3, H, W] in 0 to 1; the first is taken
	 * @return a new plane for each channel
	 */
	List<? extends Img<?>> planes(final int picture, final Tensor pixels) {
		return this.<UnsignedByteType> planes(pixels, ranges(picture), PlaneBytes
			.plane(new byte[type().bytes()], type(), 1, 1).getType());
	}

	/** NB: the type is whatever real type the image has. */
	@SuppressWarnings("unchecked")
	private <T extends RealType<T>> List<Img<T>> planes(final Tensor pixels,
		final List<IntensityRange> own, final Object type)
	{
		return ImageTensors.toChannels(pixels, 0, own, (T) type);
	}

	private List<IntensityRange> ranges(final int picture) {
		return pictures.get(picture).stream().map(p -> range(p.c())).toList();
	}

	/** NB: may read all slices of the channel. */
	private synchronized IntensityRange range(final int channel) {
		return ranges.computeIfAbsent(channel, c -> RangeText.of(RangeText.of(choice
			.range(), planes.array().name(), c, planes.size("c")), new OmeRange(image,
				planes, c)));
	}

	/** NB: the type is whatever real type the image has, not only this one. */
	@SuppressWarnings("unchecked")
	private static List<RandomAccessibleInterval<UnsignedByteType>> real(
		final List<?> planes)
	{
		return (List<RandomAccessibleInterval<UnsignedByteType>>) planes;
	}
}
