
package org.latentj.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.latentj.sampling.conditioning.ControlNetwork;
import org.latentj.sampling.conditioning.Residuals;
import org.latentj.tensor.Tensor;

class FiniteNumbersTest {

	private static final Tensor GOOD = Tensor.full(1, 1, 4, 2, 2);

	private static final Tensor BAD = Tensor.full(Float.NaN, 1, 4, 2, 2);

	private final List<String> warnings = new ArrayList<>();

	private final FiniteNumbers numbers = new FiniteNumbers(new KeptWarnings(
		warnings));

	@Test
	void blamesTheNetworkThatGivesThem() {
		numbers.check("UNet", (x, t, c) -> BAD).predict(GOOD, 1, List.of());
		numbers.check("UNet", (x, t, c) -> BAD).predict(BAD, 1, List.of());
		numbers.sampled(BAD);
		numbers.check("VAE", BAD, BAD);
		assertEquals(1, warnings.size(), warnings.toString());
		assertTrue(warnings.get(0).startsWith("the UNet gave numbers that are not"),
			warnings.get(0));
	}

	@Test
	void blamesTheSamplerIfTheNetworkIsGivenThem() {
		numbers.check("UNet", (x, t, c) -> x).predict(BAD, 1, List.of());
		numbers.sampled(BAD);
		numbers.check("VAE", BAD, BAD);
		assertEquals(1, warnings.size(), warnings.toString());
		assertTrue(warnings.get(0).startsWith(
			"the sampler gave numbers that are") && warnings.get(0).contains(
				"larger denoise"), warnings.get(0));
	}

	@Test
	void blamesTheNetworkThatSteersForWhatTheOtherMakesOfIt() {
		final ControlNetwork bad = numbers.check("ControlNet 'a'", network(BAD));
		final ControlNetwork good = numbers.check("ControlNet 'b'", network(GOOD));
		numbers.check("UNet", (x, t, c) -> {
			final ControlNetwork.Call call = new ControlNetwork.Call(x, x, x, Optional
				.empty());
			good.residuals(call, GOOD);
			return bad.residuals(call, GOOD).at().get(Residuals.MIDDLE);
		}).predict(GOOD, 1, List.of());
		assertEquals(1, warnings.size(), warnings.toString());
		assertTrue(warnings.get(0).startsWith("the ControlNet 'a' gave numbers"),
			warnings.get(0));
	}

	private static ControlNetwork network(final Tensor gives) {
		return new ControlNetwork() {

			@Override
			public Tensor fitted(final Tensor picture, final int height,
				final int width)
			{
				return picture;
			}

			@Override
			public Residuals residuals(final Call call, final Tensor pictures) {
				return new Residuals(Map.of(Residuals.MIDDLE, gives));
			}
		};
	}

	@Test
	void blamesTheVaeForAPictureOfAGoodLatent() {
		numbers.check("VAE", numbers.sampled(GOOD), BAD);
		assertTrue(warnings.get(0).startsWith("the VAE gave"), warnings.get(0));
	}
}
