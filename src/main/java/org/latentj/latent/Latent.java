
package org.latentj.latent;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.latentj.tensor.Tensor;

/**
 * A batch of latents, ComfyUI's LATENT.
 *
 * @param samples [N, C, h, w] in the VAE's scale, as ComfyUI hands them to
 *          VAEDecode
 * @param noiseMask where the latent may change, [M, 1, H, W] with 1 = change
 *          and 0 = keep; of any size and any M, see {@link NoiseMask}
 * @param batchIndices for each item the number of the noise that it gets; if
 *          absent, the noise of the whole batch is drawn at once
 */
public record Latent(Tensor samples, Optional<Tensor> noiseMask,
		Optional<List<Integer>> batchIndices) {

	public Latent {
		if (samples.rank() != 4) {
			throw new IllegalArgumentException(
				"a latent has the shape [N, C, h, w], this one is " + samples);
		}
		if (noiseMask.isPresent() && (noiseMask.get().rank() != 4 || noiseMask.get()
			.size(1) != 1 || noiseMask.get().length() == 0))
		{
			throw new IllegalArgumentException(
				"a noise mask has the shape [M, 1, H, W], this one is " + noiseMask
					.get());
		}
		batchIndices = batchIndices.map(List::copyOf);
		if (batchIndices.isPresent() && batchIndices.get().size() != samples.size(
			0))
		{
			throw new IllegalArgumentException(samples.size(0) +
				" latents need as many batch indices, not " + batchIndices.get());
		}
	}

	/**
	 * Latents without mask, with the noise of an ordinary batch.
	 *
	 * @param samples [N, C, h, w] in the VAE's scale
	 */
	public static Latent of(final Tensor samples) {
		return new Latent(samples, Optional.empty(), Optional.empty());
	}

	/**
	 * The same mask and indices with other samples.
	 *
	 * @param newSamples [N, C, h, w] in the VAE's scale, of any size; as many as
	 *          there are indices, if there are some
	 */
	public Latent withSamples(final Tensor newSamples) {
		return new Latent(newSamples, noiseMask, batchIndices);
	}

	/**
	 * The same latents with a mask (ComfyUI's Set Latent Noise Mask).
	 *
	 * @param mask [M, 1, H, W] or [M, H, W], 1 = change, 0 = keep
	 */
	public Latent withNoiseMask(final Tensor mask) {
		final Tensor m = mask.rank() == 3 ? mask.reshape(mask.size(0), 1, mask.size(
			1), mask.size(2)) : mask;
		return new Latent(samples, Optional.of(m), batchIndices);
	}

	/** The number of latents. */
	public int count() {
		return samples.size(0);
	}

	/** Width in latent samples. */
	public int width() {
		return samples.size(3);
	}

	/** Height in latent samples. */
	public int height() {
		return samples.size(2);
	}

	/** The batch indices, 0, 1, 2 ... if there are none. */
	List<Integer> indices() {
		return batchIndices.orElseGet(() -> IntStream.range(0, count()).boxed()
			.collect(Collectors.toList()));
	}
}
