
package org.latentj.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentj.family.Sd1;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.PredictionType;
import org.latentj.sampling.noise.NoiseWindow;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.sampling.sampler.Samplers;
import org.latentj.sampling.scheduler.Schedulers;
import org.latentj.tensor.Tensor;

/** A tile of a picture is sampled with its part of the picture's noise. */
class TileNoiseTest {

	private static final int HEIGHT = 12;

	private static final int WIDTH = 20;

	private static final int TOP = 3;

	private static final int LEFT = 7;

	private static final int SIDE = 9;

	private static final Conditioning NOTHING = Conditioning.ofContext(Tensor
		.zeros(1, 77, 2));

	/** NB: it looks at each number alone, so that nothing hangs on borders. */
	private static final DiffusionModel POINTWISE = (x, timestep, told) -> x.map(
		v -> (float) Math.tanh(v));

	@ParameterizedTest
	@ValueSource(strings = { "euler", "euler_ancestral", "dpmpp_2m_sde",
		"dpmpp_sde", "lcm", "ddim", "uni_pc" })
	void isThePartOfThePictureInOneGo(final String sampler) {
		final SamplingSettings settings = new SamplingSettings(7, 4, 1, Samplers.of(
			sampler), Schedulers.KARRAS, 0.6);
		final Tensor latent = TorchNoise.latent(1, 1, 4, HEIGHT, WIDTH);
		final Tensor mask = Tensor.full(0.5f, 1, 1, HEIGHT, WIDTH);
		final Tensor whole = sample(settings, latent, TorchNoise.latent(7, 1, 4,
			HEIGHT, WIDTH), mask);
		final NoiseWindow window = new NoiseWindow(8 * WIDTH - 3, 8 * HEIGHT - 5,
			8 * LEFT, 8 * TOP);
		final Tensor tile = sample(settings.within(window), cut(latent), cut(
			TorchNoise.latent(7, 1, 4, HEIGHT, WIDTH)), Tensor.full(0.5f, 1, 1, SIDE,
				SIDE));
		final float[] expected = cut(whole).data();
		for (int i = 0; i < expected.length; i++) {
			assertEquals(expected[i], tile.data()[i], 1e-5, sampler + " " + i);
		}
	}

	private static Tensor sample(final SamplingSettings settings,
		final Tensor latent, final Tensor noise, final Tensor mask)
	{
		return new KSampler(POINTWISE, DiscreteSchedule.scaledLinear(
			PredictionType.EPSILON), new Sd1().facts().latentFormat()).withMask(mask)
			.sample(NOTHING, NOTHING, settings, latent, noise, SamplingListener.NONE);
	}

	private static Tensor cut(final Tensor whole) {
		final Tensor tile = Tensor.zeros(1, 4, SIDE, SIDE);
		for (int i = 0; i < tile.length(); i++) {
			final int c = i / (SIDE * SIDE);
			final int y = TOP + i / SIDE % SIDE;
			final int x = LEFT + i % SIDE;
			tile.data()[i] = whole.data()[(c * HEIGHT + y) * WIDTH + x];
		}
		return tile;
	}

	@Test
	void beginsWithACell() {
		final NoiseWindow window = new NoiseWindow(64, 64, 12, 0);
		assertThrows(IllegalArgumentException.class, () -> window.of(new int[] { 1,
			4, 4, 4 }, 8, Tensor::zeros));
		assertThrows(IllegalArgumentException.class, () -> new NoiseWindow(64, 64,
			64, 0));
	}
}
