
package org.latentj.family;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.latentj.checkpoint.Checkpoint;
import org.latentj.checkpoint.CheckpointException;
import org.latentj.checkpoint.Weights;
import org.latentj.checkpoint.naming.OpenClipNaming;
import org.latentj.family.model.Component;
import org.latentj.family.model.FamilyFacts;
import org.latentj.family.model.LatentDiffusion;
import org.latentj.family.model.LoadedFamily;
import org.latentj.family.model.ModelFamily;
import org.latentj.family.model.UsualSettings;
import org.latentj.family.text.Clip;
import org.latentj.sampling.hint.PictureInput;
import org.latentj.sampling.model.PredictionType;
import org.latentj.tensor.Tensor;
import org.latentj.unet.UNetConfig;

/**
 * Stable Diffusion 2.x (Rombach et al. 2022): OpenCLIP's ViT-H/14 as text
 * encoder, of which the layer before the last is used, a UNet with linear
 * projections that predicts noise (the "base" files, 512 pixels) or v (768
 * pixels). ComfyUI's {@code SD20}.
 */
public final class Sd2 implements ModelFamily {

	private static final String NAME = "Stable Diffusion 2.x";

	static final String TEXT = "cond_stage_model.model";

	/** Where some trainers put it. */
	private static final String OTHER_TEXT = "conditioner.embedders.0.model";

	/**
	 * A tensor whose numbers spread wider in the files that predict v: nothing
	 * else in them tells it. NB: only UNets as deep as the published ones have
	 * it.
	 */
	private static final String TELLING =
		"output_blocks.11.1.transformer_blocks.0.norm1.bias";

	/** The standard deviation from which on they do. */
	private static final double WIDE = 0.09;

	/** Pixels of the pictures that the files which predict v were trained on. */
	private static final int SIZE_OF_V = 768;

	/**
	 * The last layer of the text encoder in folders of diffusers, which leave out
	 * the one behind it, as it is not used.
	 */
	private static final String WITHOUT_LAST = "encoder.layers.22";

	private static final String LAST = "encoder.layers.23";

	/** Those of ComfyUI's examples, of textual inversion among them. */
	private static final UsualSettings USUAL = UsualSettings.of(20, 8,
		"uni_pc_bh2", "normal");

	/** Those of the files that have no vector. */
	static final FamilyFacts FACTS = new FamilyFacts(NAME,
		"Stable Diffusion 2 (Rombach et al., CVPR 2022, doi:10.1109/CVPR52688.2022.01042)",
		512, PredictionType.EPSILON, Sd1.LATENTS, Map.of(Component.DIFFUSION_MODEL,
			LdmFile.UNET, Component.TEXT_ENCODER, TEXT, Component.VAE, LdmFile.VAE),
		TEXT + ".token_embedding.weight", 2).usually(USUAL).usually(
			PictureInput.INPAINTING, Sd1.INPAINTING);

	@Override
	public FamilyFacts facts() {
		return FACTS;
	}

	@Override
	public boolean hasControl(final UNetConfig half) {
		return half.linearProjection() && half.vectorWidth() == 0;
	}

	@Override
	public Optional<LoadedFamily> recognise(final Checkpoint checkpoint)
		throws CheckpointException
	{
		final LdmFile file = new LdmFile(checkpoint);
		final Optional<String> text = text(checkpoint);
		if (text.filter(TEXT::equals).isPresent()) {
			file.requireUNet(NAME);
		}
		if (text.isEmpty() || !file.takes(Sd1.LATENTS) || file.takesVector() ||
			isRefiners(file, text.get()))
		{
			return Optional.empty();
		}
		if (!file.isLinear()) {
			throw file.without(NAME,
				"the transformers of its UNet ('input_blocks.1.1.proj_in.weight' of two axes ...)");
		}
		return Optional.of(of(file, text.get(), FACTS));
	}

	/** NB: a refiner has its text there, and attends deeper only. */
	private static boolean isRefiners(final LdmFile file, final String text) {
		return text.equals(OTHER_TEXT) && !file.attendsAtOnce();
	}

	/** Below which name its text encoder lies. */
	static Optional<String> text(final Checkpoint checkpoint) {
		return List.of(TEXT, OTHER_TEXT).stream().filter(checkpoint
			.weights()::hasAny).findFirst();
	}

	/**
	 * A file of it, or of one with further inputs.
	 *
	 * @param text below which name its text encoder lies
	 * @param usual facts
	 */
	static LatentDiffusion of(final LdmFile file, final String text,
		final FamilyFacts usual) throws CheckpointException
	{
		final LatentDiffusion family = LatentDiffusion.of(facts(file, text, usual),
			file.unet(), List.of(clip(file, text)));
		file.requireFittingText(family);
		return family;
	}

	/** Its text encoder, which others of its time have, too. */
	static Clip clip(final LdmFile file, final String text) {
		final Weights weights = file.at(text).renamed(new OpenClipNaming());
		return Clip.openClip("clip_h", weights, true).omitting(weights.hasAny(
			WITHOUT_LAST) && !weights.hasAny(LAST) ? 1 : 0);
	}

	private static FamilyFacts facts(final LdmFile file, final String text,
		final FamilyFacts usual) throws CheckpointException
	{
		final FamilyFacts facts = usual.with(file.latents(Sd1.LATENTS)).placed(
			Component.TEXT_ENCODER, text);
		return predictsV(file) ? facts.predicting(PredictionType.VELOCITY).sized(
			SIZE_OF_V) : facts;
	}

	private static boolean predictsV(final LdmFile file)
		throws CheckpointException
	{
		// NB: those with the channels of a picture beside all predict noise.
		if (file.channels() != Sd1.LATENTS.channels() || !file.unet().has(
			TELLING))
		{
			return false;
		}
		try {
			return deviation(file.unet().read(TELLING)) > WIDE;
		}
		catch (final CheckpointException e) {
			throw e;
		}
		catch (final IOException e) {
			throw new CheckpointException(file.checkpoint().file(), "tensor '" +
				LdmFile.UNET + "." + TELLING + "'", "cannot be read: " + e.getMessage(),
				e);
		}
	}

	/** Of all numbers, not of a sample. */
	private static double deviation(final Tensor numbers) {
		double sum = 0;
		double squares = 0;
		for (final float x : numbers.data()) {
			sum += x;
			squares += (double) x * x;
		}
		final double mean = sum / numbers.length();
		return Math.sqrt(squares / numbers.length() - mean * mean);
	}
}
