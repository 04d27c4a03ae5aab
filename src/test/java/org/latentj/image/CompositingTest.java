
package org.latentj.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.latentj.tensor.Tensor;

import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/** Tests {@link Compositing}. */
public class CompositingTest {

	private static final int W = 23;

	private static final int H = 17;

	private final Random random = new Random(6);

	private final Mask weights = Mask.selection(FinalInterval.createMinSize(5, 4,
		9, 8), new byte[0], W, H).feathered(2);

	private final Tensor picture = Tensor.zeros(2, 3, H, W).map(v -> random
		.nextFloat());

	@Test
	void makesOpaqueWhatItMakesAndNothingElse() {
		final int[] pixels = { 0x00102030, 0x00102030, 0x80102030 };
		final Img<ARGBType> out = Compositing.rgb(ArrayImgs.argbs(pixels, 3, 1),
			new Tensor(new float[9], 1, 3, 1, 3), 0, new Mask(new float[] { 1, 0,
				0.5f }, 3, 1));
		assertEquals(0xff000000, out.getAt(0, 0).get());
		assertEquals(0x00102030, out.getAt(1, 0).get());
		assertEquals(0xff, out.getAt(2, 0).get() >>> 24);
	}

	@Test
	public void keepsTheVeryBitsOf32BitOutsideOfTheMask() {
		// Any bits at all: NaNs of all kinds, infinities, subnormal numbers.
		final int[] bits = random.ints(W * H).toArray();
		bits[0] = 0x7fc12345;
		bits[1] = 0xffffffff;
		bits[2] = 0x7f800000;
		final float[] pixels = new float[W * H];
		for (int i = 0; i < pixels.length; i++) {
			pixels[i] = weights.at(i) > 0 ? 1 : Float.intBitsToFloat(bits[i]);
		}
		final Img<FloatType> out = Compositing.channels(List.of(ArrayImgs.floats(
			pixels, W, H)), picture, 1, List.of(new IntensityRange(0, 1)), weights)
			.get(0);
		for (int i = 0; i < pixels.length; i++) {
			final int expected = Float.floatToRawIntBits(pixels[i]);
			if (weights.at(i) == 0) {
				assertEquals(expected, Float.floatToRawIntBits(out.getAt(i % W, i / W)
					.get()));
			}
		}
	}

	@Test
	public void keepsOtherTypesOutsideAndBlendsInside() {
		final Img<UnsignedByteType> img8 = ArrayImgs.unsignedBytes(W, H);
		img8.forEach(p -> p.set(random.nextInt(256)));
		check(img8, BitDepth.UINT8.fullRange());
		final Img<UnsignedShortType> img16 = ArrayImgs.unsignedShorts(W, H);
		img16.forEach(p -> p.set(random.nextInt(65536)));
		check(img16, new IntensityRange(4095, 100));
		final Img<IntType> other = ArrayImgs.ints(W, H);
		other.forEach(p -> p.set(random.nextInt(1 << 20)));
		check(other, new IntensityRange(0, 1 << 20));
	}

	private <T extends net.imglib2.type.numeric.RealType<T>> void check(
		final Img<T> img, final IntensityRange range)
	{
		final Img<T> before = img.copy();
		final Img<T> out = Compositing.channels(List.of(img), picture, 1, List.of(
			range), weights).get(0);
		assertNotSame(img, out);
		for (int i = 0; i < W * H; i++) {
			final double old = before.getAt(i % W, i / W).getRealDouble();
			assertEquals(old, img.getAt(i % W, i / W).getRealDouble());
			final double mean = ((double) picture.data()[3 * W * H + i] + picture
				.data()[4 * W * H + i] + picture.data()[5 * W * H + i]) / 3.0;
			final double made = range.fromUnit(mean);
			final double mixed = old + (made - old) * weights.at(i);
			final boolean eight = img.getType() instanceof UnsignedByteType;
			assertEquals(eight ? Math.floor(mixed) : Math.round(mixed), out.getAt(i %
				W, i / W).getRealDouble());
		}
	}

	@Test
	public void keepsAllFourBytesOfRgbOutside() {
		final int[] pixels = random.ints(W * H).toArray();
		final Img<ARGBType> out = Compositing.rgb(ArrayImgs.argbs(pixels.clone(), W,
			H), picture, 0, weights);
		for (int i = 0; i < pixels.length; i++) {
			final int argb = out.getAt(i % W, i / W).get();
			if (weights.at(i) == 0) {
				assertEquals(pixels[i], argb);
			}
			else if (weights.at(i) == 1) {
				assertEquals((int) (255 * picture.data()[i]), argb >> 16 & 0xff);
			}
		}
	}

	/** NB: the fraction must not be lost where nothing has changed. */
	@Test
	public void givesAnUnchangedPictureAgainWhateverTheWeightAndRange() {
		for (final IntensityRange range : List.of(BitDepth.UINT8.fullRange(),
			BitDepth.UINT8.fullRange().inverted(), new IntensityRange(10, 51),
			new IntensityRange(200, 37)))
		{
			final byte[] levels = new byte[256];
			for (int i = 0; i < 256; i++) {
				levels[i] = (byte) Math.max(Math.min(range.black(), range.white()), Math
					.min(Math.max(range.black(), range.white()), i));
			}
			final Img<UnsignedByteType> img = ArrayImgs.unsignedBytes(levels, 16, 16);
			final Tensor same = ImageTensors.fromChannels(List.of(img), List.of(
				range));
			for (final float weight : new float[] { 1, 0.9f, 0.5f, 0.001f }) {
				final float[] all = new float[256];
				Arrays.fill(all, weight);
				final Img<UnsignedByteType> out = Compositing.channels(List.of(img),
					same, 0, List.of(range), new Mask(all, 16, 16)).get(0);
				for (int i = 0; i < 256; i++) {
					assertEquals(levels[i] & 0xff, out.getAt(i % 16, i / 16).get(),
						range + ", weight " + weight);
				}
			}
		}
	}

	@Test
	public void worksOnPartsOfAPicture() {
		final Img<UnsignedByteType> large = ArrayImgs.unsignedBytes(100, 80);
		final RandomAccessibleInterval<UnsignedByteType> part = Views.interval(
			large, FinalInterval.createMinSize(40, 30, W, H));
		final Img<UnsignedByteType> out = Compositing.channels(List.of(part),
			picture, 0, List.of(BitDepth.UINT8.fullRange()), weights).get(0);
		assertEquals(W, out.dimension(0));
		assertEquals(0, out.min(0));
	}

	@Test
	public void putsEachChannelOfACompositeInItsPlace() {
		final Img<UnsignedByteType> black = ArrayImgs.unsignedBytes(W, H);
		final IntensityRange full = BitDepth.UINT8.fullRange();
		final List<Img<UnsignedByteType>> out = Compositing.channels(List.of(black,
			black, black), picture, 1, List.of(full, full, full), weights);
		final int centre = 8 * W + 9;
		assertEquals(1, weights.at(centre));
		for (int c = 0; c < 3; c++) {
			assertEquals((int) (255 * picture.data()[(3 + c) * W * H + centre]), out
				.get(c).getAt(9, 8).get());
		}
	}

	@Test
	public void refusesWhatDoesNotFit() {
		final Img<UnsignedByteType> img = ArrayImgs.unsignedBytes(W, H);
		final List<IntensityRange> full = List.of(BitDepth.UINT8.fullRange());
		assertThrows(IllegalArgumentException.class, () -> Compositing.channels(List
			.of(img), picture, 2, full, weights));
		assertThrows(IllegalArgumentException.class, () -> Compositing.channels(List
			.of(img), Tensor.zeros(1, 3, W, H), 0, full, weights));
		assertThrows(IllegalArgumentException.class, () -> Compositing.channels(List
			.of(img), picture, 0, full, Mask.whole(H, W)));
	}
}
