
package org.latentj.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Weights;
import org.latentj.golden.Golden;
import org.latentj.latent.ResizeMethod;
import org.latentj.tensor.Tensor;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.util.Intervals;

/** Tests {@link Mask}. */
public class MaskTest {

	@ParameterizedTest
	@ValueSource(strings = { "even", "odd", "batch", "maskother" })
	public void growsAsTheReference(final String name) throws IOException {
		final Weights golden = Golden.open("vae_inpaint.safetensors");
		final Mask mask = cutAsTheReference(golden, name);
		for (final int by : new int[] { 0, 1, 6, 13, 64 }) {
			assertClose(name + " grown by " + by, golden.read(name + "/grow" + by +
				"/noise_mask"), mask.grown(by).tensor(), 0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "even", "odd", "batch", "maskother" })
	public void hidesPixelsAsTheReference(final String name) throws IOException {
		final Weights golden = Golden.open("vae_inpaint.safetensors");
		final Tensor expected = nchw(golden.read(name + "/vae_pixels_u8x2"), 510);
		final Tensor pixels = cut(nchw(golden.read(name + "/pixels_u8"), 255));
		assertClose(name, expected, cutAsTheReference(golden, name).greyOut(pixels),
			1e-6);
	}

	@Test
	public void growsOneFurtherToTheRightAndDownIfEven() {
		final Interval point = FinalInterval.createMinMax(9, 9, 9, 9);
		final Mask mask = Mask.selection(point, new byte[0], 20, 20);
		assertBounds(7, 7, 12, 12, mask.grown(6));
		assertBounds(6, 6, 12, 12, mask.grown(7));
		assertBounds(9, 9, 9, 9, mask.grown(0));
	}

	@Test
	public void growsAtTheBorderWithoutLeavingThePicture() {
		final Interval corner = FinalInterval.createMinMax(0, 0, 0, 0);
		assertBounds(0, 0, 19, 15, Mask.selection(corner, new byte[0], 20, 16)
			.grown(64));
	}

	@Test
	public void staysEmptyWhenItGrows() {
		final Mask empty = Mask.soft(ArrayImgs.unsignedBytes(new byte[20], 5, 4));
		for (final int by : new int[] { 0, 1, 6 }) {
			assertTrue(empty.grown(by).isEmpty());
		}
	}

	@Test
	public void roundsSoftValuesAroundTheHalf() {
		final Mask mask = Mask.soft(ArrayImgs.unsignedBytes(new byte[] { 0, 127,
			(byte) 128, (byte) 255 }, 4, 1));
		assertClose("rounded", new Tensor(new float[] { 0, 0, 1, 1 }, 1, 1, 1, 4),
			mask.rounded().tensor(), 0);
		assertEquals(127 / 255f, mask.tensor().data()[1]);
	}

	@Test
	public void takesIntensitiesWithinThresholds() {
		final Mask mask = Mask.thresholded(ArrayImgs.floats(new float[] { -1, 2,
			Float.NaN, 3.5f, Float.POSITIVE_INFINITY }, 5, 1), 2, 3.5);
		assertClose("thresholded", new Tensor(new float[] { 0, 1, 0, 1, 0 }, 1, 1,
			1, 5), mask.tensor(), 0);
	}

	@Test
	public void takesSelectionsPixelByPixelAndLeavesOutWhatIsOutside() {
		final Mask mask = Mask.selection(FinalInterval.createMinSize(-1, 1, 3, 2),
			new byte[] { 1, 0, -1, 1, 1, 0 }, 3, 2);
		assertClose("selection", new Tensor(new float[] { 0, 0, 0, 0, 1, 0 }, 1, 1,
			2, 3), mask.tensor(), 0);
	}

	@ParameterizedTest
	@CsvSource({ "-5, 0, 5, 5", "20, 0, 5, 5", "0, -9, 30, 9", "3, 3, 0, 0",
		"3, 3, 4, 0" })
	public void refusesSelectionsWithoutAPixelInThePicture(final int x,
		final int y, final int w, final int h)
	{
		final String message = assertThrows(IllegalArgumentException.class,
			() -> Mask.selection(FinalInterval.createMinSize(x, y, w, h), new byte[0],
				20, 10)).getMessage();
		assertTrue(message.contains("20x10"), message);
	}

	@Test
	public void refusesSelectionsThatSelectNothing() {
		assertThrows(IllegalArgumentException.class, () -> Mask.selection(
			FinalInterval.createMinSize(0, 0, 2, 2), new byte[4], 4, 4));
	}

	@Test
	public void knowsAnEmptyAndAWholeMask() {
		final Mask none = Mask.soft(ArrayImgs.unsignedBytes(4, 3));
		assertTrue(none.isEmpty());
		assertFalse(none.isWhole());
		assertThrows(IllegalArgumentException.class, none::requireNotEmpty);
		assertThrows(IllegalArgumentException.class, none::bounds);
		assertSame(none, none.feathered(3));
		final Mask whole = Mask.whole(4, 3);
		assertTrue(whole.isWhole());
		assertClose("whole", whole.tensor(), whole.feathered(3).tensor(), 0);
	}

	@Test
	public void namesBothSizesIfThePictureHasAnother() {
		final String message = assertThrows(IllegalArgumentException.class,
			() -> Mask.whole(31, 20).requireSize(50, 43)).getMessage();
		assertTrue(message.contains("31x20") && message.contains("50x43"), message);
	}

	@Test
	public void refusesValuesThatAreNoShare() {
		for (final float bad : new float[] { -0.1f, 1.1f, Float.NaN }) {
			assertThrows(IllegalArgumentException.class, () -> new Mask(new float[] {
				0, bad }, 2, 1));
		}
		assertThrows(IllegalArgumentException.class, () -> new Mask(new float[3], 2,
			1));
		assertThrows(IllegalArgumentException.class, () -> Mask.whole(2, 2).grown(
			-1));
		assertThrows(IllegalArgumentException.class, () -> Mask.whole(2, 2)
			.feathered(-1));
	}

	@Test
	public void feathersByTheDistanceToTheNearestPixelThatIsKept() {
		final int w = 40;
		final int h = 30;
		final Random random = new Random(2);
		final float[] values = new float[w * h];
		for (int i = 0; i < values.length; i++) {
			values[i] = random.nextInt(30) > 0 ? 1 : 0;
		}
		final Tensor ramp = new Mask(values, w, h).feathered(3).tensor();
		for (int i = 0; i < values.length; i++) {
			assertEquals(Math.min(1, nearest(values, 0, i, w) / 4), ramp.data()[i],
				1e-6);
		}
	}

	@Test
	public void feathersOnlyInsideAndNotAtThePicturesBorder() {
		final Mask left = Mask.selection(FinalInterval.createMinSize(0, 0, 6, 9),
			new byte[0], 12, 9);
		final Tensor ramp = left.feathered(3).tensor();
		for (int y = 0; y < 9; y++) {
			final float[] row = { 1, 1, 1, 0.75f, 0.5f, 0.25f, 0, 0 };
			for (int x = 0; x < row.length; x++) {
				assertEquals(row[x], ramp.data()[y * 12 + x], 1e-6);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 8, 64 })
	public void feathersBetweenACoreAndTheEdge(final int pixels) {
		final int w = 30;
		final int h = 24;
		final Random random = new Random(5);
		final float[] core = new float[w * h];
		for (int i = 0; i < core.length; i++) {
			core[i] = random.nextInt(40) == 0 ? 1 : 0;
		}
		final Mask mask = new Mask(core, w, h);
		final Mask grown = mask.grown(7);
		final float[] large = grown.tensor().data();
		final float[] ramp = grown.feathered(pixels, mask).tensor().data();
		for (int i = 0; i < core.length; i++) {
			final double edge = nearest(large, 0, i, w);
			final double near = nearest(core, 1, i, w);
			assertEquals(Math.min(1, edge / Math.min(pixels + 1, edge + near)),
				ramp[i], 1e-6);
			assertEquals(core[i] == 1, core[i] == 1 && ramp[i] == 1);
			assertEquals(large[i] == 0, ramp[i] == 0);
		}
	}

	private static double nearest(final float[] values, final float value,
		final int i, final int w)
	{
		double nearest = Double.POSITIVE_INFINITY;
		for (int j = 0; j < values.length; j++) {
			if (values[j] == value) {
				nearest = Math.min(nearest, Math.hypot(i % w - j % w, i / w - j / w));
			}
		}
		return nearest;
	}

	@Test
	public void cutsOutAPart() {
		final Mask mask = Mask.soft(ArrayImgs.unsignedBytes(new byte[] { 1, 2, 3, 4,
			5, 6 }, 3, 2));
		assertClose("part", new Tensor(new float[] { 2 / 255f, 3 / 255f, 5 / 255f,
			6 / 255f }, 1, 1, 2, 2), mask.crop(FinalInterval.createMinSize(1, 0, 2,
				2)).tensor(), 0);
	}

	@Test
	public void takesNoMemoryForTheRestOfAHugePicture() {
		final Mask mask = Mask.selection(FinalInterval.createMinSize(29990, 19000,
			20, 30), new byte[0], 30000, 20000).grown(6).feathered(2);
		assertBounds(29988, 18998, 29999, 19032, mask);
		assertEquals(12 * 35, mask.count());
		assertFalse(mask.isWhole());
		final Mask part = mask.crop(FinalInterval.createMinSize(29980, 18990, 20,
			60));
		assertEquals(12 * 35, part.count());
		assertEquals(1 / 3f, part.tensor().data()[8 * 20 + 12], 1e-6);
		assertEquals(1, part.tensor().data()[20 * 20 + 19]);
	}

	@Test
	public void keepsOnlyTheMaskedPartOfAMaskImage() {
		final byte[] pixels = new byte[5000 * 400];
		pixels[5000 * 17 + 4000] = (byte) 255;
		pixels[5000 * 399 + 4999] = 51;
		final Mask soft = Mask.soft(ArrayImgs.unsignedBytes(pixels, 5000, 400));
		assertBounds(4000, 17, 4999, 399, soft);
		assertEquals(2, soft.count());
		assertEquals(0.2f, soft.tensor().data()[5000 * 399 + 4999]);
		final Mask hard = Mask.thresholded(ArrayImgs.unsignedBytes(pixels, 5000,
			400), 40, 60);
		assertBounds(4999, 399, 4999, 399, hard);
		assertEquals(1, hard.tensor().data()[5000 * 399 + 4999]);
	}

	@Test
	public void isTheSameWithAndWithoutAWindow() {
		final Interval box = FinalInterval.createMinSize(11, 3, 7, 9);
		final Mask small = Mask.selection(box, new byte[0], 30, 20);
		final Mask dense = new Mask(small.tensor().data(), 30, 20);
		assertClose("grown", dense.grown(6).tensor(), small.grown(6).tensor(), 0);
		assertClose("feathered", dense.grown(3).feathered(4).tensor(), small.grown(
			3).feathered(4).tensor(), 0);
		assertClose("feathered about a core", dense.grown(9).feathered(4, dense)
			.tensor(), small.grown(9).feathered(4, small).tensor(), 0);
		assertClose("rounded", dense.tensor(), small.rounded().tensor(), 0);
		for (int i = 0; i < 600; i++) {
			assertEquals(dense.at(i), small.at(i));
		}
		final Tensor pictures = Tensor.zeros(2, 3, 20, 30);
		assertClose("grey", dense.greyOut(pictures), small.greyOut(pictures), 0);
	}

	private static void assertBounds(final long left, final long top,
		final long right, final long bottom, final Mask mask)
	{
		assertTrue(Intervals.equals(FinalInterval.createMinMax(left, top, right,
			bottom), mask.bounds()), mask.bounds().toString());
	}

	/** The reference resizes the mask to the picture and cuts both down. */
	private static Mask cutAsTheReference(final Weights golden, final String name)
		throws IOException
	{
		final Tensor pixels = golden.read(name + "/pixels_u8");
		final Tensor mask = golden.read(name + "/mask");
		final Tensor sized = cut(ResizeMethod.BILINEAR.resize(mask.reshape(1, 1,
			mask.size(1), mask.size(2)), pixels.size(2), pixels.size(1)));
		return new Mask(sized.data(), sized.size(3), sized.size(2));
	}

	/** The reference cuts pictures to multiples of 8, about their centre. */
	private static Tensor cut(final Tensor t) {
		final int h = t.size(2) / 8 * 8;
		final int w = t.size(3) / 8 * 8;
		final Tensor out = Tensor.zeros(t.size(0), t.size(1), h, w);
		for (int i = 0; i < out.length(); i++) {
			final int y = i / w % h + t.size(2) % 8 / 2;
			final int x = i % w + t.size(3) % 8 / 2;
			out.data()[i] = t.data()[(i / (w * h) * t.size(2) + y) * t.size(3) + x];
		}
		return out;
	}

	private static Tensor nchw(final Tensor nhwc, final float divisor) {
		final int pixels = nhwc.size(1) * nhwc.size(2);
		final Tensor out = Tensor.zeros(nhwc.size(0), 3, nhwc.size(1), nhwc.size(
			2));
		for (int i = 0; i < nhwc.length(); i++) {
			final int item = i / (3 * pixels);
			out.data()[(item * 3 + i % 3) * pixels + i / 3 % pixels] = nhwc
				.data()[i] / divisor;
		}
		return out;
	}
}
