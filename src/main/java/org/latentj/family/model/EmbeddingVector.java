
package org.latentj.family.model;

import java.util.List;

import org.latentj.sampling.conditioning.Canvas;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.PerItem;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.sampling.hint.ImageEmbedding;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;
import org.latentj.unet.Sinusoids;

/**
 * The vector of unCLIP's networks (Ramesh et al. 2022, section 2.1): image
 * embeddings with noise over them, then sinusoids of the level of that noise;
 * zeros without an {@link ImageEmbedding}. As in ComfyUI, each embedding gets
 * the same noise; the sum of several gets some more.
 *
 * @param width of the vector, twice that of an embedding
 */
public record EmbeddingVector(int width) implements Completion {

	/** Levels of noise, from the lowest. */
	private static final int LEVELS = 1000;

	/** ComfyUI draws this noise from another seed than the latent's. */
	private static final int SEED_OFFSET = -10;

	/** Of the noise over the sum of several. */
	private static final double AUGMENTATION_OF_SUM = 0.05;

	@Override
	public Conditioning complete(final Conditioning conditioning,
		final PromptRole role, final Canvas canvas)
	{
		final List<ImageEmbedding> told = conditioning.hints(ImageEmbedding.class);
		Tensor sum = Tensor.zeros(1, width);
		TorchNoise noise = null;
		for (final ImageEmbedding one : told) {
			requireFitting(one.embedding());
			noise = new TorchNoise(canvas.seed() + SEED_OFFSET);
			sum = sum.plus(noisy(one.embedding(), one.augmentation(), noise).times(one
				.strength()));
		}
		if (told.size() > 1) {
			sum = noisy(part(sum), AUGMENTATION_OF_SUM, noise);
		}
		return conditioning.with(NetworkInput.VECTOR, new PerItem(sum));
	}

	private void requireFitting(final Tensor embedding) {
		if (2 * embedding.length() != width) {
			throw new IllegalArgumentException(
				"this network takes image embeddings " + "of " + width / 2 +
					" numbers, not of " + embedding.length() +
					": encode the picture with the image encoder of the same checkpoint");
		}
	}

	/** The part of a vector that is no sinusoids. */
	private static Tensor part(final Tensor vector) {
		final int half = vector.length() / 2;
		final Tensor part = Tensor.zeros(1, half);
		System.arraycopy(vector.data(), 0, part.data(), 0, half);
		return part;
	}

	/** NB: halves to the even number, as Python. */
	private Tensor noisy(final Tensor embedding, final double augmentation,
		final TorchNoise noise)
	{
		final int level = (int) Math.rint((LEVELS - 1) * augmentation);
		final double left = left(level);
		final float keep = (float) Math.sqrt(left);
		final float add = (float) Math.sqrt(1 - left);
		final int half = embedding.length();
		final Tensor vector = Tensor.zeros(1, width);
		System.arraycopy(embedding.zip(noise.randn(embedding.shape()), (e,
			n) -> keep * e + add * n).data(), 0, vector.data(), 0, half);
		System.arraycopy(Sinusoids.of(level, width - half), 0, vector.data(), half,
			width - half);
		return vector;
	}

	/**
	 * How much is left of the signal's variance at a level: the cosine schedule
	 * (Nichol and Dhariwal 2021, eq. 17, with betas of 0.999 at most).
	 */
	private static double left(final int level) {
		double left = 1;
		for (int i = 0; i <= level; i++) {
			left *= 1 - Math.min(1 - cosine(i + 1) / cosine(i), 0.999);
		}
		return left;
	}

	private static double cosine(final int i) {
		final double root = Math.cos(((double) i / LEVELS + 0.008) / 1.008 *
			Math.PI / 2);
		return root * root;
	}
}
