
package org.latentj.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentj.checkpoint.Weights;
import org.latentj.golden.Golden;
import org.latentj.tensor.Tensor;

/** Tests {@link ResizeMethod} against the reference's image scaling. */
public class ResizeMethodTest {

	private static final double TOLERANCE = 2e-6;

	@ParameterizedTest
	@EnumSource(value = ResizeMethod.class, names = "BISLERP",
		mode = EnumSource.Mode.EXCLUDE)
	public void scalesImagesAsTheReference(final ResizeMethod method)
		throws IOException
	{
		final Weights golden = Golden.open("upscale.safetensors");
		final Tensor image = nchw(golden.read("image"));
		for (final String name : golden.names()) {
			final String[] parts = name.split("/");
			if (parts[0].equals("ImageScale") && parts[1].equals(method.id())) {
				final String[] size = parts[3].split("x");
				assertClose(name, nchw(golden.read(name)), method.resize(image, Integer
					.parseInt(size[0]), Integer.parseInt(size[1]), Crop.of(parts[2])),
					TOLERANCE);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(ResizeMethod.class)
	public void leavesAnImageOfTheSameSizeAlone(final ResizeMethod method) {
		final Tensor x = new Tensor(new float[] { 1, 2, 3, 4, 5, 6 }, 1, 1, 2, 3);
		assertClose(method.id(), x, method.resize(x, 3, 2), 0);
	}

	@ParameterizedTest
	@EnumSource(ResizeMethod.class)
	public void makesAConstantOfOneSample(final ResizeMethod method) {
		final Tensor x = new Tensor(new float[] { 3, -4 }, 1, 2, 1, 1);
		assertClose(method.id(), new Tensor(new float[] { 3, 3, 3, 3, 3, 3, -4, -4,
			-4, -4, -4, -4 }, 1, 2, 2, 3), method.resize(x, 3, 2), 2e-6);
	}

	@ParameterizedTest
	@EnumSource(ResizeMethod.class)
	public void isFoundById(final ResizeMethod method) {
		assertEquals(method, ResizeMethod.of(method.id()));
	}

	@Test
	public void listsKnownMethodsWhenAskedForAnother() {
		final String message = assertThrows(IllegalArgumentException.class,
			() -> ResizeMethod.of("Bilinear")).getMessage();
		assertTrue(message.contains("'Bilinear'") && message.contains("bislerp"),
			message);
	}

	@Test
	public void refusesEmptySizes() {
		final Tensor x = Tensor.zeros(1, 4, 2, 2);
		assertThrows(IllegalArgumentException.class, () -> ResizeMethod.AREA.resize(
			x, 0, 3));
		assertThrows(IllegalArgumentException.class, () -> ResizeMethod.AREA.resize(
			Tensor.zeros(1, 4, 0, 2), 3, 3));
	}

	@Test
	public void keepsTheLengthOfOrthogonalVectorsSpherically() {
		final Tensor x = new Tensor(new float[] { 1, 0, 0, 1 }, 1, 2, 1, 2);
		final Tensor y = ResizeMethod.BISLERP.resize(x, 4, 1);
		final double half = Math.sqrt(0.5);
		for (int i = 0; i < 4; i++) {
			assertEquals(1, Math.hypot(y.data()[i], y.data()[4 + i]), 1e-6);
		}
		assertTrue(y.data()[1] > half && y.data()[2] < half);
		assertArrayEquals(new int[] { 1, 2, 1, 4 }, y.shape());
	}

	private static Tensor nchw(final Tensor nhwc) {
		final int pixels = nhwc.size(1) * nhwc.size(2);
		final Tensor out = Tensor.zeros(1, 3, nhwc.size(1), nhwc.size(2));
		for (int i = 0; i < nhwc.length(); i++) {
			out.data()[i % 3 * pixels + i / 3] = nhwc.data()[i];
		}
		return out;
	}
}
