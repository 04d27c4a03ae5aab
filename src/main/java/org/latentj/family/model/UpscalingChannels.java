
package org.latentj.family.model;

import org.latentj.latent.Crop;
import org.latentj.latent.ResizeMethod;
import org.latentj.sampling.conditioning.Canvas;
import org.latentj.sampling.conditioning.Conditioning;
import org.latentj.sampling.conditioning.NetworkInput;
import org.latentj.sampling.conditioning.PerCell;
import org.latentj.sampling.conditioning.PerItem;
import org.latentj.sampling.conditioning.PromptRole;
import org.latentj.sampling.hint.SmallPicture;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.PredictionType;
import org.latentj.sampling.noise.TorchNoise;
import org.latentj.tensor.Tensor;

/**
 * What upscalers take beside the latent: the small picture in -1 to 1, a pixel
 * for each cell, with noise over it (Ho et al. 2022, "Cascaded Diffusion
 * Models", section 4: conditioning augmentation), and the level of that noise.
 */
record UpscalingChannels() implements Completion {

	/** The highest level that the network was trained with. */
	private static final int LEVELS = 350;

	/** ComfyUI draws this noise from another seed than the latent's. */
	private static final int SEED_OFFSET = -10;

	/** Of the noise over the picture, not of the latent's. */
	private static final DiscreteSchedule SCHEDULE = DiscreteSchedule
		.scaledLinear(PredictionType.EPSILON, 0.0001, 0.02);

	@Override
	public Conditioning complete(final Conditioning conditioning,
		final PromptRole role, final Canvas canvas)
	{
		final Tensor latent = canvas.latent();
		final SmallPicture small = conditioning.hints(SmallPicture.class).stream()
			.findFirst().orElseGet(() -> new SmallPicture(Tensor.full(0.5f, 1, 3,
				latent.size(2), latent.size(3)), 0));
		final Tensor picture = ResizeMethod.BILINEAR.resize(small.pixels().map(
			v -> v * 2 - 1), latent.size(3), latent.size(2), Crop.CENTER);
		// NB: halves to the even number, as Python.
		final int level = (int) Math.rint(LEVELS * small.augmentation());
		return conditioning.with(NetworkInput.CONCAT, new PerCell(small
			.augmentation() > 0 ? noisy(picture, level, canvas.seed()) : picture))
			.with(NetworkInput.LABEL, new PerItem(Tensor.full(level, 1, 1)));
	}

	private static Tensor noisy(final Tensor picture, final int level,
		final long seed)
	{
		final double sigma = SCHEDULE.sigmaAt(level);
		final double signal = Math.sqrt(1 / (sigma * sigma + 1));
		final float keep = (float) signal;
		final float add = (float) (signal * sigma);
		return picture.zip(TorchNoise.latent(seed + SEED_OFFSET, picture.shape()), (
			p, n) -> p * keep + n * add);
	}
}
