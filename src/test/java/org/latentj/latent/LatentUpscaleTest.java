
package org.latentj.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.latentj.golden.Golden.assertClose;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.checkpoint.Weights;
import org.latentj.golden.Golden;
import org.latentj.tensor.Tensor;

/** Tests {@link LatentUpscale} against the reference's nodes. */
public class LatentUpscaleTest {

	private static final double TOLERANCE = 5e-6;

	@ParameterizedTest
	@EnumSource(ResizeMethod.class)
	public void resizesToSizesAsTheReference(final ResizeMethod method)
		throws IOException
	{
		final Weights golden = Golden.open("upscale.safetensors");
		final Latent latent = Latent.of(golden.read("latent"));
		int cases = 0;
		for (final String name : golden.names()) {
			final String[] parts = name.split("/");
			if (parts[0].equals("LatentUpscale") && parts[1].equals(method.id())) {
				final String[] size = parts[3].split("x");
				assertClose(name, golden.read(name), LatentUpscale.toSize(latent, 8,
					method, Integer.parseInt(size[0]), Integer.parseInt(size[1]), Crop.of(
						parts[2])).samples(), TOLERANCE);
				cases++;
			}
		}
		assertEquals(10, cases);
	}

	@ParameterizedTest
	@EnumSource(ResizeMethod.class)
	public void resizesByFactorsAsTheReference(final ResizeMethod method)
		throws IOException
	{
		final Weights golden = Golden.open("upscale.safetensors");
		final Latent latent = Latent.of(golden.read("latent"));
		for (final String factor : new String[] { "0.5", "0.77", "1.0", "1.5",
			"2.0" })
		{
			final String name = "LatentUpscaleBy/" + method.id() + "/" + factor;
			assertClose(name, golden.read(name), LatentUpscale.by(latent, method,
				Double.parseDouble(factor)).samples(), TOLERANCE);
		}
	}

	@Test
	public void returnsTheSameLatentIfNoSizeIsAskedFor() {
		final Latent latent = Latent.of(Tensor.zeros(1, 4, 3, 3));
		assertSame(latent, LatentUpscale.toSize(latent, 8, ResizeMethod.AREA, 0, 0,
			Crop.DISABLED));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -1, Double.NaN, Double.POSITIVE_INFINITY, 0.01 })
	public void refusesFactors(final double factor) {
		final Latent latent = Latent.of(Tensor.zeros(1, 4, 3, 3));
		assertThrows(IllegalArgumentException.class, () -> LatentUpscale.by(latent,
			ResizeMethod.BILINEAR, factor));
	}

	@Test
	public void tellsWhichFactorsLeaveSomething() {
		final Latent latent = Latent.of(Tensor.zeros(1, 4, 4, 8));
		assertEquals(
			"cannot resize a latent of 8x4 samples by 0.01: nothing would " +
				"be left; valid is a factor above 0.125", assertThrows(
					IllegalArgumentException.class, () -> LatentUpscale.by(latent,
						ResizeMethod.AREA, 0.01)).getMessage());
		assertEquals(1, LatentUpscale.by(latent, ResizeMethod.AREA, 0.126)
			.height());
	}

	@Test
	public void refusesSizesBelowOneSample() {
		final Latent latent = Latent.of(Tensor.zeros(1, 4, 3, 3));
		assertThrows(IllegalArgumentException.class, () -> LatentUpscale.toSize(
			latent, 8, ResizeMethod.BILINEAR, 7, 64, Crop.DISABLED));
	}
}
