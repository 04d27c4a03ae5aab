
package org.latentj.family;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.naming.OpenClipNaming;
import org.latentj.family.model.Completion;
import org.latentj.family.model.Component;
import org.latentj.family.model.FamilyFacts;
import org.latentj.family.model.LatentDiffusion;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.model.ModelFamily;
import org.latentj.family.model.SizeVector;
import org.latentj.family.model.UsualSettings;
import org.latentj.family.text.Clip;
import org.latentj.sampling.model.PredictionType;

/**
 * The refiner of Stable Diffusion XL (Podell et al. 2023, section 2.5), for the
 * last, least noisy steps: OpenCLIP's ViT-bigG/14 alone, and a UNet that is
 * told how large and how beautiful the picture is. ComfyUI's
 * {@code SDXLRefiner}.
 */
public final class SdxlRefiner implements ModelFamily {

	/** What people call it. */
	public static final String NAME = "Stable Diffusion XL refiner";

	private static final String CLIP_G = Sdxl.TEXT + ".0.model";

	/** Height, width, crop at top and left, aesthetic score. */
	private static final int NUMBERS = 5;

	/** The group of settings that such files alone heed. */
	private static final String SETTINGS = "refiner";

	static final Completion VECTOR = new SizeVector((size, score) -> List.of(
		(double) size.height(), (double) size.width(), (double) size.cropTop(),
		(double) size.cropLeft(), score), true);

	/**
	 * NB: settings of ComfyUI's example of SDXL, in which it makes the last 5 of
	 * 25 steps.
	 */
	private static final FamilyFacts FACTS = new FamilyFacts(NAME,
		"the refiner of Stable Diffusion XL (Podell et al., ICLR 2024, doi:10.48550/arXiv.2307.01952)",
		1024, PredictionType.EPSILON, Sdxl.LATENTS, Map.of(
			Component.DIFFUSION_MODEL, LdmFile.UNET, Component.TEXT_ENCODER,
			Sdxl.TEXT, Component.VAE, LdmFile.VAE), CLIP_G +
				".token_embedding.weight", 2).grouped(Sdxl.SETTINGS, SETTINGS).usually(
					UsualSettings.of(25, 8, "euler", "normal").withDenoise(0.2));

	@Override
	public FamilyFacts facts() {
		return FACTS;
	}

	@Override
	public Optional<LoadedFamily> recognise(final Checkpoint checkpoint)
		throws CheckpointException
	{
		final LdmFile file = new LdmFile(checkpoint);
		if (!checkpoint.weights().hasAny(CLIP_G)) {
			return Optional.empty();
		}
		file.requireUNet(NAME);
		if (!file.takes(Sdxl.LATENTS)) {
			return Optional.empty();
		}
		if (file.vectorWidth() - SizeVector.length(NUMBERS) != file
			.contextWidth())
		{
			throw file.without(NAME, "what its UNet takes for the sizes ('" +
				LdmFile.UNET + ".label_emb.0.0.weight' with " + SizeVector.length(
					NUMBERS) + " columns more than the text is wide)");
		}
		final LatentDiffusion family = LatentDiffusion.of(FACTS.with(file.latents(
			Sdxl.LATENTS)), file.unet(), List.of(Clip.openClip("clip_g", file.at(
				CLIP_G).renamed(new OpenClipNaming()), false))).completing(VECTOR);
		file.requireFittingText(family);
		return Optional.of(family);
	}
}
