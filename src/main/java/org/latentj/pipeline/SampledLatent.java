
package org.latentj.pipeline;

import org.latentj.latent.Latent;
import org.latentj.sampling.SamplingSettings;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;

/** What a latent that is to be sampled asks for. */
final class SampledLatent {

	private SampledLatent() {}

	/**
	 * The noise that is added to it.
	 *
	 * @param cell pixels along the edge of one of its cells
	 */
	static Tensor noise(final SamplingSettings settings, final Latent latent,
		final int cell)
	{
		final int[] shape = latent.samples().shape();
		return settings.window().map(w -> w.of(shape, cell, all -> noise(settings
			.seed(), latent, all))).orElseGet(() -> noise(settings.seed(), latent,
				shape));
	}

	private static Tensor noise(final long seed, final Latent latent,
		final int[] shape)
	{
		return latent.batchIndices().map(items -> TorchNoise.items(seed, items
			.stream().mapToInt(Integer::intValue).toArray(), shape)).orElseGet(
				() -> TorchNoise.latent(seed, shape));
	}

	/** Cells times steps. */
	static long work(final Latent start, final SamplingSettings settings) {
		return (long) start.count() * start.width() * start.height() * settings
			.steps();
	}
}
