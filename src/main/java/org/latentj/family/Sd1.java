
package org.latentj.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.naming.TextModelNaming;
import org.latentj.family.model.Component;
import org.latentj.family.model.FamilyFacts;
import org.latentj.family.model.LatentDiffusion;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.model.ModelFamily;
import org.latentj.family.model.UsualSettings;
import org.latentj.family.text.Clip;
import org.latentj.latent.LatentFormat;
import org.latentj.latent.LatentPreview;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.sampling.model.PredictionType;
import org.latentj.unet.UNetConfig;

/**
 * Stable Diffusion 1.x (Rombach et al. 2022): one CLIP ViT-L/14 text encoder, a
 * UNet that predicts noise, an autoencoder of factor 8; with further channels
 * an inpainting model or InstructPix2Pix. ComfyUI's {@code SD15} and
 * {@code SD15_instructpix2pix}.
 */
public final class Sd1 implements ModelFamily {

	/**
	 * Metadata entry with the colours of latent cells, see
	 * {@link LatentPreview#parse}. A file whose autoencoder is not that of all
	 * others needs one, or its previews have wrong colours.
	 */
	public static final String PREVIEW = "latentj.preview";

	/**
	 * Its latents. The colours are the published least-squares fit of decoded
	 * pictures to their latents that ComfyUI's "latent2rgb" previews use.
	 */
	public static final LatentFormat LATENTS = new LatentFormat(4, 8, 0.18215, 0,
		new LatentPreview(new float[][] { //
			{ 0.3512f, 0.2297f, 0.3227f }, //
			{ 0.3250f, 0.4974f, 0.2350f }, //
			{ -0.2829f, 0.1762f, 0.2721f }, //
			{ -0.2120f, -0.2616f, -0.7177f } }, 0, 0, 0)).withTinyVae("taesd");

	private static final String TEXT = "cond_stage_model";

	private static final String NAME = "Stable Diffusion 1.x";

	/**
	 * Those of ComfyUI's first workflow, which is for this family, and of its
	 * examples of LoRAs.
	 */
	private static final UsualSettings USUAL = UsualSettings.of(20, 8, "euler",
		"normal");

	/** Those of ComfyUI's examples of inpainting models. */
	static final UsualSettings INPAINTING = UsualSettings.of(20, 8, "uni_pc_bh2",
		"normal");

	/**
	 * NB: scales of InstructPix2Pix: those that its paper names for most of its
	 * figures (Brooks et al. 2023, arXiv:2211.09800); steps, sampler and
	 * scheduler: ComfyUI's example of edit models.
	 */
	private static final FamilyFacts FACTS = new FamilyFacts(NAME,
		"Stable Diffusion (Rombach et al., CVPR 2022, doi:10.1109/CVPR52688.2022.01042)",
		512, PredictionType.EPSILON, LATENTS, Map.of(Component.DIFFUSION_MODEL,
			LdmFile.UNET, Component.TEXT_ENCODER, TEXT, Component.VAE, LdmFile.VAE),
		LdmFile.UNET + "." + LdmFile.FIRST, 1).usually(USUAL).usually(
			PictureInput.INPAINTING, INPAINTING).usually(PictureInput.EDITING,
				UsualSettings.of(20, 7.5, "euler", "normal").withDenoise(1)
					.withImageCfg(1.5));

	@Override
	public FamilyFacts facts() {
		return FACTS;
	}

	@Override
	public boolean hasControl(final UNetConfig half) {
		return !half.linearProjection();
	}

	@Override
	public Optional<LoadedFamily> recognise(final Checkpoint checkpoint)
		throws CheckpointException
	{
		final LdmFile file = new LdmFile(checkpoint);
		if (hasText(file)) {
			file.requireUNet(NAME);
		}
		if (!matches(file)) {
			return Optional.empty();
		}
		file.requireFittingText(of(checkpoint, FACTS));
		return Optional.of(of(checkpoint, FACTS.with(file.latents(LATENTS))));
	}

	private static boolean matches(final LdmFile file) {
		return file.takes(LATENTS) && !file.takesVector() && hasText(file);
	}

	private static boolean hasText(final LdmFile file) {
		return file.at(TEXT).hasAny("transformer");
	}

	/** A file that was recognised, or is taken for one. */
	static LatentDiffusion of(final Checkpoint checkpoint,
		final FamilyFacts facts)
	{
		final List<String> warnings = PredictionMarks.ignored(checkpoint).stream()
			.toList();
		final List<String> notes = new ArrayList<>(warnings);
		TextModelNaming.note(clip(checkpoint)).ifPresent(notes::add);
		return LatentDiffusion.of(facts, checkpoint.weights().at(LdmFile.UNET), List
			.of(Clip.openAi(clip(checkpoint).renamed(new TextModelNaming()), true)))
			.telling(warnings, notes);
	}

	private static Weights clip(final Checkpoint checkpoint) {
		return checkpoint.weights().at(TEXT + ".transformer");
	}
}
