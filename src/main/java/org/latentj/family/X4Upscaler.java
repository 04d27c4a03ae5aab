
package org.latentj.family;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.family.model.Component;
import org.latentj.family.model.FamilyFacts;
import org.latentj.family.model.LatentDiffusion;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.model.ModelFamily;
import org.latentj.family.model.UsualSettings;
import org.latentj.latent.LatentFormat;
import org.latentj.latent.LatentPreview;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.PredictionType;

/**
 * The x4 upscaler of Stable Diffusion 2 (Rombach et al. 2022): the text encoder
 * of that family, a UNet that is given a small picture and its noise level and
 * predicts v on a schedule of its own, an autoencoder of factor 4. ComfyUI's
 * {@code SD_X4Upscaler}. What else is in its files, the schedule of the noise
 * over the small picture, is the same in all and not read.
 */
public final class X4Upscaler implements ModelFamily {

	/**
	 * Its latents. The colours are those of ComfyUI's "latent2rgb" previews.
	 */
	public static final LatentFormat LATENTS = new LatentFormat(4, 4, 0.08333, 0,
		new LatentPreview(new float[][] { //
			{ -0.2340f, -0.3863f, -0.3257f }, //
			{ 0.0994f, 0.0885f, -0.0908f }, //
			{ -0.2833f, -0.2349f, -0.3741f }, //
			{ 0.2523f, -0.0055f, -0.1651f } }, 0, 0, 0));

	private static final String NAME = "Stable Diffusion x4 upscaler";

	/** Red, green, blue of the small picture. */
	private static final int COLOURS = 3;

	/**
	 * NB: the CFG scale is that of the authors' own program
	 * ({@code superresolution.py} of Stable Diffusion 2), which makes 75 steps of
	 * DDIM; the others are those of ComfyUI's KSampler.
	 */
	private static final FamilyFacts FACTS = new FamilyFacts(NAME,
		"the Stable Diffusion x4 upscaler (Rombach et al., CVPR 2022, doi:10.1109/CVPR52688.2022.01042)",
		512, PredictionType.VELOCITY, LATENTS, Map.of(Component.DIFFUSION_MODEL,
			LdmFile.UNET, Component.TEXT_ENCODER, Sd2.TEXT, Component.VAE,
			LdmFile.VAE), LdmFile.UNET + ".label_emb.weight", 2).usually(UsualSettings
				.of(20, 10, "euler", "normal"));

	@Override
	public FamilyFacts facts() {
		return FACTS;
	}

	@Override
	public Optional<LoadedFamily> recognise(final Checkpoint checkpoint)
		throws CheckpointException
	{
		final LdmFile file = new LdmFile(checkpoint);
		if (file.channels() != LATENTS.channels() + COLOURS) {
			return Optional.empty();
		}
		if (!checkpoint.weights().hasAny(Sd2.TEXT)) {
			throw file.without(NAME, "its text encoder ('" + Sd2.TEXT +
				".token_embedding.weight' ...)");
		}
		if (!file.unet().has("label_emb.weight")) {
			throw file.without(NAME, "the table of its noise levels ('" + FACTS
				.sign() + "')");
		}
		final LatentDiffusion family = LatentDiffusion.of(FACTS.with(file.latents(
			LATENTS)), file.unet(), List.of(Sd2.clip(file, Sd2.TEXT))).with(
				DiscreteSchedule.scaledLinear(PredictionType.VELOCITY, 0.0001, 0.02));
		file.requireFittingText(family);
		return Optional.of(family);
	}
}
