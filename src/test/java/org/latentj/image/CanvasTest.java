
package org.latentj.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.latentj.golden.Golden.assertClose;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentj.tensor.Tensor;

import net.imglib2.RandomAccess;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/** Tests {@link Canvas}. */
public class CanvasTest {

	@ParameterizedTest
	@CsvSource({ "1, 1, 8, 8", "7, 5, 8, 8", "8, 8, 8, 8", "513, 769, 520, 776",
		"3, 2, 8, 8", "9, 1, 16, 8" })
	public void mirrorsOutAndCropsBackExactly(final int width, final int height,
		final int paddedWidth, final int paddedHeight)
	{
		final Random random = new Random(3);
		final Tensor x = Tensor.zeros(2, 3, height, width).map(v -> random
			.nextFloat());
		final Canvas canvas = Canvas.of(width, height);
		final Tensor padded = canvas.pad(x);
		assertEquals(paddedWidth, padded.size(3));
		assertEquals(paddedHeight, padded.size(2));
		assertClose("cropped back", x, canvas.cropBack(padded), 0);
		final Img<FloatType> img = ArrayImgs.floats(x.data(), width, height, 3, 2);
		final RandomAccess<FloatType> mirrored = Views.extendMirrorSingle(img)
			.randomAccess();
		for (int i = 0; i < padded.length(); i++) {
			final int plane = i / (paddedWidth * paddedHeight);
			mirrored.setPosition(new int[] { i % paddedWidth, i / paddedWidth %
				paddedHeight, plane % 3, plane / 3 });
			assertEquals(mirrored.get().get(), padded.data()[i]);
		}
	}

	@Test
	public void padsToOtherMultiples() {
		final Canvas canvas = new Canvas(65, 64, 64);
		assertEquals(128, canvas.paddedWidth());
		assertEquals(64, canvas.paddedHeight());
	}

	@Test
	public void padsMasksAsPictures() {
		final Mask mask = new Mask(new float[] { 0, 1, 0.5f }, 3, 1);
		assertClose("mask", new Tensor(new float[] { 0, 1, 0.5f, 1 }, 1, 1, 1, 4),
			new Canvas(3, 1, 2).pad(mask).tensor().reshape(1, 1, 2, 4).items(0, 1)
				.reshape(2, 4).items(0, 1).reshape(1, 1, 1, 4), 0);
	}

	@Test
	public void leavesPicturesThatFitAlone() {
		final Tensor x = Tensor.zeros(1, 3, 8, 16);
		assertSame(x, Canvas.of(16, 8).pad(x));
		assertSame(x, Canvas.of(16, 8).cropBack(x));
	}

	@Test
	public void refusesPicturesOfOtherSizes() {
		assertThrows(IllegalArgumentException.class, () -> Canvas.of(16, 8).pad(
			Tensor.zeros(1, 3, 16, 8)));
		assertThrows(IllegalArgumentException.class, () -> Canvas.of(5, 8).cropBack(
			Tensor.zeros(1, 3, 8, 5)));
		assertThrows(IllegalArgumentException.class, () -> Canvas.of(0, 8));
	}
}
