
package org.latentj.family;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.naming.OpenClipNaming;
import org.latentj.checkpoint.naming.TextModelNaming;
import org.latentj.family.model.Completion;
import org.latentj.family.model.Component;
import org.latentj.family.model.FamilyFacts;
import org.latentj.family.model.LatentDiffusion;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.model.ModelFamily;
import org.latentj.family.model.SizeVector;
import org.latentj.family.model.UsualSettings;
import org.latentj.family.text.Clip;
import org.latentj.latent.LatentFormat;
import org.latentj.latent.LatentPreview;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.sampling.model.DiscreteSchedule;
import org.latentj.sampling.model.PredictionType;
import org.latentj.unet.UNetConfig;

/**
 * Stable Diffusion XL (Podell et al. 2023): CLIP ViT-L/14 and OpenCLIP's
 * ViT-bigG/14 side by side, of which the layer before the last is used as it
 * is, and a UNet that is also told the text as one vector and sizes. Turbo,
 * Lightning and LCM files are of it. ComfyUI's {@code SDXL}.
 */
public final class Sdxl implements ModelFamily {

	/**
	 * Its latents. The colours are the published least-squares fit of decoded
	 * pictures to their latents that ComfyUI's "latent2rgb" previews use.
	 */
	public static final LatentFormat LATENTS = new LatentFormat(4, 8, 0.13025, 0,
		new LatentPreview(new float[][] { //
			{ 0.3651f, 0.4232f, 0.4341f }, //
			{ -0.2533f, -0.0042f, 0.1068f }, //
			{ 0.1076f, 0.1111f, -0.0362f }, //
			{ -0.3165f, -0.2492f, -0.2188f } }, 0.1084f, -0.0175f, -0.0011f))
		.withTinyVae("taesdxl");

	/** Before the names of all text encoders. */
	static final String TEXT = "conditioner.embedders";

	/** The group of settings that such files alone have. */
	public static final String SETTINGS = "sdxl";

	private static final String NAME = "Stable Diffusion XL";

	private static final String CLIP_L = TEXT + ".0.transformer";

	private static final String CLIP_G = TEXT + ".1.model";

	/** Height, width, crop at top and left, target height and width. */
	private static final int NUMBERS = 6;

	static final Completion VECTOR = new SizeVector((size, score) -> Stream.of(
		size.height(), size.width(), size.cropTop(), size.cropLeft(), size
			.targetHeight(), size.targetWidth()).map(Integer::doubleValue).toList(),
		false);

	/**
	 * NB: settings of ComfyUI's examples of SDXL and of edit models, which is
	 * CosXL Edit.
	 */
	static final FamilyFacts FACTS = new FamilyFacts(NAME,
		"Stable Diffusion XL (Podell et al., ICLR 2024, doi:10.48550/arXiv.2307.01952)",
		1024, PredictionType.EPSILON, LATENTS, Map.of(Component.DIFFUSION_MODEL,
			LdmFile.UNET, Component.TEXT_ENCODER, TEXT, Component.VAE, LdmFile.VAE),
		CLIP_G + ".token_embedding.weight", 2).grouped(SETTINGS).usually(
			UsualSettings.of(25, 8, "euler", "normal")).usually(PictureInput.EDITING,
				UsualSettings.of(20, 5, "euler", "normal").withDenoise(1).withImageCfg(
					1.5));

	@Override
	public FamilyFacts facts() {
		return FACTS;
	}

	@Override
	public boolean hasControl(final UNetConfig half) {
		return half.linearProjection() && half.vectorWidth() > 0;
	}

	@Override
	public Optional<LoadedFamily> recognise(final Checkpoint checkpoint)
		throws CheckpointException
	{
		final boolean velocity = isMarked(checkpoint, "v_pred");
		final Optional<LatentDiffusion> family = of(checkpoint, velocity ? FACTS
			.predicting(PredictionType.VELOCITY) : FACTS);
		return family.map(f -> velocity && isMarked(checkpoint, "ztsnr") ? f.with(
			DiscreteSchedule.scaledLinear(PredictionType.VELOCITY)
				.withZeroTerminalSnr()) : f);
	}

	/**
	 * A file of these networks, on whatever noise levels they were trained; empty
	 * if it is none.
	 *
	 * @param usual facts
	 */
	static Optional<LatentDiffusion> of(final Checkpoint checkpoint,
		final FamilyFacts usual) throws CheckpointException
	{
		final LdmFile file = new LdmFile(checkpoint);
		final boolean first = checkpoint.weights().hasAny(CLIP_L);
		final boolean second = checkpoint.weights().hasAny(CLIP_G);
		if (!first && !second) {
			return Optional.empty();
		}
		file.requireUNet(NAME);
		if (!file.takes(LATENTS)) {
			return Optional.empty();
		}
		requireParts(file, first, second);
		final LatentDiffusion family = LatentDiffusion.of(usual.with(file.latents(
			usual.latentFormat())), file.unet(), List.of(Clip.openAi(file.at(CLIP_L)
				.renamed(new TextModelNaming()), false), Clip.openClip("clip_g", file
					.at(CLIP_G).renamed(new OpenClipNaming()), false))).completing(
						VECTOR);
		file.requireFittingText(family);
		return Optional.of(family);
	}

	/** Trainers put tensors of these names, mostly empty, into their files. */
	static boolean isMarked(final Checkpoint checkpoint, final String mark) {
		return checkpoint.weights().has(mark);
	}

	private static void requireParts(final LdmFile file, final boolean first,
		final boolean second) throws CheckpointException
	{
		if (!first) {
			throw file.without(NAME, "its first text encoder ('" + CLIP_L +
				".text_model...')");
		}
		if (!second) {
			throw file.without(NAME, "its second text encoder ('" + CLIP_G + "...')");
		}
		if (file.vectorWidth() <= SizeVector.length(NUMBERS)) {
			throw file.without(NAME, "what its UNet takes for the sizes ('" +
				LdmFile.UNET + ".label_emb.0.0.weight' of more than " + SizeVector
					.length(NUMBERS) + " columns)");
		}
	}
}
