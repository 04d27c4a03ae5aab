
package org.latentj.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.LongType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;

/** Tests {@link IntensityRange} and {@link BitDepth}. */
public class IntensityRangeTest {

	@Test
	public void mapsEveryIntensityOf16BitThereAndBack() {
		for (final IntensityRange range : List.of(BitDepth.UINT16.fullRange(),
			BitDepth.UINT16.fullRange().inverted()))
		{
			for (int v = 0; v <= 65535; v++) {
				assertEquals(v, Math.round(range.fromUnit(range.toUnit(v))));
				assertEquals(v, range.wholeFromUnit(range.toUnit(v)));
			}
		}
	}

	@Test
	public void clipsWhatIsOutside() {
		final IntensityRange range = new IntensityRange(10, 20);
		assertEquals(0, range.toUnit(9));
		assertEquals(1, range.toUnit(21));
		assertEquals(0, range.toUnit(Float.NEGATIVE_INFINITY));
		assertEquals(1, range.toUnit(Float.POSITIVE_INFINITY));
		assertEquals(0, range.toUnit(Float.NaN));
		assertEquals(20, range.fromUnit(1.2));
		assertEquals(10, range.fromUnit(-0.2));
	}

	@Test
	public void showsInvertedImagesAsTheyLook() {
		final IntensityRange range = BitDepth.UINT8.fullRange().inverted();
		assertEquals(1, range.toUnit(0));
		assertEquals(0, range.toUnit(255));
		assertEquals(255, range.fromUnit(0));
	}

	@Test
	public void servesAllSlices() {
		final Img<FloatType> a = ArrayImgs.floats(new float[] { 3, Float.NaN }, 2,
			1);
		final Img<FloatType> b = ArrayImgs.floats(new float[] { -7,
			Float.POSITIVE_INFINITY }, 2, 1);
		assertEquals(new IntensityRange(-7, 3), IntensityRange.ofData(List.of(a,
			b)));
	}

	@Test
	public void leavesOutExtremesByPercentiles() {
		final short[] values = new short[1000];
		for (int i = 0; i < values.length; i++) {
			values[i] = (short) (i * 7 % 1000 + 100);
		}
		final Img<UnsignedShortType> plane = ArrayImgs.unsignedShorts(values, 50,
			20);
		assertEquals(new IntensityRange(110, 1089), IntensityRange.percentiles(List
			.of(plane), 1, 99));
		assertEquals(new IntensityRange(100, 1099), IntensityRange.percentiles(List
			.of(plane), 0, 100));
		assertThrows(IllegalArgumentException.class, () -> IntensityRange
			.percentiles(List.of(plane), 99, 1));
	}

	@Test
	public void findsPercentilesOfAllPlanesAsIfTheyWereSorted() {
		final Random random = new Random(4);
		final float[] values = new float[3 * 700];
		for (int i = 0; i < values.length; i++) {
			values[i] = i % 50 == 0 ? Float.NaN : (float) (random.nextGaussian() *
				Math.pow(10, random.nextInt(9) - 4));
		}
		values[1] = -0f;
		values[2] = Float.NEGATIVE_INFINITY;
		final List<Img<FloatType>> planes = new ArrayList<>();
		final List<Float> sorted = new ArrayList<>();
		for (int k = 0; k < 3; k++) {
			planes.add(ArrayImgs.floats(Arrays.copyOfRange(values, 700 * k, 700 * k +
				700), 35, 20));
		}
		for (final float v : values) {
			if (Float.isFinite(v)) {
				sorted.add(v);
			}
		}
		Collections.sort(sorted);
		for (final double low : new double[] { 0, 0.35, 17, 50, 99 }) {
			final double high = 100 - low / 100;
			final IntensityRange range = IntensityRange.percentiles(planes, low,
				high);
			assertEquals(rank(sorted, low), range.black());
			assertEquals(rank(sorted, high), range.white());
		}
	}

	private static double rank(final List<Float> sorted, final double percent) {
		return sorted.get((int) Math.rint((sorted.size() - 1) * percent / 100));
	}

	@Test
	public void readsPlanesThatAreLargerThanABand() {
		final byte[] pixels = new byte[700 * 900];
		pixels[700 * 899 + 3] = 9;
		pixels[700 * 899 + 4] = 8;
		final Img<UnsignedByteType> plane = ArrayImgs.unsignedBytes(pixels, 700,
			900);
		assertEquals(new IntensityRange(0, 9), IntensityRange.ofData(List.of(
			plane)));
		assertEquals(new IntensityRange(0, 9), IntensityRange.percentiles(List.of(
			plane), 0, 100));
	}

	@Test
	public void refusesConstantImagesWithAWayOut() {
		final String message = assertThrows(IllegalArgumentException.class,
			() -> IntensityRange.ofData(List.of(ArrayImgs.unsignedBytes(4, 4))))
			.getMessage();
		assertTrue(message.contains("constant") && message.contains("full range"),
			message);
	}

	@Test
	public void refusesImagesWithoutAnyNumber() {
		final Img<FloatType> nan = ArrayImgs.floats(new float[] { Float.NaN }, 1,
			1);
		assertThrows(IllegalArgumentException.class, () -> IntensityRange.ofData(
			List.of(nan)));
		assertThrows(IllegalArgumentException.class, () -> IntensityRange
			.percentiles(List.of(nan), 1, 99));
	}

	@Test
	public void knowsTheTypesOfImageJ() {
		assertEquals(BitDepth.UINT8, BitDepth.of(ArrayImgs.unsignedBytes(1, 1)
			.getType()));
		assertEquals(BitDepth.RGB, BitDepth.of(ArrayImgs.argbs(1, 1).getType()));
		final String message = assertThrows(IllegalArgumentException.class,
			() -> BitDepth.of(new LongType())).getMessage();
		assertTrue(message.contains("LongType") && message.contains("16-bit"),
			message);
		assertThrows(IllegalArgumentException.class, () -> BitDepth.FLOAT32
			.fullRange());
	}
}
