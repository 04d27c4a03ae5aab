
package org.latentj.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.latentj.tensor.Tensor;

import net.imglib2.Cursor;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgFactory;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.cell.CellImgFactory;
import net.imglib2.img.list.ListImgFactory;
import net.imglib2.img.planar.PlanarImgFactory;
import net.imglib2.img.planar.PlanarImgs;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.ConstantUtils;
import net.imglib2.view.Views;

/** Tests {@link ImageTensors}. */
public class ImageTensorsTest {

	private static final IntensityRange RANGE = new IntensityRange(3, 203);

	@Test
	public void readsEveryTypeInEveryContainerAlike() {
		checkContainers(new UnsignedByteType());
		checkContainers(new UnsignedShortType());
		checkContainers(new FloatType());
		checkContainers(new IntType());
		checkContainers(new DoubleType());
	}

	private static <T extends RealType<T> & NativeType<T>> void checkContainers(
		final T type)
	{
		final Img<T> array = filled(new ArrayImgFactory<>(type).create(13, 7, 3));
		final Tensor expected = plainLoop(Views.hyperSlice(array, 2, 1));
		for (final Img<T> img : List.of(array, filled(new PlanarImgFactory<>(type)
			.create(13, 7, 3)), filled(new CellImgFactory<>(type, 4).create(13, 7,
				3)), filled(new ListImgFactory<>(type).create(13, 7, 3))))
		{
			final RandomAccessibleInterval<T> slice = Views.hyperSlice(img, 2, 1);
			assertClose(img.getClass() + " of " + type.getClass(), expected,
				ImageTensors.fromChannels(List.of(slice), List.of(RANGE)), 0);
			final RandomAccessibleInterval<T> moved = Views.interval(Views.translate(
				slice, -5, 100), FinalInterval.createMinSize(-5, 100, 13, 7));
			assertClose("moved", expected, ImageTensors.fromChannels(List.of(moved),
				List.of(RANGE)), 0);
		}
	}

	private static <T extends RealType<T>> Img<T> filled(final Img<T> img) {
		final Random random = new Random(4);
		final Cursor<T> cursor = Views.flatIterable(img).cursor();
		while (cursor.hasNext()) {
			cursor.next().setReal(random.nextInt(256));
		}
		return img;
	}

	private static <T extends RealType<T>> Tensor plainLoop(
		final RandomAccessibleInterval<T> plane)
	{
		final Tensor out = Tensor.zeros(1, 3, 7, 13);
		for (int i = 0; i < out.length(); i++) {
			final double v = plane.getAt(i % 13, i / 13 % 7).getRealDouble();
			out.data()[i] = (float) Math.min(1, Math.max(0, (v - 3) / 200));
		}
		return out;
	}

	@Test
	public void bringsIntensitiesWithinTheRangeBackExactly() {
		final byte[] bytes = new byte[256];
		final short[] shorts = new short[65536];
		for (int i = 0; i < 65536; i++) {
			bytes[i % 256] = (byte) i;
			shorts[i] = (short) i;
		}
		final Img<UnsignedByteType> img8 = ArrayImgs.unsignedBytes(bytes, 16, 16);
		assertSamePixels(img8, roundTrip(img8, BitDepth.UINT8.fullRange()));
		final Img<UnsignedShortType> img16 = ArrayImgs.unsignedShorts(shorts, 256,
			256);
		assertSamePixels(img16, roundTrip(img16, BitDepth.UINT16.fullRange()
			.inverted()));
		final Img<FloatType> img32 = ArrayImgs.floats(new float[] { -3, 0, 1e-3f,
			7 }, 2, 2);
		final Img<FloatType> back = roundTrip(img32, new IntensityRange(-3, 7));
		for (int i = 0; i < 4; i++) {
			assertEquals(img32.getAt(i % 2, i / 2).get(), back.getAt(i % 2, i / 2)
				.get(), 1e-6);
		}
	}

	private static <T extends RealType<T>> Img<T> roundTrip(final Img<T> plane,
		final IntensityRange range)
	{
		final Tensor x = ImageTensors.fromChannels(List.of(plane), List.of(range));
		return ImageTensors.toChannels(x, 0, List.of(range), plane.getType()).get(
			0);
	}

	@Test
	public void worksOn12BitIn16AsOnItsOwnRange() {
		final Img<UnsignedShortType> img = ArrayImgs.unsignedShorts(new short[] { 0,
			4095, 2048, 1 }, 2, 2);
		final IntensityRange range = new IntensityRange(0, 4095);
		assertEquals(1, ImageTensors.fromChannels(List.of(img), List.of(range))
			.data()[1]);
		assertSamePixels(img, roundTrip(img, range));
	}

	@Test
	public void takesGreyBackAsTheMean() {
		final Tensor x = new Tensor(new float[] { 0.1f, 0.2f, 0.6f }, 1, 3, 1, 1);
		assertEquals(0.3f, ImageTensors.toChannels(x, 0, List.of(new IntensityRange(
			0, 1)), new FloatType()).get(0).getAt(0, 0).get(), 1e-6);
	}

	@Test
	public void mapsTwoAndThreeChannelsToColours() {
		final Img<UnsignedByteType> a = ArrayImgs.unsignedBytes(new byte[] { 51 },
			1, 1);
		final Img<UnsignedByteType> b = ArrayImgs.unsignedBytes(new byte[] { 102 },
			1, 1);
		final IntensityRange full = BitDepth.UINT8.fullRange();
		final Tensor two = ImageTensors.fromChannels(List.of(a, b), List.of(full,
			full));
		assertArrayEquals(new float[] { 0.2f, 0.4f, 0 }, two.data(), 1e-6f);
		final List<Img<UnsignedByteType>> back = ImageTensors.toChannels(two, 0,
			List.of(full, full), a.getType());
		assertEquals(2, back.size());
		assertSamePixels(b, back.get(1));
		final Tensor three = ImageTensors.fromChannels(List.of(a, b, a), List.of(
			full, full, new IntensityRange(0, 102)));
		assertArrayEquals(new float[] { 0.2f, 0.4f, 0.5f }, three.data(), 1e-6f);
	}

	@Test
	public void refusesMoreChannelsAtOnceThanColours() {
		final Img<UnsignedByteType> a = ArrayImgs.unsignedBytes(1, 1);
		final IntensityRange full = BitDepth.UINT8.fullRange();
		final String message = assertThrows(IllegalArgumentException.class,
			() -> ImageTensors.fromChannels(Collections.nCopies(5, a), Collections
				.nCopies(5, full))).getMessage();
		assertTrue(message.contains("one by one"), message);
		assertThrows(IllegalArgumentException.class, () -> ImageTensors
			.fromChannels(List.of(a, ArrayImgs.unsignedBytes(2, 1)), List.of(full,
				full)));
	}

	@Test
	public void bringsRgbBackExactly() {
		final int[] pixels = new Random(5).ints(7 * 5).toArray();
		final Tensor x = ImageTensors.fromRgb(ArrayImgs.argbs(pixels.clone(), 7,
			5));
		assertEquals((pixels[3] >> 8 & 0xff) / 255f, x.data()[35 + 3]);
		final Img<ARGBType> back = ImageTensors.toRgb(Tensor.concat(List.of(x, x)),
			1);
		for (int i = 0; i < pixels.length; i++) {
			assertEquals(pixels[i] | 0xff000000, back.getAt(i % 7, i / 7).get());
		}
	}

	@Test
	public void refusesNaNAndInfinityWhereItWorksAndTellsThePlace() {
		final float[] pixels = new float[20];
		pixels[13] = Float.NaN;
		pixels[17] = Float.NEGATIVE_INFINITY;
		final Img<FloatType> plane = ArrayImgs.floats(pixels, 5, 4);
		final String message = assertThrows(IllegalArgumentException.class,
			() -> ImageTensors.fromChannels(List.of(plane), List.of(RANGE)))
			.getMessage();
		assertTrue(message.startsWith("2 of the pixels") && message.contains(
			"x=3, y=2"), message);
	}

	@Test
	public void acceptsNaNAndInfinityElsewhere() {
		final float[] pixels = { 103, Float.NaN, Float.NEGATIVE_INFINITY,
			Float.POSITIVE_INFINITY };
		final Mask first = new Mask(new float[] { 0.01f, 0, 0, 0 }, 4, 1);
		final Tensor x = ImageTensors.fromChannels(List.of(ArrayImgs.floats(pixels,
			4, 1)), List.of(RANGE), first);
		assertArrayEquals(new float[] { 0.5f, 0, 0, 1 }, Arrays.copyOf(x.data(),
			4));
	}

	@Test
	public void refusesWhatIsNoPlane() {
		final IntensityRange full = BitDepth.UINT8.fullRange();
		assertThrows(IllegalArgumentException.class, () -> ImageTensors
			.fromChannels(List.of(PlanarImgs.unsignedBytes(4, 4, 2)), List.of(full)));
		assertThrows(IllegalArgumentException.class, () -> ImageTensors.fromRgb(
			PlanarImgs.argbs(4, 4, 2)));
	}

	@Test
	public void refusesHugePlanesBeforeReadingThem() {
		final RandomAccessibleInterval<ARGBType> huge = ConstantUtils
			.constantRandomAccessibleInterval(new ARGBType(), new FinalInterval(60000,
				50000));
		assertThrows(IllegalArgumentException.class, () -> ImageTensors.fromRgb(
			huge));
		final RandomAccessibleInterval<ARGBType> large = ConstantUtils
			.constantRandomAccessibleInterval(new ARGBType(), new FinalInterval(30000,
				20000));
		final String message = assertThrows(IllegalArgumentException.class,
			() -> ImageTensors.fromRgb(large)).getMessage();
		assertTrue(message.contains("30000x20000") && message.contains(
			"surroundings"), message);
	}

	@Test
	public void mapsToTheSignedScaleAndBack() {
		final Tensor x = new Tensor(new float[] { 0, 0.5f, 1 }, 3);
		assertArrayEquals(new float[] { -1, 0, 1 }, ImageTensors.toSigned(x)
			.data());
		assertClose("back", x, ImageTensors.toUnit(ImageTensors.toSigned(x)), 0);
		assertArrayEquals(new float[] { 0, 1 }, ImageTensors.toUnit(new Tensor(
			new float[] { -1.5f, 3 }, 2)).data());
	}

	private static <T extends RealType<T>> void assertSamePixels(
		final Img<T> expected, final Img<T> actual)
	{
		final Cursor<T> cursor = Views.flatIterable(actual).cursor();
		Views.flatIterable(expected).forEach(p -> assertEquals(p.getRealDouble(),
			cursor.next().getRealDouble()));
	}
}
