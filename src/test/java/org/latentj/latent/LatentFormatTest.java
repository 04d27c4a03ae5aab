
package org.latentj.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.latentj.golden.Golden.assertClose;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.family.Sd1;
import org.latentj.tensor.Tensor;

/** Tests {@link LatentFormat}, {@link LatentPreview} and {@link Latent}. */
public class LatentFormatTest {

	@Test
	public void scalesToTheNetworkAndBack() {
		final Tensor x = new Tensor(new float[] { 1, -2, 3, 10 }, 1, 4, 1, 1);
		assertClose("in", new Tensor(new float[] { 0.18215f, -0.3643f, 0.54645f,
			1.8215f }, 1, 4, 1, 1), Sd1.LATENTS.processIn(x), 2e-7);
		final LatentFormat xl = new LatentFormat(4, 8, 0.13025, 0.1, Sd1.LATENTS
			.preview());
		assertClose("out", x, xl.processOut(xl.processIn(x)), 1e-6);
	}

	@Test
	public void refusesOtherChannels() {
		assertThrows(IllegalArgumentException.class, () -> Sd1.LATENTS.processIn(
			Tensor.zeros(1, 16, 2, 2)));
		assertThrows(IllegalArgumentException.class, () -> Sd1.LATENTS.preview()
			.colours(Tensor.zeros(4, 2, 2)));
	}

	@Test
	public void coversOddSizesWithWholeSamples() {
		assertArrayEquals(new int[] { 2, 4, 97, 65 }, Sd1.LATENTS.zeros(2, 513, 769)
			.shape());
	}

	@Test
	public void previewsZerosAsMiddleGrey() {
		assertClose("grey", Tensor.full(0.5f, 2, 3, 2, 2), Sd1.LATENTS.preview()
			.colours(Tensor.zeros(2, 4, 2, 2)), 0);
	}

	@Test
	public void clipsPreviews() {
		final Tensor x = Tensor.full(100, 1, 4, 1, 1);
		assertClose("clipped", new Tensor(new float[] { 1, 1, 1 }, 1, 3, 1, 1),
			Sd1.LATENTS.preview().colours(x), 0);
	}

	@Test
	public void readsPreviewsFromText() {
		final LatentPreview preview = LatentPreview.parse(
			"0.5 -0.25 0,1 2e-1 +0.5 ,  -1 0. 0.25");
		assertClose("colours", new Tensor(new float[] { 0.5f, 0.6f, 0.875f }, 1, 3,
			1, 1), preview.colours(new Tensor(new float[] { 0, 1 }, 1, 2, 1, 1)), 0);
		assertClose("colours", new Tensor(new float[] { 0.25f, 0.375f, 0.625f }, 1,
			3, 1, 1), preview.colours(new Tensor(new float[] { 1, 0 }, 1, 2, 1, 1)),
			0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1 2", "1 2 3 4", "1 2 3, 4 5", "1 2 x",
		"1 2 NaN", "1 2 1e99", "1,2,3", "1 2 3," })
	public void refusesOtherTextsAsPreviews(final String text) {
		assertThrows(IllegalArgumentException.class, () -> LatentPreview.parse(
			text));
	}

	@Test
	public void refusesAPreviewOfOtherChannels() {
		assertThrows(IllegalArgumentException.class, () -> Sd1.LATENTS.with(
			LatentPreview.parse("1 2 3, 4 5 6")));
	}

	@Test
	public void refusesLatentsThatDoNotFit() {
		final Tensor samples = Tensor.zeros(2, 4, 1, 1);
		assertThrows(IllegalArgumentException.class, () -> Latent.of(Tensor.zeros(4,
			1, 1)));
		assertThrows(IllegalArgumentException.class, () -> Latent.of(samples)
			.withNoiseMask(Tensor.zeros(1, 4, 8, 8)));
		assertThrows(IllegalArgumentException.class, () -> new Latent(samples,
			Optional.empty(), Optional.of(List.of(1))));
	}
}
