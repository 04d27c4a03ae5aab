
package org.latentj.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.latentj.image.Compositing;
import org.latentj.image.ImageTensors;
import org.latentj.image.IntensityRange;
import org.latentj.image.Mask;
import org.latentj.tensor.Tensor;

import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.util.ImgUtil;
import net.imglib2.view.Views;

/**
 * Grey pictures of 16 bits in memory, and what is made of them: a source of
 * pictures that is no image of ImageJ.
 *
 * @param planes the pictures
 * @param masks of them; empty for all of each
 * @param results by item, then by picture; null where nothing was made
 */
public record MemoryStack(List<Img<UnsignedShortType>> planes, List<Mask> masks,
		List<List<Img<UnsignedShortType>>> results)
		implements
			PictureStack,
			PictureSink {

	private static final List<IntensityRange> FULL = List.of(new IntensityRange(0,
		65535));

	/** Pictures that nothing was made of. */
	public MemoryStack(final List<Img<UnsignedShortType>> planes,
		final List<Mask> masks)
	{
		this(planes, masks, new ArrayList<>());
	}

	/** Pictures whose pixels differ in no simple way. */
	public static List<Img<UnsignedShortType>> planes(final int count,
		final int width, final int height)
	{
		final List<Img<UnsignedShortType>> planes = new ArrayList<>();
		for (int n = 1; n <= count; n++) {
			final short[] pixels = new short[width * height];
			for (int i = 0; i < pixels.length; i++) {
				pixels[i] = (short) (n * 7919 * i % 65521);
			}
			planes.add(ArrayImgs.unsignedShorts(pixels, width, height));
		}
		return planes;
	}

	/** A result's pixels, row after row. */
	public int[] pixels(final int item, final int picture) {
		final List<Integer> all = new ArrayList<>();
		Views.flatIterable(results.get(item).get(picture)).forEach(p -> all.add(p
			.get()));
		return all.stream().mapToInt(Integer::intValue).toArray();
	}

	@Override
	public int count() {
		return planes.size();
	}

	@Override
	public int width() {
		return (int) planes.get(0).dimension(0);
	}

	@Override
	public int height() {
		return (int) planes.get(0).dimension(1);
	}

	@Override
	public String place(final int picture) {
		return "c=1 z=" + (picture + 1) + " t=1";
	}

	@Override
	public Tensor read(final int picture, final Mask where, final Interval box) {
		return ImageTensors.fromChannels(part(planes.get(picture), box), FULL,
			where);
	}

	@Override
	public Mask mask(final int picture) {
		return masks.isEmpty() ? Mask.whole(width(), height()) : masks.get(picture);
	}

	@Override
	public Optional<String> range() {
		return Optional.of("0-65535");
	}

	@Override
	public void put(final int picture, final MadePictures made) {
		replace(picture, made, Mask.whole(width(), height()), all());
	}

	@Override
	public void replace(final int picture, final MadePictures made,
		final Mask weights, final Interval box)
	{
		for (int item = 0; item < made.items(); item++) {
			if (results.size() <= item) {
				results.add(new ArrayList<>());
			}
			while (results.get(item).size() <= picture) {
				results.get(item).add(null);
			}
			final Img<UnsignedShortType> plane = planes.get(picture).copy();
			final Img<UnsignedShortType> part = Compositing.channels(part(plane, box),
				made.pixels(), item, FULL, weights).get(0);
			ImgUtil.copy(part, Views.zeroMin(Views.interval(plane, box)));
			results.get(item).set(picture, plane);
		}
	}

	private static List<RandomAccessibleInterval<UnsignedShortType>> part(
		final Img<UnsignedShortType> plane, final Interval box)
	{
		return List.of(Views.interval(plane, box));
	}
}
