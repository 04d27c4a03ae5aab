
package org.latentj.operation.enlarging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Weights;
import org.latentj.golden.Golden;
import org.latentj.tensor.Tensor;

class MarginsTest {

	private static final Margins MARGINS = new Margins(8, 0, 16, 8);

	/** [1, H, W, 3] as [1, 3, H, W], the first rows and columns of it. */
	private static Tensor nchw(final Tensor nhwc, final int height,
		final int width, final float most)
	{
		final Tensor out = Tensor.zeros(1, 3, height, width);
		for (int c = 0; c < 3; c++) {
			for (int y = 0; y < height; y++) {
				for (int x = 0; x < width; x++) {
					out.data()[(c * height + y) * width + x] = nhwc.data()[(y * nhwc.size(
						2) + x) * 3 + c] / most;
				}
			}
		}
		return out;
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 5 })
	void padAsTheReference(final int feathering) throws IOException {
		final Weights golden = Golden.open("vae_inpaint.safetensors");
		final Tensor old = nchw(golden.read("even/pixels_u8"), 16, 20, 255);
		final String name = "pad_f" + feathering;
		assertArrayEquals(nchw(golden.read(name + "/image"), 24, 44, 1).data(),
			MARGINS.padded(old).data(), 1e-6f);
		assertArrayEquals(golden.read(name + "/mask").data(), MARGINS.mask(20, 16,
			feathering).tensor().data(), 1e-6f);
	}

	/** NB: said at once, before anything is allocated. */
	@ParameterizedTest
	@ValueSource(ints = { 12000, 16384 })
	void refuseWhatDoesNotFitIntoMemory(final int side) {
		final Margins margins = new Margins(side, side, side, side);
		for (final Executable action : new Executable[] { () -> margins.padded(
			Tensor.zeros(1, 3, 64, 64)), () -> margins.mask(64, 64, 0) })
		{
			final int whole = 2 * side + 64;
			final String message = assertThrows(IllegalArgumentException.class,
				action).getMessage();
			assertTrue(message.startsWith("1 picture of " + whole + "x" + whole +
				" pixels cannot be worked on as a whole: "), message);
		}
	}

	@Test
	void findTheOldPictureAgain() {
		final float[] numbers = new float[2 * 3 * 4 * 5];
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = i;
		}
		final Tensor old = new Tensor(numbers, 2, 3, 4, 5);
		final Margins margins = new Margins(1, 2, 3, 4);
		assertArrayEquals(numbers, margins.inner(margins.padded(old)).data());
	}

	@Test
	void haveNoFeatheringInAPictureThatIsTooSmallForIt() {
		assertEquals(24 * 44 - 16 * 20, MARGINS.mask(20, 16, 8).count());
		assertTrue(MARGINS.mask(20, 16, 7).count() > 24 * 44 - 16 * 20);
	}

	@Test
	void areSomePixels() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> new Margins(0,
			0, 0, 0)).getMessage().contains("at least one side"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> new Margins(
			-1, 0, 0, 9)).getMessage().startsWith("left is -1"));
	}
}
