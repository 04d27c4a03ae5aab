
package org.latentj.omezarr.run;

import org.latentj.family.Sd1;
import org.latentj.sampling.KSampler;
import org.latentj.sampling.SamplingListener;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.model.DiffusionModel;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.PredictionType;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;

/**
 * Img2img by a network that sees three by three cells: a latent cell is the
 * mean of its pixels, the network smooths, a pixel is its cell.
 */
final class NearSighted {

	private static final int CELL = 8;

	private static final Conditioning NOTHING = Conditioning.ofContext(Tensor
		.zeros(1, 77, 2));

	private static final DiffusionModel SMOOTHING = (x, timestep, told) -> x
		.minus(smooth(x).times(0.8));

	private NearSighted() {}

	static Tensor over(final Tensor pixels, final SamplingSettings settings) {
		final Tensor latent = means(pixels);
		final Tensor noise = settings.window().map(w -> w.of(latent.shape(), CELL,
			shape -> TorchNoise.latent(settings.seed(), shape))).orElseGet(
				() -> TorchNoise.latent(settings.seed(), latent.shape()));
		final Tensor made = new KSampler(SMOOTHING, DiscreteSchedule.scaledLinear(
			PredictionType.EPSILON), new Sd1().facts().latentFormat()).sample(NOTHING,
				NOTHING, settings.withSteps(3).withDenoise(0.3), latent, noise,
				SamplingListener.NONE);
		final Tensor out = Tensor.zeros(pixels.shape());
		each(pixels, (pixel, cell) -> out.data()[pixel] = Math.min(1, Math.max(0,
			0.5f + 0.2f * made.data()[cell])));
		return out;
	}

	private static Tensor means(final Tensor pixels) {
		final int w = (pixels.size(3) + CELL - 1) / CELL;
		final int h = (pixels.size(2) + CELL - 1) / CELL;
		final Tensor sums = Tensor.zeros(1, 4, h, w);
		final Tensor counts = Tensor.zeros(1, 4, h, w);
		each(pixels, (pixel, cell) -> {
			sums.data()[cell] += pixels.data()[pixel] - 0.5f;
			counts.data()[cell]++;
		});
		return sums.zip(counts, (sum, n) -> n == 0 ? 0 : sum / n);
	}

	private interface Pair {

		void of(int pixel, int cell);
	}

	private static void each(final Tensor pixels, final Pair pair) {
		final int w = pixels.size(3);
		final int h = pixels.size(2);
		final int cells = (w + CELL - 1) / CELL;
		for (int c = 0; c < 3; c++) {
			for (int y = 0; y < h; y++) {
				for (int x = 0; x < w; x++) {
					pair.of((c * h + y) * w + x, (c * ((h + CELL - 1) / CELL) + y /
						CELL) * cells + x / CELL);
				}
			}
		}
	}

	private static Tensor smooth(final Tensor x) {
		final int w = x.size(3);
		final int h = x.size(2);
		final Tensor out = Tensor.zeros(x.shape());
		for (int i = 0; i < out.length(); i++) {
			final int row = i / w % h;
			float sum = 0;
			int count = 0;
			for (int dy = -1; dy <= 1; dy++) {
				for (int dx = -1; dx <= 1; dx++) {
					if (row + dy >= 0 && row + dy < h && i % w + dx >= 0 && i % w +
						dx < w)
					{
						sum += x.data()[i + dy * w + dx];
						count++;
					}
				}
			}
			out.data()[i] = sum / count;
		}
		return out;
	}
}
