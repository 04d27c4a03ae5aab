
package org.latentj.latent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.latentj.tensor.Tensor;

/**
 * Stacks, repeats and takes apart batches of latents, as ComfyUI's Latent
 * Batch, Repeat Latent Batch and Latent From Batch do. Batch indices make sure
 * that an item gets the noise that it would have got in its batch.
 */
public final class LatentBatches {

	private LatentBatches() {}

	/**
	 * The items of both, the second ones brought to the size of the first
	 * bilinearly, cropped at the centre if the aspect ratio differs. The masks
	 * are the first one's.
	 */
	public static Latent batch(final Latent a, final Latent b) {
		final List<Integer> indices = new ArrayList<>(a.indices());
		indices.addAll(b.indices());
		return new Latent(Tensor.concat(List.of(a.samples(), sized(a, b))), a
			.noiseMask(), Optional.of(indices));
	}

	/** All items of some latents of one size, without masks and indices. */
	public static Latent concat(final List<Latent> latents) {
		return Latent.of(Tensor.concat(latents.stream().map(Latent::samples)
			.toList()));
	}

	/**
	 * The whole batch several times. Further copies get noise of their own.
	 *
	 * @param times at least 1
	 */
	public static Latent repeat(final Latent latent, final int times) {
		if (times < 1) {
			throw new IllegalArgumentException("cannot repeat a latent " + times +
				" times, only 1 time or more");
		}
		final Optional<Tensor> mask = latent.noiseMask().map(m -> m.size(0) > 1
			? NoiseMask.toBatch(m, latent.count()).repeat(times) : m);
		final Optional<List<Integer>> indices = latent.batchIndices().map(old -> {
			final int offset = Collections.max(old) - Collections.min(old) + 1;
			final List<Integer> all = new ArrayList<>();
			for (int k = 0; k < times; k++) {
				for (final int i : old) {
					all.add(i + k * offset);
				}
			}
			return all;
		});
		return new Latent(latent.samples().repeat(times), mask, indices);
	}

	/**
	 * Some items of a batch, which keep their noise.
	 *
	 * @param from number of the first one, from 0
	 * @param count how many, at least 1
	 */
	public static Latent fromBatch(final Latent latent, final int from,
		final int count)
	{
		if (from < 0 || count < 1 || from + (long) count > latent.count()) {
			throw new IllegalArgumentException("cannot take " + count +
				" latents from number " + from + " out of " + latent.count() +
				" (numbered from 0)");
		}
		final int to = from + count;
		final Optional<Tensor> mask = latent.noiseMask().map(m -> m.size(0) == 1 ? m
			: NoiseMask.toBatch(m, latent.count()).items(from, to));
		return new Latent(latent.samples().items(from, to), mask, Optional.of(latent
			.indices().subList(from, to)));
	}

	/** The second latent's samples in the size of the first. */
	static Tensor sized(final Latent a, final Latent b) {
		if (a.samples().size(1) != b.samples().size(1)) {
			throw new IllegalArgumentException("latents of " + a.samples().size(1) +
				" and " + b.samples().size(1) + " channels do not go together");
		}
		if (a.width() == b.width() && a.height() == b.height()) {
			return b.samples();
		}
		return ResizeMethod.BILINEAR.resize(b.samples(), a.width(), a.height(),
			Crop.CENTER);
	}
}
